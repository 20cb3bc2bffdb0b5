"""Django's admin with and without care mode: under ASGI, under WSGI, and behind the proxy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2 as httpx
import pytest
from playwright.sync_api import Page, expect

from tests.apps import django_portal
from tests.apps.compare import NAVIGATION, TAG, ask, compare
from tests.apps.ways import Pair, asgi_ways, wsgi_ways

ASGI, WSGI = asgi_ways(django_portal.asgi, lifespan="off"), wsgi_ways(django_portal.wsgi)
# Django reads what is not asynchronous as a whole, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")

WAYS = {
    "asgi": ASGI["asgi"],
    "wsgi": WSGI["wsgi"],
    "proxy-asgi": ASGI["proxy"],
    "proxy-wsgi": WSGI["proxy"],
}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(scope="module", params=WAYS)
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    # In a thread: Django refuses where a loop runs, as Playwright's does.
    with ThreadPoolExecutor(1) as threads:
        threads.submit(django_portal.make_database).result()
    with WAYS[request.param]() as pair:
        yield pair


def without_token(page: bytes) -> bytes:
    return TOKEN.sub(b"", page)


@pytest.mark.parametrize("target", ["/admin/login/?next=/admin/", "/notice/", "/stream/"])
def test_pages(pair: Pair, target: str) -> None:
    answer = compare(pair, target, tag=True, mask=without_token)
    assert answer.value("content-encoding") == "gzip"


@pytest.mark.parametrize("target", ["/none/", "/crash/"])
def test_bare_error_pages(pair: Pair, target: str) -> None:
    assert compare(pair, target, tag=True).status in (404, 500)


@pytest.mark.parametrize(
    "target",
    ["/admin/", "/admin", "/admin/jsi18n/", "/static/admin/css/base.css", "/download/"],
)
def test_no_pages(pair: Pair, target: str) -> None:
    compare(pair, target, tag=False)


def test_a_page_is_not_sent_twice(pair: Pair) -> None:
    etag = ask(pair.cared, "/notice/").value("etag")
    assert ask(pair.cared, "/notice/", headers={"if-none-match": etag}).status == 304
    theirs = ask(pair.bare, "/notice/").value("etag")
    assert ask(pair.cared, "/notice/", headers={"if-none-match": theirs}).has_tag


class Clerk:
    """Somebody who works in the admin; every page that is shown must have the tag."""

    def __init__(self, base: str) -> None:
        self._client = httpx.Client(
            base_url=base, headers=NAVIGATION, timeout=60, follow_redirects=True
        )

    def __enter__(self) -> Clerk:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, target: str) -> httpx.Response:
        return self._seen(self._client.get(target))

    def send(self, target: str, *, form: str = "", **fields: str) -> httpx.Response:
        """Fill in a form, with the token that is in it; ``form``: the page where it is."""
        token = TOKEN.search(self.get(form or target).content)
        assert token
        data = {"csrfmiddlewaretoken": token[1].decode(), **fields}
        return self._seen(self._client.post(target, data=data))

    def send_without_token(self, target: str) -> httpx.Response:
        return self._client.post(target, data={})

    def _seen(self, page: httpx.Response) -> httpx.Response:
        assert page.status_code == 200
        assert len(TAG.findall(page.content)) == 1
        return page


def test_a_day_in_the_admin(pair: Pair) -> None:
    with Clerk(pair.cared) as clerk:
        assert clerk.get("/admin/").url.path == "/admin/login/"
        refused = clerk.send("/admin/login/?next=/admin/", username="admin", password="x")  # noqa: S106
        assert "errornote" in refused.text
        index = clerk.send(
            "/admin/login/?next=/admin/", username="admin", password=django_portal.PASSWORD
        )
        assert index.url.path == "/admin/"
        assert "admin@portal.example" in clerk.get("/admin/auth/user/?q=admin").text
        changed = clerk.send(
            "/admin/auth/user/1/change/",
            username="admin",
            last_name="王",
            email="admin@portal.example",
            is_active="on",
            is_staff="on",
            is_superuser="on",
            date_joined_0="2025-03-18",
            date_joined_1="09:00:00",
        )
        assert changed.url.path == "/admin/auth/user/"
        assert "successlist" in changed.text or 'class="success"' in changed.text
        assert 'value="王"' in clerk.get("/admin/auth/user/1/change/").text
        assert "admin" in clerk.get("/admin/auth/user/1/history/").text
        forbidden = clerk.send_without_token("/admin/auth/user/1/change/")
        assert forbidden.status_code == 403
        assert TAG.search(forbidden.content)
        assert clerk.send("/admin/logout/", form="/admin/").url.path == "/admin/logout/"


@pytest.mark.browser
def test_care_mode_in_the_admin(pair: Pair, page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    toolbar = page.locator("a11y-toolbar")
    page.goto(f"{pair.cared}/admin/")
    toolbar.get_by_role("button", name="关爱模式").click()
    page.locator("#id_username").fill("admin")
    page.locator("#id_password").fill(django_portal.PASSWORD)
    page.locator("[type=submit]").click()
    expect(page.locator("#user-tools")).to_contain_text("admin", ignore_case=True)
    page.goto(f"{pair.cared}/admin/auth/user/")
    expect(page.locator("#result_list")).to_contain_text("admin@portal.example")
    expect(toolbar.get_by_role("button", name="退出")).to_be_visible()
    assert errors == []
