"""The settings as an ordinary form: for browsers without scripts, with the toolbar's own cookie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import httpx2 as httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from a11y import A11yMiddleware, A11yWSGIMiddleware, Settings
from a11y.site import Site
from tests.fixes.test_ways import asgi_portal, wsgi_portal
from tests.servers import serve_asgi, serve_wsgi

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def client() -> Iterator[TestClient]:
    site = Site(Settings(speech="off", words="off"), Counter())
    with TestClient(site.app, follow_redirects=False) as client:
        yield client


def test_what_is_chosen_goes_into_the_toolbar_s_cookie(client: TestClient) -> None:
    fields = {"size": "150", "theme": "yellow-on-black", "save": "1", "back": "/zwgk/"}
    answer = client.post("/_a11y/settings", data=fields)
    assert answer.status_code == 303
    assert answer.headers["location"] == "settings?said=saved&back=/zwgk/"
    assert answer.headers["set-cookie"].startswith("a11y=v1&on=1&size=150&theme=yellow-on-black;")


def test_a_profile_chooses_several_and_leaving_forgets(client: TestClient) -> None:
    answer = client.post("/_a11y/settings", data={"profile": "elder", "size": "100"})
    assert "size=150" in answer.headers["set-cookie"]
    assert "guard=on" in answer.headers["set-cookie"]
    answer = client.post("/_a11y/settings", data={"leave": "1"})
    assert answer.headers["set-cookie"].startswith("a11y=; Path=/; Max-Age=0")


def test_nothing_that_is_not_legal_gets_in(client: TestClient) -> None:
    fields = {"size": "17", "theme": "<script>", "nothing": "1", "line": "2"}
    answer = client.post("/_a11y/settings", data=fields)
    assert answer.headers["set-cookie"].startswith("a11y=v1&on=1&line=2;")


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_leads_to_this_site_only(client: TestClient, back: str) -> None:
    answer = client.post("/_a11y/settings", data={"save": "1", "back": back})
    assert answer.headers["location"] == "settings?said=saved&back=/"
    page = client.get("/_a11y/settings", params={"back": back}).text
    assert "evil" not in page
    assert "javascript:" not in page


def test_other_sites_other_types_and_too_much_are_refused(client: TestClient) -> None:
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert client.post("/_a11y/settings", data={"size": "150"}, headers=foreign).status_code == 403
    assert client.post("/_a11y/settings", json={"size": 150}).status_code == 415
    assert client.post("/_a11y/settings", content=b"a" * 20_000, headers=FORM).status_code == 413
    many = "&".join(f"a{n}=1" for n in range(300))
    assert client.post("/_a11y/settings", content=many, headers=FORM).status_code == 400
    assert client.put("/_a11y/settings").status_code == 405


def test_nobody_keeps_the_page_and_no_script_runs_on_it(client: TestClient) -> None:
    answer = client.get("/_a11y/settings")
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text


@pytest.mark.parametrize("way", ["asgi", "wsgi"])
def test_it_is_served_on_every_way(way: str) -> None:
    settings = Settings(speech="off", words="off")
    served = (
        serve_asgi(A11yMiddleware(asgi_portal, settings))
        if way == "asgi"
        else serve_wsgi(A11yWSGIMiddleware(wsgi_portal, settings))
    )
    with served as url:
        assert "关爱模式设置" in httpx.get(url + "/_a11y/settings").text
        answer = httpx.post(url + "/_a11y/settings", data={"size": "200"})
        assert "size=200" in answer.headers["set-cookie"]


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_a_visitor_without_scripts_chooses_and_comes_back(plain: Page) -> None:
    with serve_asgi(A11yMiddleware(asgi_portal, Settings(speech="off", words="off"))) as url:
        plain.goto(f"{url}/_a11y/settings?back=/old/a")
        plain.get_by_role("radio", name="黑底黄字").check()
        plain.get_by_role("combobox", name="字号").select_option("200")
        plain.get_by_role("button", name="保存").last.click()
        expect(plain.get_by_role("status")).to_have_text("已经保存。")
        heading = plain.get_by_role("heading", name="关爱模式设置")
        expect(heading).to_have_css("color", "rgb(255, 230, 0)")
        expect(plain.get_by_role("radio", name="黑底黄字")).to_be_checked()
        boxes = plain.get_by_role("button").all()
        assert all((box.bounding_box() or {"height": 0})["height"] >= 48 for box in boxes[1:])
        # Nothing sticks out of a phone.
        assert plain.locator("main").bounding_box()["width"] <= 390  # type: ignore[index]
        plain.get_by_role("link", name="回到网页").click()
        assert plain.url == f"{url}/old/a"
