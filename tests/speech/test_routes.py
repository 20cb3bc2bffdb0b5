"""The speech protocol over real HTTP."""

from __future__ import annotations

import http.client
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from a11y.settings import Settings
from a11y.speech import SpeechService, limits, mp3, routes
from a11y.speech.engine import Clip
from a11y.speech.espeak import EspeakEngine
from a11y.speech.faults import DiedError
from tests.servers import serve_asgi

JSON = {"content-type": "application/json"}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Client:
    """One request per connection, with exactly the headers that a test gives."""

    url: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def send(self, method: str, path: str, body: bytes | None = None, /, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(self.host, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, f"/_a11y/speech{path}", body, named)
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, fields, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, **headers)

    def plan(self, plan: object, **headers: str) -> Answer:
        return self.send("POST", "/plan", json.dumps(plan).encode(), **{**JSON, **headers})

    def clip_of(self, text: str) -> str:
        (clip,) = self.plan(plan_of(text)).json()["clips"]
        return str(clip["id"])


def plan_of(*texts: str) -> dict[str, Any]:
    blocks = [{"id": f"b{index}", "text": text} for index, text in enumerate(texts)]
    return {"v": 1, "language": "zh-CN", "blocks": blocks}


@contextmanager
def serve(settings: Settings, engine: EspeakEngine | None = None) -> Iterator[Client]:
    service = SpeechService(settings, engine=engine)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await service.aclose()

    mount = Mount("/_a11y/speech", routes=routes(service))
    with serve_asgi(Starlette(routes=[mount], lifespan=lifespan)) as url:
        yield Client(url)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serve(Settings()) as client:
        yield client


def test_a_page_is_planned(client: Client) -> None:
    answer = client.plan(plan_of("😀你好。再见！", "", "2022年"))
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    plan = answer.json()
    assert plan["v"] == 1
    assert [(c["block"], c["start"], c["end"]) for c in plan["clips"]] == [
        ("b0", 0, 5),
        ("b0", 5, 8),
        ("b2", 0, 5),
    ]
    assert all(clip["ms"] > 100 for clip in plan["clips"])


def test_only_the_beginning_of_a_page_has_a_short_clip(client: Client) -> None:
    text = "各县市区人民政府，市直各单位：现将有关事项通知如下，请认真贯彻执行。"
    first = client.plan(plan_of(text)).json()["clips"]
    later = client.plan({**plan_of(text), "continued": True}).json()["clips"]
    assert [clip["end"] for clip in first] == [15, len(text)]
    assert [clip["end"] for clip in later] == [len(text)]


def test_a_clip_is_sound_that_never_changes(client: Client) -> None:
    clip = client.clip_of("你好。")
    answer = client.get(f"/{clip}.mp3")
    assert answer.status == 200
    assert answer.body[:2] == b"\xff\xf3"
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert client.get(f"/{clip}.mp3").body == answer.body
    head = client.send("HEAD", f"/{clip}.mp3")
    assert (head.status, head.headers["content-length"]) == (200, str(len(answer.body)))


def test_timing_comes_beside_it(client: Client) -> None:
    answer = client.get(f"/{client.clip_of('今天花2元。')}.json")
    assert answer.headers["content-type"] == "application/json"
    timing = answer.json()
    assert [mark[:2] for mark in timing["marks"]][-2:] == [[3, 4], [4, 5]]
    assert timing["ms"] >= timing["marks"][-1][3]


def test_what_the_browser_has_is_not_sent_again(client: Client) -> None:
    path = f"/{client.clip_of('你好。')}.mp3"
    tag = client.get(path).headers["etag"]
    answer = client.get(path, if_none_match=f'"other", W/{tag}')
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag)
    assert client.get(path, if_none_match='"other"').status == 200


@pytest.mark.parametrize(
    ("wanted", "first", "end"),
    [
        ("bytes=0-", 0, None),
        ("bytes=100-199", 100, 200),
        ("bytes=100-99999999", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=-99999999", 0, None),
    ],
)
def test_a_part_is_sent(client: Client, wanted: str, first: int, end: int | None) -> None:
    path = f"/{client.clip_of('你好。')}.mp3"
    whole = client.get(path).body
    answer = client.get(path, range=wanted)
    start = first if first >= 0 else len(whole) + first
    stop = len(whole) if end is None else end
    assert (answer.status, answer.body) == (206, whole[start:stop])
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(whole)}"


