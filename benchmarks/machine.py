"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks import npm, reading_peer, venvs
from benchmarks.widgets import PEERS

_PACKAGES = (
    *("uvicorn", "uvloop", "httptools", "starlette", "isal", "brotli", "backports.zstd"),
    *("aiohttp", "httpx", "python-lolhtml", "turbohtml", "selectolax", "lxml", "beautifulsoup4"),
)


def facts() -> dict[str, str]:
    """Names and values, in the order in which they are printed."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "kernel": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "peers": ", ".join(f"{name} {release}" for name, release in _versions().items()),
    }


def load_average() -> str:
    """Of the last minute: what else the machine was doing, before we began."""
    return f"{os.getloadavg()[0]:.2f}"


def _processor() -> str:
    text = Path("/proc/cpuinfo").read_text()
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.machine()


def _versions() -> dict[str, str]:
    found = {
        "nginx": _said_by("nginx", "-v", r"nginx/([\d.]+)"),
        "wrk": _said_by("wrk", "-v", r"wrk \D*([\d.]+)"),
        **{peer: venvs.version_of(peer) for peer in ("mitmproxy", *reading_peer.PEERS)},
    }
    found |= {peer.package: npm.version_of(peer.package) for peer in PEERS if peer.package}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return {name: release for name, release in found.items() if release}


def _said_by(program: str, option: str, pattern: str) -> str | None:
    if not shutil.which(program):
        return None
    done = subprocess.run([program, option], capture_output=True, text=True, check=False)
    found = re.search(pattern, done.stdout + done.stderr)
    return found[1] if found else None
