"""The portal that the toolbar's tests open, and the visitor who opens it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.site import Portal
from tests.e2e.visitor import WIDE
from tests.servers import serve_asgi


@pytest.fixture(scope="session")
def care() -> Iterator[str]:
    """The address of the portal with care mode."""
    with serve_asgi(Portal()) as url:
        yield url


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A visitor in China at a desktop."""
    return {**browser_context_args, "viewport": WIDE, "locale": "zh-CN"}
