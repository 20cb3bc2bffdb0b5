"""Care mode where the page's addresses are not what they seem: mount points and <base>."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route

from a11y import A11yMiddleware
from tests.e2e.visitor import launcher, toolbar
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser

HEAD = "<!doctype html><html><head><meta charset=utf-8>{head}<title>t</title></head><body>"
BODY = "<h1>通知公告</h1><script>window.own = true</script><p>正文</p></body></html>"
PAGES = {
    "plain": "",
    "base": '<base href="https://elsewhere.example/cdn/">',
    "late-policy": '<script></script><meta http-equiv=content-security-policy content="'
    "default-src 'none'; script-src 'unsafe-inline'\">",
}
OUR_PREFIX = "window[Symbol.for('a11y')].config.prefix"


async def page_of(request: Request) -> HTMLResponse:
    return HTMLResponse(HEAD.format(head=PAGES[request.path_params["name"]]) + BODY)


def portal() -> A11yMiddleware:
    return A11yMiddleware(Starlette(routes=[Route("/{name}", page_of)]))


def mounted() -> Any:
    return Starlette(routes=[Mount("/portal", portal()), Mount("/门户/二", portal())])


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Three ways to be below /portal: mounted twice, and behind a server that takes it off."""
    with serve_asgi(mounted()) as url:
        yield url


@pytest.mark.parametrize("below", ["/portal", "/%E9%97%A8%E6%88%B7/%E4%BA%8C"])
@pytest.mark.parametrize("name", ["plain", "base"])
def test_care_mode_finds_itself(page: Page, site: str, below: str, name: str) -> None:
    page.goto(f"{site}{below}/{name}")
    launcher(page).click()
    expect(page.locator("html")).to_have_attribute("data-a11y-on", "")
    assert page.evaluate(OUR_PREFIX) == f"{site}{below}/_a11y"
    assert page.evaluate(f"fetch({OUR_PREFIX} + '/health').then((answer) => answer.status)") == 200


def test_a_server_that_knows_where_it_is_mounted(page: Page) -> None:
    """As behind a gateway that takes /portal off: the address must have it again."""
    with serve_asgi(portal(), root_path="/portal") as url:
        asked: list[str] = []
        page.route(f"{url}/portal/**", lambda route: asked.append(route.request.url))
        page.goto(f"{url}/plain", wait_until="commit")
        page.wait_for_function("document.querySelector('script')")
        source = page.evaluate("document.querySelector('script').src")
        assert source.startswith(f"{url}/portal/_a11y/boot.")
        stripped = source.replace("/portal/", "/", 1)
        assert page.request.get(stripped).status == 200


def test_a_policy_behind_the_first_script_stops_the_toolbar_and_nothing_else(
    page: Page, site: str
) -> None:
    """The one place for a policy that is not looked at, since the page is on its way by then."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with page.expect_console_message(lambda message: "/_a11y/toolbar." in message.text):
        page.goto(f"{site}/portal/late-policy")
    assert page.evaluate("own") is True
    expect(toolbar(page)).to_have_count(0)
    assert errors == []
