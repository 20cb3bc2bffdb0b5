"""Mended pages on all three ways: ASGI, WSGI, the proxy; compressed, in pieces, too large."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from a11y_proxy.app import build_app
from starlette.types import Receive, Scope, Send

from a11y import A11yMiddleware, A11yWSGIMiddleware, Settings
from a11y.errors import SettingsError
from tests.servers import serve_asgi, serve_wsgi

FIXES = """
[[fix]]
name = "pictures"
paths = ["/old/**"]
select = "img"
set = { alt = "图 {file name}" }

[[fix]]
name = "skip"
paths = ["/old/**"]
skip_to = "#zw"
"""
BEFORE = (
    "<!doctype html><html><head><meta charset=gbk><title>旧</title></head><body>"
    '<table><tr><td><img src="/i/tu.gif"></table><div id=zw>' + "正文。" * 2000 + "</div></html>"
).encode("gbk")
ETAG = '"v1"'


def answer(path: str, accepts: str) -> tuple[int, dict[str, str], list[bytes]]:
    """What the portal says: the same page everywhere, in pieces or not, compressed or not."""
    if path == "/i/tu.gif":
        return 200, {"content-type": "image/gif"}, [b"GIF89a"]
    body, headers = BEFORE, {"content-type": "text/html", "etag": ETAG}
    if path == "/old/large":
        body = BEFORE.replace("正文。".encode("gbk"), "正文。".encode("gbk") * 40)
    if path == "/old/zip" and "gzip" in accepts:
        body, headers["content-encoding"] = gzip.compress(body), "gzip"
    if path == "/old/pieces":
        return 200, headers, [body[n : n + 700] for n in range(0, len(body), 700)]
    headers["content-length"] = str(len(body))
    return 200, headers, [body]


async def asgi_portal(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    fields = {name: value.decode("latin-1") for name, value in scope["headers"]}
    status, headers, pieces = answer(scope["path"], fields.get(b"accept-encoding", ""))
    coded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": coded})
    if scope["method"] == "HEAD":
        pieces = []
    for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def wsgi_portal(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
    accepts = environ.get("HTTP_ACCEPT_ENCODING", "")
    status, headers, pieces = answer(environ["PATH_INFO"], accepts)
    start_response(f"{status} OK", list(headers.items()))
    return iter([] if environ["REQUEST_METHOD"] == "HEAD" else pieces)


@contextmanager
def by_asgi(settings: Settings) -> Iterator[str]:
    with serve_asgi(A11yMiddleware(asgi_portal, settings)) as url:
        yield url


@contextmanager
def by_wsgi(settings: Settings) -> Iterator[str]:
    with serve_wsgi(A11yWSGIMiddleware(wsgi_portal, settings)) as url:
        yield url


@contextmanager
def by_proxy(settings: Settings) -> Iterator[str]:
    with (
        serve_asgi(asgi_portal) as upstream,
        serve_asgi(build_app(upstream, settings)) as url,
    ):
        yield url


@pytest.fixture(scope="module", params=[by_asgi, by_wsgi, by_proxy])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("fixes") / "fixes.toml"
    path.write_text(FIXES, encoding="utf-8")
    with request.param(Settings(fixes=path, fixes_bytes=100_000, speech="off")) as url:
        yield url


def mended(page: bytes) -> bool:
    return '<img alt="图 tu" src="/i/tu.gif">'.encode("gbk") in page


@pytest.mark.parametrize("path", ["/old/a", "/old/zip", "/old/pieces"])
def test_a_page_is_mended_and_gets_the_tag(url: str, path: str) -> None:
    page = httpx.get(url + path).content
    assert mended(page)
    assert b'<a class="a11y-skip" href="#zw">' in page
    assert b"<script src=" in page
    sheet = page.split(b'<link rel="stylesheet" href="')[1].split(b'"')[0].decode()
    assert ".a11y-skip:focus" in httpx.get(url + sheet).text
    # Nothing else is different.
    tag, rest = (
        b"<script src=" + page.split(b"<script src=")[1].split(b">")[0] + b"></script>",
        page,
    )
    for piece in (tag, '<img alt="图 tu" '.encode("gbk")):
        rest = rest.replace(piece, b"<img " if b"img" in piece else b"")
    link = rest[rest.index(b"<link") : rest.index(b"</a>") + 4]
    assert rest.replace(link, b"") == BEFORE


def test_the_length_is_that_of_the_mended_page(url: str) -> None:
    answer = httpx.get(url + "/old/a", headers={"accept-encoding": "identity"})
    if "content-length" in answer.headers:
        assert int(answer.headers["content-length"]) == len(answer.content)
    head = httpx.head(url + "/old/a", headers={"accept-encoding": "identity"})
    assert head.headers.get("content-length") in {None, str(len(answer.content))}


def test_other_paths_and_files_stay_as_they_are(url: str) -> None:
    page = httpx.get(url + "/new/a").content
    assert not mended(page)
    assert b"a11y-skip" not in page
    assert httpx.get(url + "/i/tu.gif").content == b"GIF89a"


def test_a_page_that_is_too_large_gets_only_the_tag(url: str) -> None:
    page = httpx.get(url + "/old/large").content
    assert len(page) > 100_000
    assert not mended(page)
    assert b"<script src=" in page


def test_validators_change_with_the_rules(tmp_path: Path) -> None:
    tags = set()
    for number, text in enumerate((FIXES, FIXES.replace("图 ", ""), "")):
        path = tmp_path / f"{number}.toml"
        path.write_text(text, encoding="utf-8")
        with by_asgi(Settings(fixes=path, speech="off")) as url:
            tags.add(httpx.get(url + "/old/a").headers["etag"])
    assert len(tags) == 3


def test_health_says_what_the_rules_did(tmp_path: Path) -> None:
    path = tmp_path / "fixes.toml"
    text = FIXES + '\n[[fix]]\nname = "gone"\nselect = "blink"\nset = { lang = "en" }\n'
    path.write_text(text, encoding="utf-8")
    with by_asgi(Settings(fixes=path, fixes_bytes=100_000, speech="off")) as url:
        threads = [threading.Thread(target=httpx.get, args=(url + "/old/a",)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        httpx.get(url + "/old/a")
        httpx.get(url + "/old/large")
        counted = httpx.get(url + "/_a11y/health").json()["fixes"]
    assert counted["mended"] + counted["cached"] == 4
    assert counted["too-large"] == 1
    assert counted["gone: no-match"] == counted["mended"]


def test_a_bad_file_is_refused_when_the_portal_starts(tmp_path: Path) -> None:
    path = tmp_path / "fixes.toml"
    path.write_text("[[fix]]", encoding="utf-8")
    with pytest.raises(SettingsError, match="says nothing to do"):
        A11yMiddleware(asgi_portal, Settings(fixes=path))
