"""Which Chromium the tests drive, and how it is started."""

from __future__ import annotations

import os
import shutil
from typing import Any

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def launch_options(own: str) -> dict[str, Any]:
    """Playwright's own browser where it was downloaded (path ``own``), else the system's.

    ``A11Y_CHROMIUM`` names another executable.
    """
    arguments = ["--disable-background-networking", "--disable-component-update", "--disable-gpu"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses its sandbox to root
    options: dict[str, Any] = {"args": arguments}
    chosen = os.environ.get("A11Y_CHROMIUM")
    if not chosen and not os.path.exists(own):
        chosen = next(filter(None, map(shutil.which, SYSTEM_NAMES)), None)
    if chosen:
        options["executable_path"] = chosen
    return options
