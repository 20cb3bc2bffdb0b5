"""Peers whose dependencies contradict ours: each gets a virtual environment of its own."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

# What a distribution uses and does not ask for: trafilatura's justext, with today's lxml.
_BESIDE = {"trafilatura": ("lxml-html-clean",)}
FOLDER = Path(__file__).parent / ".venvs"


def python_of(peer: str) -> Path | None:
    """The interpreter of the distribution's environment; made on first use. None: that failed."""
    python = FOLDER / peer / "bin" / "python"
    if version_of(peer) is None and not _install(peer):
        return None
    return python


@cache
def program_of(peer: str, program: str) -> Path | None:
    """A program that the distribution ``peer`` installs; fetched from PyPI on first use.

    None where that fails; what pip said is on standard error then.
    """
    found = FOLDER / peer / "bin" / program
    if found.exists() or (_install(peer) and found.exists()):
        return found
    return None


def _install(peer: str) -> bool:
    home = FOLDER / peer
    print(f"installing {peer} into {home} ...", file=sys.stderr)
    commands = [
        [sys.executable, "-m", "venv", "--clear", str(home)],
        [
            str(home / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            peer,
            *_BESIDE.get(peer, ()),
        ],
    ]
    return all(
        subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0
        for command in commands
    )


def version_of(peer: str) -> str | None:
    """The release that is installed there; None if there is none."""
    lib = FOLDER / peer / "lib"
    for info in lib.glob("python*/site-packages/*.dist-info"):
        name, _, version = info.name.removesuffix(".dist-info").partition("-")
        if name.lower().replace("_", "-") == peer.lower():
            return version
    return None
