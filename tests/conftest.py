"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import BrowserType

from tests.chromium import launch_options

# A busy machine is no fault, and what is found must be found again: no deadline, no chance.
settings.register_profile("calm", deadline=None, derandomize=True)
settings.load_profile("calm")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves a loop running, beside which no other may run."""
    items.sort(key=lambda item: "playwright" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def base_url() -> None:
    """In place of pytest-playwright's own, a method, which pytest 9 warns of."""


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_type: BrowserType
) -> dict[str, Any]:
    """pytest-playwright's launch options, with a Chromium that exists on this machine."""
    ours = launch_options(browser_type.executable_path)
    return {**browser_type_launch_args, **ours}


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages; a checkout without it skips the test and says so."""
    where = os.environ.get("A11Y_CORPUS")
    if not where:
        pytest.skip("A11Y_CORPUS is not set: real pages not tested")
    folder = Path(where)
    if not (folder / "manifest.json").is_file():
        pytest.fail(f"A11Y_CORPUS={where} holds no manifest.json")
    return folder