@pytest.mark.parametrize(
    "wanted", ["bytes=a-b", "lines=0-1", "bytes=5-2", "bytes=0-1,5-6", "bytes=-"]
)
def test_a_range_that_is_none_is_ignored(client: Client, wanted: str) -> None:
    assert client.get(f"/{client.clip_of('你好。')}.mp3", range=wanted).status == 200


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=-0"])
def test_a_range_past_the_end_is_416(client: Client, wanted: str) -> None:
    path = f"/{client.clip_of('你好。')}.mp3"
    size = len(client.get(path).body)
    answer = client.get(path, range=wanted)
    assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{size}")


def test_a_part_of_other_bytes_is_not_sent(client: Client) -> None:
    path = f"/{client.clip_of('你好。')}.mp3"
    tag = client.get(path).headers["etag"]
    assert client.get(path, range="bytes=0-9", if_range='"other"').status == 200
    assert client.get(path, range="bytes=0-9", if_range=tag).status == 206


def refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.json()["error"]) == (status, code)
    assert answer.json()["message"].endswith("。")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("name", ["A" * 24, "a", "%2e%2e"])
def test_a_clip_that_nobody_planned_is_404(client: Client, name: str) -> None:
    refused(client.get(f"/{name}.mp3"), 404, "unknown")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"v":2,"blocks":[]}',
        b'{"v":1}',
        b'{"v":1,"blocks":{}}',
        b'{"v":1,"blocks":[1]}',
        b'{"v":1,"blocks":[{"id":"a"}]}',
        b'{"v":1,"blocks":[{"id":1,"text":"a"}]}',
        b'{"v":1,"blocks":[{"id":"' + b"a" * 65 + b'","text":"a"}]}',
        b'{"v":1,"language":1,"blocks":[]}',
    ],
)
def test_a_body_of_another_shape_is_400(client: Client, body: bytes) -> None:
    refused(client.send("POST", "/plan", body, **JSON), 400, "shape")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_a_form_could_send_is_415(client: Client, kind: str) -> None:
    refused(client.send("POST", "/plan", b"{}", content_type=kind), 415, "type")


def test_lone_surrogates_are_read_over(client: Client) -> None:
    clips = client.plan(plan_of("好\ud800的。")).json()["clips"]
    assert [(clip["start"], clip["end"]) for clip in clips] == [(0, 4)]
    assert client.get(f"/{clips[0]['id']}.mp3").status == 200


def test_a_text_too_long_is_413() -> None:
    with serve(Settings(speech_plan_chars=10)) as client:
        refused(client.plan(plan_of("一二三四五", "一二三四五六")), 413, "long")
        assert client.plan(plan_of("一二三四五", "一二三四五")).status == 200
        refused(client.plan({**plan_of(), "blocks": [{"id": "", "text": ""}] * 4001}), 413, "long")


def raw(client: Client, request: bytes) -> bytes:
    with socket.create_connection((client.host.split(":")[0], int(client.host.split(":")[1]))) as s:
        s.settimeout(30)
        s.sendall(request)
        return s.recv(65536)


def test_a_body_too_long_is_refused_before_it_is_read() -> None:
    head = b"POST /_a11y/speech/plan HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    with serve(Settings(speech_plan_chars=10)) as client:
        declared = raw(client, head + b"Content-Length: 99999999999\r\n\r\n")
        chunked = raw(client, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 6)
    assert declared.startswith(b"HTTP/1.1 413")
    assert chunked.startswith(b"HTTP/1.1 413")


