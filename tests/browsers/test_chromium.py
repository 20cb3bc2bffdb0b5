"""The behaviours in the Chromium of this machine; `make test-browsers` runs them in the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browsers.behaviours import TABLE, Behaviour
from tests.browsers.drivers.through_playwright import PlaywrightDriver
from tests.browsers.preferences import switch_all
from tests.browsers.visitor import Visitor
from tests.e2e.site import Portal
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser


# What Chromium 86 lacks and a script can take away.
OLD = """
delete window.CSSLayerBlockRule
delete window.Highlight
delete window.requestIdleCallback
delete HTMLElement.prototype.showPopover
delete Element.prototype.checkVisibility
delete Intl.Segmenter
"""
# The behaviours that this changes.
TOUCHED = {"opens", "stubborn", "restores", "strict_policy", "first_paint", "reads_aloud"}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve_asgi(Portal("auto", watched=True)) as url:
        yield url


# Asking for `playwright` puts these tests among those that come last, as its loop wants it.
@pytest.fixture
def visitor(playwright: object, browser: Browser, site: str) -> Iterator[Visitor]:
    driver = PlaywrightDriver(browser)
    yield Visitor(driver, site)
    driver.close()


@pytest.mark.parametrize("behaviour", TABLE, ids=lambda behaviour: behaviour.name)
def test_behaviour(visitor: Visitor, behaviour: Behaviour) -> None:
    behaviour.run(visitor)


@pytest.mark.parametrize(
    "behaviour",
    [each for each in TABLE if each.name in TOUCHED],
    ids=lambda behaviour: behaviour.name,
)
def test_behaviour_without_what_old_browsers_lack(
    playwright: object, browser: Browser, site: str, behaviour: Behaviour
) -> None:
    driver = PlaywrightDriver(browser, OLD)
    visitor = Visitor(driver, site)
    visitor.visit("plain.html?bare")
    visitor.expect("() => 'CSSLayerBlockRule' in window || 'Highlight' in window", False)
    behaviour.run(visitor)
    driver.close()


def test_every_preference_goes_on_and_off_without_a_trace(visitor: Visitor) -> None:
    found = switch_all(visitor)
    assert len(found) >= 31
    assert {name: what for name, what in found.items() if what} == {}
