"""The portal that the toolbar's tests open, and the visitor who opens it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.site import Portal
from tests.e2e.visitor import WIDE
from tests.servers import serve_asgi

_log = logging.getLogger(__name__)


@pytest.fixture(scope="session")
def care() -> Iterator[str]:
    """The address of the portal with care mode."""
    with serve_asgi(Portal()) as url:
        yield url


@pytest.fixture
def page(page: Page) -> Page:
    """pytest-playwright's page; what goes wrong on it is logged, so a failure shows it."""
    page.on("console", lambda said: _log.info("%s: %s", said.type, said.text))
    page.on("pageerror", lambda error: _log.info("error: %s", error))
    page.on("requestfailed", lambda asked: _log.info("failed: %s %s", asked.url, asked.failure))
    return page


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A visitor in China at a desktop."""
    return {**browser_context_args, "viewport": WIDE, "locale": "zh-CN"}