def test_a_body_that_stalls_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("a11y.posted.BODY_SECONDS", 0.2)
    head = b"POST /_a11y/speech/plan HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    with serve(Settings()) as client:
        assert raw(client, head + b"Content-Length: 10\r\n\r\n{").startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec_fetch_site": "same-origin"}, 200),
        ({"sec_fetch_site": "same-origin", "origin": "https://elsewhere.example"}, 200),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"origin": "http://portal.example"}, 200),
        ({"origin": "https://PORTAL.example:443"}, 200),
        ({"origin": "https://portal.example:8443"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "https://portal.example.evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://[bad"}, 403),
        ({"origin": "https://www.example", "x_forwarded_host": "www.example"}, 200),
    ],
)
def test_only_pages_of_this_site_may_plan(
    client: Client, headers: dict[str, str], status: int
) -> None:
    answer = client.plan(plan_of("好"), host="portal.example", **headers)
    assert answer.status == status
    if status == 403:
        refused(answer, 403, "origin")


def test_other_methods_are_405(client: Client) -> None:
    assert client.get("/plan").status == 405
    assert client.send("POST", f"/{'A' * 24}.mp3", b"").status == 405


def test_without_an_engine_plans_are_503(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    with serve(Settings()) as client:
        refused(client.plan(plan_of("你好。")), 503, "unavailable")


def test_an_engine_that_does_not_start_is_503() -> None:
    with serve(Settings(speech_voice="martian")) as client:
        refused(client.plan(plan_of("你好。")), 503, "unavailable")


def test_many_visitors_at_once(client: Client) -> None:
    texts = [f"第{index % 10}位办事群众。" for index in range(60)]

    def visit(text: str) -> tuple[int, bytes]:
        answer = client.get(f"/{client.clip_of(text)}.mp3")
        return answer.status, answer.body

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(visit, texts))
    assert {status for status, _ in answers} == {200}
    assert len({body for _, body in answers}) == 10


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no SIGSTOP on this system")
def test_more_than_may_wait_are_told_when_to_come_back() -> None:
    engine = EspeakEngine(timeout=60)
    with serve(Settings(speech_queue=1), engine) as client, ThreadPoolExecutor(2) as threads:
        paths = [f"/{client.clip_of(text)}.mp3" for text in ("第一句。", "第二句。")]
        assert engine.pid
        os.kill(engine.pid, signal.SIGSTOP)
        waiting = [threads.submit(client.get, path) for path in paths]
        done, still = wait(waiting, timeout=30, return_when=FIRST_COMPLETED)
        os.kill(engine.pid, signal.SIGCONT)
        (busy,) = (future.result() for future in done)
        refused(busy, 429, "busy")
        assert int(busy.headers["retry-after"]) >= 1
        assert [future.result().status for future in still] == [200]


def test_a_clip_that_fails_may_be_asked_for_again() -> None:
    engine = EspeakEngine()
    with serve(Settings(), engine) as client:
        path = f"/{client.clip_of('第一句。')}.mp3"
        assert engine.pid
        os.kill(engine.pid, signal.SIGKILL)
        failed = client.get(path)
        refused(failed, 503, "failed")
        assert int(failed.headers["retry-after"]) >= 1
        assert client.get(path).status == 200


def test_no_text_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get(f"/{client.clip_of('张三的秘密。')}.mp3")
    assert "张三" not in caplog.text


def test_a_plan_says_who_speaks_and_in_which_language(client: Client) -> None:
    content = plan_of("你好。", "Good morning to you.")
    content["blocks"].append({"id": "b2", "text": "早晨。", "language": "zh-HK"})
    content["blocks"].append({"id": "b3", "text": "再见。", "language": "<nonsense>"})
    plan = client.plan(content).json()
    assert (plan["engine"], plan["prefer"]) == ("espeak", "server")
    assert [clip["language"] for clip in plan["clips"]] == ["zh", "en", "yue", "zh"]
    for clip in plan["clips"]:
        assert client.get(f"/{clip['id']}.json").json()["marks"]


def test_without_an_engine_the_browser_is_named() -> None:
    with serve(Settings(speech="off")) as client:
        answer = client.plan(plan_of("你好。"))
        assert answer.status == 503
        assert answer.json()["engine"] == "browser"


def test_a_token_is_for_pages_of_this_site_only(client: Client) -> None:
    answer = client.send("POST", "/token")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    token = answer.json()
    assert (token["v"], token["seconds"], len(token["token"])) == (1, 1800, 48)
    assert client.send("POST", "/token").json()["token"] != token["token"]
    for headers in ({"sec_fetch_site": "cross-site"}, {"origin": "https://evil.example"}):
        refused = client.send("POST", "/token", **headers)
        assert (refused.status, refused.json()["error"]) == (403, "origin")
    assert client.send("GET", "/token").status == 405
    assert client.plan({**plan_of("你好。"), "token": token["token"]}).status == 200
    assert client.plan({**plan_of("你好。"), "token": 5}).json()["error"] == "shape"


