"""Our own pages on WSGI: without a thread where nothing waits, with one for speech."""

from __future__ import annotations

import asyncio
import io
import json
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import httpx2 as httpx
import pytest

from a11y import A11yWSGIMiddleware
from a11y.wsgi_site import LoopThread, run_at_once
from tests.servers import serve_wsgi, serve_wsgiref

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PLAN = {"v": 1, "language": "zh-CN", "blocks": [{"id": "b0", "text": "你好。再见！"}]}
THREAD = "a11y-loop"


def nothing(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    start_response("418 Teapot", [("Content-Type", "text/plain")])
    return [b"teapot"]


@pytest.fixture
def app() -> Iterator[A11yWSGIMiddleware]:
    middleware = A11yWSGIMiddleware(nothing)
    yield middleware
    middleware.close()


@pytest.fixture
def client(app: A11yWSGIMiddleware) -> Iterator[httpx.Client]:
    with serve_wsgi(validator(app)) as url, httpx.Client(base_url=url) as client:
        yield client


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == THREAD]


def test_files_and_health_need_no_thread(app: A11yWSGIMiddleware, client: httpx.Client) -> None:
    before = threads()
    for path, body in app.site.files().items():
        assert client.get(path).content == body
    assert client.get("/_a11y/health").json()["status"] == "ok"
    assert client.get("/_a11y/none").status_code == 404
    assert client.post("/_a11y/health").status_code == 405
    assert threads() == before


def test_a_page_is_planned_and_read_aloud(app: A11yWSGIMiddleware, client: httpx.Client) -> None:
    if not app.site.speech.available:
        pytest.skip("no speech engine is installed")
    plan = client.post("/_a11y/speech/plan", json=PLAN)
    assert plan.status_code == 200
    clips = plan.json()["clips"]
    assert [(clip["start"], clip["end"]) for clip in clips] == [(0, 3), (3, 6)]
    for clip in clips:
        sound = client.get(f"/_a11y/speech/{clip['id']}.mp3", headers={"range": "bytes=0-99"})
        assert (sound.status_code, len(sound.content)) == (206, 100)
        assert client.get(f"/_a11y/speech/{clip['id']}.json").json()["marks"]
    assert threads()
    app.close()
    app.close()


def test_closing_ends_the_thread_of_speech(app: A11yWSGIMiddleware, client: httpx.Client) -> None:
    before = threads()
    assert client.get("/_a11y/speech/x.mp3").status_code == 404
    assert len(threads()) == len(before) + 1
    app.close()
    assert threads() == before


def test_words_are_converted(app: A11yWSGIMiddleware, client: httpx.Client) -> None:
    if not all(app.site.words.offers.values()):
        pytest.skip("pypinyin or OpenCC is not installed")
    lines = {"v": 1, "lines": [["长沙银", "行"]]}
    client.timeout = httpx.Timeout(60)  # the libraries are loaded by the first request
    answer = client.post("/_a11y/words/pinyin", json=lines)
    assert answer.json() == {"v": 1, "lines": [["cháng shā yín", "háng"]]}
    answer = client.post("/_a11y/words/traditional", json=lines)
    assert answer.json() == {"v": 1, "lines": [["長沙銀", "行"]]}
    elsewhere = {"origin": "https://elsewhere.example"}
    assert client.post("/_a11y/words/pinyin", json=lines, headers=elsewhere).status_code == 403
    app.close()
    assert client.post("/_a11y/words/pinyin", json=lines).status_code == 200


def test_the_standard_librarys_server(app: A11yWSGIMiddleware) -> None:
    with serve_wsgiref(app) as url:
        path, body = next(iter(app.site.files().items()))
        assert httpx.get(url + path, headers={"accept-encoding": "identity"}).content == body
        assert httpx.post(f"{url}/_a11y/speech/plan", content=b"{}").status_code == 415
        assert httpx.get(url).status_code == 418


def test_only_pages_of_this_site_may_plan(client: httpx.Client) -> None:
    headers = {"origin": "https://elsewhere.example"}
    assert client.post("/_a11y/speech/plan", json=PLAN, headers=headers).status_code == 403


def post(app: A11yWSGIMiddleware, body: Any, **more: str) -> tuple[str, bytes]:
    """Send a plan in an environment of our own making."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/_a11y/speech/plan",
        "CONTENT_TYPE": "application/json",
        "wsgi.input": body,
        **more,
    }
    setup_testing_defaults(environ)
    status: list[str] = []

    def start_response(line: str, *_: Any) -> Callable[[bytes], object]:
        status.append(line)
        return lambda _: None

    content = b"".join(app(environ, start_response))
    return status[0], content


class Endless(io.RawIOBase):
    """A body without end; ``given`` says how much was taken."""

    given = 0

    def read(self, size: int = -1) -> bytes:
        self.given += size
        return b" " * size


def test_a_plan_that_says_that_it_is_too_long_is_not_read(app: A11yWSGIMiddleware) -> None:
    body = Endless()
    assert post(app, body, CONTENT_LENGTH="99999999999")[0].startswith("413 ")
    assert body.given == 0


def test_a_plan_without_a_length_is_read_up_to_the_bound(app: A11yWSGIMiddleware) -> None:
    body = Endless()
    assert post(app, body, **{"wsgi.input_terminated": "yes"})[0].startswith("413 ")
    assert body.given <= 600_000
    body = Endless()
    assert post(app, body)[0].startswith("400 ")
    assert body.given == 0


@pytest.mark.parametrize("length", ["", "x", "-1", "10", "2"])
def test_a_body_that_is_shorter_than_it_says(app: A11yWSGIMiddleware, length: str) -> None:
    assert post(app, io.BytesIO(b"{}"), CONTENT_LENGTH=length)[0].startswith("400 ")


def test_a_plan_in_pieces(app: A11yWSGIMiddleware) -> None:
    if not app.site.speech.available:
        pytest.skip("no speech engine is installed")
    sent = json.dumps(PLAN).encode()

    class Dribbling(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 1, 7))

    status, content = post(app, Dribbling(sent), CONTENT_LENGTH=str(len(sent)))
    assert status == "200 OK"
    assert len(json.loads(content)["clips"]) == 2


def test_an_error_of_ours_is_the_servers_error(app: A11yWSGIMiddleware) -> None:
    async def failing(*_: Any) -> None:
        raise ValueError("no answer")

    app.site.app = failing  # type: ignore[assignment]
    for path in ("/_a11y/health", "/_a11y/speech/x.mp3"):
        environ: dict[str, Any] = {"PATH_INFO": path}
        setup_testing_defaults(environ)
        with pytest.raises(ValueError, match="no answer"):
            app(environ, lambda *_: lambda _: None)


def test_what_waits_is_not_run_at_once() -> None:
    async def waits() -> None:
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="without an event loop"):
        run_at_once(waits())


def test_many_threads_share_one_loop() -> None:
    thread = LoopThread()
    loops: set[asyncio.AbstractEventLoop] = set()

    async def note() -> None:
        loops.add(asyncio.get_running_loop())

    asking = [threading.Thread(target=lambda: thread.run(note())) for _ in range(8)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(loops) == 1
    thread.stop()
    assert not thread.runs
    thread.stop()
