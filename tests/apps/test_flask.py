"""A Flask application with and without care mode."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email.utils import format_datetime

import httpx2 as httpx
import pytest

from tests.apps.compare import NAVIGATION, TAG, ask, compare
from tests.apps.flask_portal import MODIFIED, app
from tests.apps.ways import Pair, wsgi_ways

WAYS = wsgi_ways(app)


@pytest.fixture(scope="module", params=WAYS)
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    with WAYS[request.param]() as pair:
        yield pair


@pytest.mark.parametrize(
    ("target", "status"),
    [
        *(("/", 200), ("/login", 200), ("/affairs/7", 200), ("/affairs/stream", 200)),
        *(("/affairs/compressed", 200), ("/affairs/gbk", 200), ("/affairs/999", 404)),
        *(("/none?q=%C4%E3", 404), ("/affairs/crash", 500)),
    ],
)
def test_pages(pair: Pair, target: str, status: int) -> None:
    assert compare(pair, target, tag=True).status == status


@pytest.mark.parametrize(
    "target",
    ["/affairs/data?a=1&a=%E4%BD%A0", "/affairs/manual", "/affairs/form.html", "/static/x"],
)
def test_no_pages(pair: Pair, target: str) -> None:
    compare(pair, target, tag=target == "/static/x")


def test_redirects_cookies_and_messages_of_a_session(pair: Pair) -> None:
    with httpx.Client(base_url=pair.cared, headers=NAVIGATION, timeout=60) as visitor:
        entered = visitor.post("/login", data={"name": "王阿姨"})
        assert (entered.status_code, entered.headers["location"]) == (302, "/")
        home = visitor.get("/")
        assert TAG.search(home.content)
        assert "王阿姨，您好" in home.text
        assert "王阿姨，您好" not in visitor.get("/").text, "a message is shown once"
        left = visitor.get("/logout", follow_redirects=True)
        assert (left.url.path, str(left.url).startswith(pair.cared)) == ("/", True)
        assert "访客" in left.text


def test_a_policy_is_widened_by_no_more_than_needed(pair: Pair) -> None:
    answer = ask(pair.cared, "/affairs/strict")
    assert answer.has_tag
    assert answer.value("content-security-policy") == "default-src 'self'"
    cookies = [value for name, value in answer.fields if name == "set-cookie"]
    assert [cookie.partition("=")[0] for cookie in cookies] == ["a", "b"]


def test_a_page_is_not_sent_twice(pair: Pair) -> None:
    first = ask(pair.cared, "/affairs/7")
    etag = first.value("etag")
    assert ";a11y-" in etag
    again = ask(pair.cared, "/affairs/7", headers={"if-none-match": etag})
    assert (again.status, again.raw, again.value("etag")) == (304, b"", etag)
    # A copy from before care mode was installed has no tag.
    for headers in (
        {"if-none-match": '"affair-7"'},
        {"if-modified-since": format_datetime(MODIFIED, usegmt=True)},
    ):
        assert ask(pair.bare, "/affairs/7", headers=headers).status == 304
        assert ask(pair.cared, "/affairs/7", headers=headers).has_tag


@pytest.mark.parametrize(
    "headers",
    [
        *({"range": "bytes=0-99"}, {"range": "bytes=-10"}, {"range": "bytes=99999999-"}),
        *({"range": "bytes=5-9", "if-range": '"manual"'}, {"if-none-match": '"manual"'}),
        {"if-modified-since": format_datetime(MODIFIED, usegmt=True)},
    ],
)
def test_parts_and_conditions_of_a_download(pair: Pair, headers: dict[str, str]) -> None:
    answer = compare(pair, "/affairs/manual", headers={"accept": "*/*", **headers}, tag=False)
    assert answer.status in (206, 304, 416)


def test_a_part_of_a_page_is_the_whole_page(pair: Pair) -> None:
    answer = ask(pair.cared, "/affairs/7", headers={"range": "bytes=0-9"})
    assert (answer.status, answer.has_tag) == (200, True)


def test_an_upload(pair: Pair) -> None:
    sent = {"files": {"file": ("照片.jpg", b"\0\xff" * 500_000)}, "data": {"note": "两张"}}
    answers = [
        json.loads(ask(base, "/affairs/upload", method="POST", **sent).content)
        for base in (pair.bare, pair.cared)
    ]
    assert answers[0] == answers[1] == {"name": "照片.jpg", "size": 1_000_000, "note": "两张"}


def test_head(pair: Pair) -> None:
    for target in ("/affairs/7", "/affairs/manual", "/affairs/data"):
        assert compare(pair, target, method="HEAD").raw == b""