def test_a_site_may_insist_on_tokens() -> None:
    with serve(Settings(speech_tokens="required")) as client:
        assert client.plan(plan_of("你好。")).status == 401
        refused = client.plan({**plan_of("你好。"), "token": "A" * 48})
        assert (refused.status, refused.json()["error"]) == (401, "token")
        token = client.send("POST", "/token").json()["token"]
        assert client.plan({**plan_of("你好。"), "token": token}).status == 200


def test_too_much_with_one_token_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TOKEN_CHARS", 10)
    with serve(Settings()) as client:
        token = client.send("POST", "/token").json()["token"]
        plan = {**plan_of("一二三四五六七八。"), "token": token}
        assert client.plan(plan).status == 200
        refused = client.plan(plan)
        assert (refused.status, refused.json()["error"]) == (429, "quota")
        assert int(refused.headers["retry-after"]) > 60
        fresh = client.send("POST", "/token").json()["token"]
        assert client.plan({**plan, "token": fresh}).status == 200


def download_of(client: Client, clips: list[str], **more: Any) -> Answer:
    body = json.dumps({"v": 1, "clips": clips, **more}).encode()
    return client.send("POST", "/download", body, content_type="application/json")


def test_a_page_is_taken_along_as_one_file(client: Client) -> None:
    plan = client.plan(plan_of("第一句。第二句！", "Third one.")).json()
    ids = [clip["id"] for clip in plan["clips"]]
    kept = download_of(client, ids, name='关于/印发"方案"的通知')
    assert kept.status == 200
    answer = client.get(f"/download/{kept.json()['id']}.mp3")
    assert answer.status == 200
    assert answer.body == b"".join(client.get(f"/{one}.mp3").body for one in ids)
    assert mp3.is_whole(answer.body)
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["cache-control"] == "no-store"
    named = quote("关于 印发 方案 的通知")
    assert answer.headers["content-disposition"].endswith(f"UTF-8''{named}.mp3")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_only_planned_clips_can_be_taken_along(client: Client) -> None:
    unknown = download_of(client, ["A" * 24]).json()["id"]
    assert client.get(f"/download/{unknown}.mp3").status == 404
    for name in ("A" * 24, "x", client.clip_of("你好。")):
        assert client.get(f"/download/{name}.mp3").status == 404
    assert client.get(f"/{unknown}.mp3").status == 404, "a download is no clip"


@pytest.mark.parametrize(
    "content",
    [{}, [], {"v": 1}, {"v": 1, "clips": []}, {"v": 1, "clips": ["../x"]}, {"v": 1, "clips": [1]}],
)
def test_a_download_that_makes_no_sense_is_refused(client: Client, content: Any) -> None:
    body = json.dumps(content).encode()
    answer = client.send("POST", "/download", body, content_type="application/json")
    assert (answer.status, answer.json()["error"]) == (400, "shape")


def test_downloads_are_bounded(client: Client) -> None:
    assert download_of(client, ["A" * 24] * 1501).status == 413
    body = json.dumps({"v": 1, "clips": ["A" * 24]}).encode()
    refused = client.send(
        "POST", "/download", body, content_type="application/json", sec_fetch_site="cross-site"
    )
    assert refused.status == 403


def test_a_download_that_fails_in_the_middle_is_not_taken_for_the_whole() -> None:
    class FailsLater(EspeakEngine):
        async def synth(self, text: str, voice: str) -> Clip:
            if "坏" in text:
                raise DiedError("dead")
            return await super().synth(text, voice)

    with serve(Settings(), FailsLater()) as client:
        plan = client.plan(plan_of("好的。坏的。好了。")).json()
        kept = download_of(client, [clip["id"] for clip in plan["clips"]]).json()["id"]
        with pytest.raises((OSError, http.client.HTTPException)):
            client.get(f"/download/{kept}.mp3")
