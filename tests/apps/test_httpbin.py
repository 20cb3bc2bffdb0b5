"""httpbin (Flask): every kind of answer that HTTP knows."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator

import pytest

from tests.apps.compare import ask, compare
from tests.apps.ways import Pair, wsgi_ways

pytest.importorskip("httpbin", reason="httpbin is not installed")

with warnings.catch_warnings():
    # httpbin 0.10.4 with Flask 3.1: what it does that is going to change.
    warnings.simplefilter("ignore")
    from httpbin import app

WAYS = wsgi_ways(app)


@pytest.fixture(scope="module", params=WAYS)
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    with WAYS[request.param]() as pair:
        yield pair


@pytest.mark.parametrize(
    "target", ["/html", "/forms/post", "/encoding/utf8", "/links/10/3", "/nothing/here"]
)
def test_pages_get_the_tag_and_nothing_else(pair: Pair, target: str) -> None:
    page = ask(pair.bare, target).content
    # /encoding/utf8 and /links have no doctype and begin as fragments do.
    compare(pair, target, tag=page.lstrip()[:5].lower() in (b"<!doc", b"<html"))


@pytest.mark.parametrize(
    "target",
    [
        *("/robots.txt", "/deny", "/json", "/xml", "/image/png", "/image/svg", "/image/jpeg"),
        *("/bytes/1000?seed=7", "/stream-bytes/5000?seed=7&chunk_size=100", "/base64/5L2g5aW9"),
        *("/status/200", "/status/204", "/status/404", "/status/418", "/status/500"),
        *("/redirect/3", "/relative-redirect/2", "/absolute-redirect/2", "/redirect-to?url=/x"),
        *("/cookies/set?a=1&b=2", "/cookies/delete?a", "/cookies"),
        *("/basic-auth/user/pass", "/bearer", "/hidden-basic-auth/a/b"),
        *("/drip?duration=0&numbytes=5&code=200", "/etag/abc", "/cache/60"),
        "/response-headers?Content-Type=text/html&X-A=1&X-A=2",
    ],
)
def test_everything_else_is_left_as_it_is(pair: Pair, target: str) -> None:
    compare(pair, target, tag=False, mask=without_echo)


def without_echo(content: bytes) -> bytes:
    """An answer of httpbin without what it tells of the request's fields: a proxy adds some."""
    return re.sub(rb'"headers": \{[^}]*\}', b"", content)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_other_methods(pair: Pair, method: str) -> None:
    target = {"HEAD": "/html", "OPTIONS": "/html"}.get(method, "/status/202")
    compare(pair, target, method=method, tag=False)


@pytest.mark.parametrize("field", ["bytes=0-9", "bytes=100-", "bytes=-5", "bytes=2000-", "bytes=x"])
def test_parts_of_a_download(pair: Pair, field: str) -> None:
    answer = compare(pair, "/range/1024", headers={"range": field, "accept": "*/*"}, tag=False)
    assert answer.status in (200, 206, 416)


@pytest.mark.parametrize("condition", [{"if-none-match": '"abc"'}, {"if-match": '"other"'}])
def test_conditions_of_what_is_no_page(pair: Pair, condition: dict[str, str]) -> None:
    headers = {"accept": "*/*", **condition}
    assert compare(pair, "/etag/abc", headers=headers).status in (304, 412)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_compressed_data(pair: Pair, coding: str) -> None:
    answer = ask(pair.cared, f"/{coding}", headers={"accept": "*/*"})
    assert answer.value("content-encoding") == coding
    assert json.loads(answer.content)["method"] == "GET"


def test_a_form_with_a_file_arrives_as_it_was_sent(pair: Pair) -> None:
    answers = [
        json.loads(
            ask(
                base,
                "/post?q=%E4%BD%A0",
                method="POST",
                data={"name": "王阿姨", "empty": ""},
                files={"photo": ("照片.bin", bytes(range(256)) * 1000, "image/x")},
            ).content
        )
        for base in (pair.bare, pair.cared)
    ]
    for answer in answers:
        answer["headers"] = answer["origin"] = answer["url"] = None
    assert answers[0] == answers[1]
    assert answers[0]["form"] == {"name": "王阿姨", "empty": ""}


def test_a_stream_of_lines(pair: Pair) -> None:
    lines = ask(pair.cared, "/stream/5").content.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [0, 1, 2, 3, 4]
