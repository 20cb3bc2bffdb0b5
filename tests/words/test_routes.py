"""The words protocol over real HTTP."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from a11y.settings import Settings
from a11y.words import WordsService, limits, routes
from a11y.words.cache import Line, LineCache
from tests.servers import serve_asgi

pytest.importorskip("pypinyin", reason="no pypinyin is installed")
pytest.importorskip("opencc", reason="no OpenCC is installed")

JSON = {"content-type": "application/json"}


class Client:
    """One request per connection, with exactly the headers that a test gives."""

    def __init__(self, url: str, service: WordsService) -> None:
        self.host = urlsplit(url).netloc
        self.service = service

    def post(self, path: str, body: bytes, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self.host, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request("POST", f"/_a11y/words/{path}", body, named)
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, fields, answer.read()
        finally:
            connection.close()

    def ask(self, path: str, content: object, **headers: str) -> tuple[int, dict[str, str], Any]:
        body = json.dumps(content).encode()
        status, fields, answer = self.post(path, body, **{**JSON, **headers})
        return status, fields, json.loads(answer)

    def lines(self, path: str, *lines: list[str]) -> Any:
        status, _, answer = self.ask(path, {"v": 1, "lines": lines})
        assert status == 200
        return answer["lines"]


@contextmanager
def serve(settings: Settings) -> Iterator[Client]:
    service = WordsService(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await service.aclose()

    mount = Mount("/_a11y/words", routes=routes(service))
    with serve_asgi(Starlette(routes=[mount], lifespan=lifespan)) as url:
        yield Client(url, service)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serve(Settings()) as client:
        yield client


def test_lines_come_back_as_they_went(client: Client) -> None:
    lines = [["请到重", "庆市"], ["A"], [], ["", "头发"]]
    assert client.lines("pinyin", *lines) == [
        ["qǐng dào chóng", "qìng shì"],
        [""],
        [],
        ["", "tóu fa"],
    ]
    assert client.lines("traditional", *lines) == [["請到重", "慶市"], ["A"], [], ["", "頭髮"]]


def test_nobody_else_may_use_or_keep_the_answer(client: Client) -> None:
    status, headers, _ = client.ask("pinyin", {"v": 1, "lines": [["好"]]})
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["content-type"] == "application/json"


def test_a_long_answer_is_zipped_for_those_who_take_it(client: Client) -> None:
    body = json.dumps({"v": 1, "lines": [["高龄津贴" * 100]]}).encode()
    _, headers, zipped = client.post("pinyin", body, **JSON, accept_encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    _, headers, plain = client.post("pinyin", body, **JSON)
    assert "content-encoding" not in headers
    assert gzip.decompress(zipped) == plain


def test_what_was_made_is_found_again(client: Client) -> None:
    client.lines("pinyin", ["从来没有问过的一句"])
    before = client.service.counters.copy()
    client.lines("pinyin", ["从来没有问过的一句"])
    assert client.service.counters - before == {"found": 1}
    assert client.service.cached_bytes > 0


BAD: list[tuple[object, int, str]] = [
    ([], 400, "shape"),
    ({}, 400, "shape"),
    ({"v": 2, "lines": []}, 400, "shape"),
    ({"v": 1}, 400, "shape"),
    ({"v": 1, "lines": "好"}, 400, "shape"),
    ({"v": 1, "lines": ["好"]}, 400, "shape"),
    ({"v": 1, "lines": [[3]]}, 400, "shape"),
    ({"v": 1, "lines": [["半\ud800个"]]}, 400, "shape"),
    ({"v": 1, "lines": [["好" * (limits.CHARS + 1)]]}, 413, "long"),
    ({"v": 1, "lines": [["好"]] * (limits.LINES + 1)}, 413, "long"),
    ({"v": 1, "lines": [[""] * (limits.PIECES + 1)]}, 413, "long"),
]


@pytest.mark.parametrize("operation", ["pinyin", "traditional"])
@pytest.mark.parametrize(("content", "status", "code"), BAD)
def test_what_is_wrong_is_named(
    client: Client, content: object, status: int, code: str, operation: str
) -> None:
    answered, headers, answer = client.ask(operation, content)
    assert (answered, answer["error"]) == (status, code)
    assert answer["message"]
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", JSON, 400),
        (b"\xff", JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b'{"v":1,"lines":[]}', {}, 415),
        (b'{"v":1,"lines":[]}', {"content-type": "text/plain"}, 415),
        (b" " * 1_000_000, JSON, 413),
    ],
)
def test_a_body_that_is_none(
    client: Client, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert client.post("pinyin", body, **headers)[0] == status


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ],
)
def test_only_pages_of_this_site_may_ask(client: Client, headers: dict[str, str]) -> None:
    status, _, answer = client.ask("traditional", {"v": 1, "lines": [["好"]]}, **headers)
    assert (status, answer["error"]) == (403, "origin")


def test_other_methods_and_operations_are_refused(client: Client) -> None:
    assert client.post("none", b"{}", **JSON)[0] == 404
    connection = http.client.HTTPConnection(client.host, timeout=30)
    connection.request("GET", "/_a11y/words/pinyin")
    assert connection.getresponse().status == 405
    connection.close()


def test_too_many_at_once_are_asked_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("a11y.words.limits.QUEUE", 0)
    status, headers, answer = client.ask("pinyin", {"v": 1, "lines": [["好"]]})
    assert (status, answer["error"], headers["retry-after"]) == (429, "busy", "1")
    assert client.service.counters["busy"] == 1


def test_the_loop_goes_on_while_the_thread_works() -> None:
    service = WordsService(Settings())
    begun, may_end = threading.Event(), threading.Event()

    class Slow:
        def convert(self, line: Line) -> Line:
            begun.set()
            may_end.wait(30)
            return line

    async def run() -> None:
        service._converters["pinyin"] = Slow()
        asked = asyncio.create_task(service.convert("pinyin", [("好",)]))
        await asyncio.to_thread(begun.wait, 30)  # the loop turns although the converter waits
        assert not asked.done()
        may_end.set()
        assert await asked == [("好",)]
        await service.aclose()
        await service.aclose()

    asyncio.run(run())


def test_switched_off_nothing_is_offered() -> None:
    with serve(Settings(words="off")) as client:
        assert set(client.service.offers.values()) == {False}
        for operation in ("pinyin", "traditional"):
            status, _, answer = client.ask(operation, {"v": 1, "lines": [["好"]]})
            assert (status, answer["error"]) == (503, "unavailable")


def test_a_package_that_does_not_load_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(Settings(traditional="s2t")) as client:
        client.service._form = "none"  # type: ignore[assignment]
        status, _, answer = client.ask("traditional", {"v": 1, "lines": [["好"]]})
        assert (status, answer["error"]) == (503, "unavailable")
        assert client.lines("pinyin", ["好"]) == [["hǎo"]]


def test_the_oldest_make_room() -> None:
    cache = LineCache(2_000)
    for number in range(10):
        cache.put(("pinyin", (f"第{number}句",)), ("dì jù",))
        assert cache.get(("pinyin", ("第0句",)))
    assert cache.bytes <= 2_000
    assert 2 <= len(cache) < 6
    assert cache.get(("pinyin", ("第1句",))) is None
    assert cache.get(("pinyin", ("第9句",))) == ("dì jù",)
    assert cache.get(("traditional", ("第9句",))) is None
    before = cache.bytes
    cache.put(("pinyin", ("第9句",)), ("dì jù",))
    assert cache.bytes == before
