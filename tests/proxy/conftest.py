"""A portal and the proxy before it, for the tests that need no other settings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.proxy.wire import OK, Gateway, Portal, gateway, portal


@pytest.fixture(scope="module")
def _servers() -> Iterator[tuple[Portal, Gateway]]:
    with portal() as origin, gateway(origin.url) as proxy:
        yield origin, proxy


@pytest.fixture
def origin(_servers: tuple[Portal, Gateway]) -> Portal:
    """A portal that gives its ``answer`` to every request."""
    _servers[0].answer = OK
    _servers[0].requests.clear()
    return _servers[0]


@pytest.fixture
def proxy(_servers: tuple[Portal, Gateway]) -> Gateway:
    """The proxy in front of ``origin``, with the default settings."""
    return _servers[1]
