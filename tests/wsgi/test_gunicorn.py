"""The WSGI middleware on gunicorn: workers that are processes, with and without threads."""

from __future__ import annotations

import gzip
import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.proxy.wire import PATIENCE, Visitor
from tests.wsgi.applications import PAGE
from tests.wsgi.serving import Gunicorn, serve_gunicorn

if sys.platform == "win32":
    pytest.skip("gunicorn does not run on Windows", allow_module_level=True)

APPLICATION = "tests.wsgi.applications:app"
TAG = re.compile(rb'<script src="(/_a11y/boot\.\w+\.js)"></script>')
TEXT = "关于开展高龄津贴资格认证的公告。请于三月底前办理。咨询电话：12345。谢谢您的配合！"
PLAN = {"v": 1, "language": "zh-CN", "blocks": [{"id": "b0", "text": TEXT}]}
KEY = "a key of all processes"

# Every request on a connection of its own: any worker may take it. The first waits for workers.
visitor = httpx.Client(timeout=60, limits=httpx.Limits(max_keepalive_connections=0))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("application")
    (folder / "page.html").write_bytes(PAGE * 10)
    (folder / "photo").write_bytes(os.urandom(300_000))
    os.mkfifo(folder / "gate")
    return folder


@pytest.fixture(
    scope="module",
    params=[["--workers", "1"], ["--threads", "4"], ["--threads", "4", "--preload"]],
    ids=["sync", "threads", "preload"],
)
def server(request: pytest.FixtureRequest, folder: Path) -> Iterator[Gunicorn]:
    with serve_gunicorn(APPLICATION, *request.param, A11Y_TEST_FOLDER=str(folder)) as running:
        yield running


def without_tag(page: bytes) -> bytes:
    found = TAG.search(page)
    assert found, page[:200]
    return page.replace(found[0], b"", 1)


def test_a_page_and_its_script(server: Gunicorn) -> None:
    page = visitor.get(server.url)
    assert without_tag(page.content) == PAGE
    assert int(page.headers["content-length"]) == len(page.content)
    found = TAG.search(page.content)
    assert found
    assert visitor.get(server.url + found[1].decode()).status_code == 200
    head = visitor.head(server.url + found[1].decode())
    assert (head.status_code, head.content) == (200, b"")


def test_files_are_sent_by_the_server_and_pages_in_them_get_the_tag(
    server: Gunicorn, folder: Path
) -> None:
    assert visitor.get(f"{server.url}/photo").content == (folder / "photo").read_bytes()
    assert without_tag(visitor.get(f"{server.url}/file").content) == PAGE * 10


def open_connection(server: Gunicorn, target: bytes) -> Visitor:
    wire = Visitor(socket.create_connection(("127.0.0.1", server.port)))
    wire.send(b"GET " + target + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    return wire


def test_a_page_streams(server: Gunicorn, folder: Path) -> None:
    with open_connection(server, b"/stream") as wire:
        wire.head()
        came = wire.read_until(b"</script>") + wire.read_until(PAGE[:100][-20:])
        assert TAG.search(came)
        (folder / "gate").write_bytes(b"open")
        assert wire.read_to_end().endswith(b"\r\n0\r\n\r\n")


def closed(folder: Path, name: str) -> int:
    path = folder / f"closed-{name}"
    return path.read_text().count("closed") if path.exists() else 0


def wait_until_closed(folder: Path, name: str, times: int) -> None:
    """A worker closes what it serves after the visitor has seen its end."""
    deadline = time.monotonic() + PATIENCE
    while closed(folder, name) < times:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert closed(folder, name) == times


def test_the_application_is_closed_when_the_visitor_goes(server: Gunicorn, folder: Path) -> None:
    before = closed(folder, "endless")
    with open_connection(server, b"/endless") as wire:
        assert b"</script>" in wire.read_until(b"</script>")
        wire.reset()
    wait_until_closed(folder, "endless", before + 1)


def test_a_compressed_page_that_breaks_is_broken_off(server: Gunicorn, folder: Path) -> None:
    before = closed(folder, "broken")
    with open_connection(server, b"/broken") as wire:
        assert wire.head().startswith(b"HTTP/1.1 200 ")
        assert not wire.read_to_end().endswith(b"\r\n0\r\n\r\n")
    assert visitor.get(server.url).status_code == 200
    wait_until_closed(folder, "broken", before + 1)


def test_a_compressed_client_gets_its_toolbar_compressed(server: Gunicorn) -> None:
    found = TAG.search(visitor.get(server.url).content)
    assert found
    url = server.url + found[1].decode()
    with visitor.stream("GET", url, headers={"accept-encoding": "gzip"}) as answer:
        assert gzip.decompress(b"".join(answer.iter_raw()))


# several processes


def speech_is_installed() -> None:
    pytest.importorskip("espeakng_loader", reason="speech is not installed")
    pytest.importorskip("lameenc", reason="speech is not installed")


def children(process: int) -> set[int]:
    """The processes below this one."""
    found: set[int] = set()
    for thread in Path(f"/proc/{process}/task").iterdir():
        for child in map(int, (thread / "children").read_text().split()):
            found |= {child, *children(child)}
    return found


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"  # a container may have nobody who reaps


@pytest.mark.parametrize("options", [[], ["--preload"], ["--threads", "2"]], ids=str)
def test_what_one_process_plans_all_processes_speak(tmp_path: Path, options: list[str]) -> None:
    speech_is_installed()
    environment = {"A11Y_TEST_CACHE": str(tmp_path / "cache"), "A11Y_TEST_KEY": KEY}
    with serve_gunicorn(APPLICATION, "--workers", "3", *options, **environment) as server:
        plans: set[str] = set()
        processes: set[str] = set()
        sounds: dict[str, bytes] = {}
        # Which worker takes a connection is the system's choice.
        while len(plans) < 2 or len(processes) < 3:
            plan = visitor.post(f"{server.url}/_a11y/speech/plan", json=PLAN)
            assert plan.status_code == 200
            plans.add(plan.headers["x-process"])
            for clip in plan.json()["clips"]:
                sound = visitor.get(f"{server.url}/_a11y/speech/{clip['id']}.mp3")
                assert sound.status_code == 200
                assert sounds.setdefault(clip["id"], sound.content) == sound.content
                processes.add(sound.headers["x-process"])
        assert len(sounds) == 4, "the same ids in every process"
        below = children(server.process.pid) if Path("/proc").is_dir() else set()
        server.stop()
        assert "rror" not in server.log
        assert "not planned" not in server.log
    # The speech workers end when they see that their pipe has.
    deadline = time.monotonic() + PATIENCE
    while any(map(is_running, below)):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_processes_that_share_nothing_say_so() -> None:
    speech_is_installed()
    with serve_gunicorn(APPLICATION, "--workers", "2") as server:
        plan = visitor.post(f"{server.url}/_a11y/speech/plan", json=PLAN)
        (clip, *_) = plan.json()["clips"]
        other = plan
        while other.headers["x-process"] == plan.headers["x-process"]:
            other = visitor.get(f"{server.url}/_a11y/speech/{clip['id']}.mp3")
        assert (other.status_code, other.json()["error"]) == (404, "unknown")
        server.stop()
        assert server.log.count("give all the same speech_cache and speech_key") == 1
