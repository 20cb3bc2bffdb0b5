"""The adapter that a case goes through: each test runs once with every one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.adapters import ADAPTERS, Adapter


@pytest.fixture(scope="session", params=ADAPTERS)
def adapter(request: pytest.FixtureRequest) -> Iterator[Adapter]:
    """A running server; one for all cases."""
    with ADAPTERS[request.param]() as running:
        yield running
