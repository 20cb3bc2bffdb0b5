"""Peers whose dependencies contradict ours: each gets a virtual environment of its own."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / ".venvs"


@cache
def program_of(peer: str, program: str) -> Path | None:
    """A program that the distribution ``peer`` installs; fetched from PyPI on first use.

    None where that fails; what pip said is on standard error then.
    """
    home = FOLDER / peer
    found = home / "bin" / program
    if found.exists():
        return found
    print(f"installing {peer} into {home} ...", file=sys.stderr)
    commands = [
        [sys.executable, "-m", "venv", "--clear", str(home)],
        [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", peer],
    ]
    for command in commands:
        if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
            return None
    return found if found.exists() else None


def version_of(peer: str) -> str | None:
    """The release that is installed there; None if there is none."""
    lib = FOLDER / peer / "lib"
    for info in lib.glob(f"python*/site-packages/{peer}-*.dist-info"):
        return info.name.removeprefix(f"{peer}-").removesuffix(".dist-info")
    return None
