"""Find a Chromium that starts: Playwright's own, else the system's, else download the former.

Exits with 1 where there is none; `scripts/install` then asks the system's package manager.
"""

from __future__ import annotations

import subprocess
import sys

from playwright.sync_api import Error, sync_playwright

from tests.chromium import launch_options


def starting() -> str | None:
    """The version of the Chromium that the tests will drive, None where none starts."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                **launch_options(playwright.chromium.executable_path)
            )
        except Error:
            return None
        try:
            return browser.version
        finally:
            browser.close()


def main() -> int:
    """Say which Chromium there is, after fetching one where that works."""
    version = starting()
    if version is None:
        command = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
        with_dependencies = subprocess.run(command, capture_output=True, check=False)
        if with_dependencies.returncode != 0:
            command.remove("--with-deps")
            subprocess.run(command, capture_output=True, check=False)
        version = starting()
    if version is None:
        return 1
    print(f"Chromium {version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
