"""Commands as a portal team would give them, where there is no node."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

import a11y

ROOT = Path(a11y.__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run with a PATH that holds no node, so that a build which needs it fails here."""
    path = os.pathsep.join(
        part
        for part in os.environ["PATH"].split(os.pathsep)
        if not (Path(part) / "node").exists() and not (Path(part) / "npm").exists()
    )
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def install(requirement: str, folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = run(commands / "python", "-m", "pip", "install", "-q", requirement, cwd=folder)
    assert pip.returncode == 0, pip.stdout + pip.stderr
    return commands
