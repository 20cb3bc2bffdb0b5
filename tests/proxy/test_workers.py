"""Several processes on one listener: all count, none is missed, all end as they should."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proxy.command import Command, Slow, listens, running, site, wait_until
from tests.proxy.wire import PATIENCE, Portal, Wire, portal

WORKERS = "workers = 2\n"


@pytest.fixture
def origin() -> Iterator[Portal]:
    with portal() as one:
        yield one


@pytest.fixture
def proxy(tmp_path: Path, origin: Portal) -> Iterator[Command]:
    with running(tmp_path, site("a.cn", origin.url), WORKERS) as command:
        yield command


def children(proxy: Command) -> list[int]:
    task = Path(f"/proc/{proxy.process.pid}/task/{proxy.process.pid}/children")
    if not task.exists():
        pytest.skip("no /proc: cannot see the workers")
    return [int(number) for number in task.read_text("ascii").split()]


def test_all_workers_answer_and_one_scrape_has_them_all(proxy: Command) -> None:
    for _ in range(20):
        assert proxy.get("a.cn").status == 200
    metrics = proxy.metrics()
    assert metrics['a11y_proxy_requests_total{site="a.cn",status="2xx"}'] == 20
    assert metrics['a11y_proxy_request_duration_seconds_count{site="a.cn"}'] == 20
    assert metrics["a11y_proxy_workers"] == 2
    assert proxy.get("a.cn", "/_a11y/health/ready").status == 200
    assert proxy.admin("/health/ready") == (200, "ready\n")
    assert len(children(proxy)) == 2
    assert proxy.end() == 0
    assert proxy.lines(level="error") == []


def test_a_worker_that_dies_is_replaced(proxy: Command) -> None:
    proxy.get("a.cn")
    proxy.metrics()  # from here on the count is known
    first, second = children(proxy)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: first not in children(proxy) and len(children(proxy)) == 2)
    wait_until(lambda: proxy.admin("/health/ready") == (200, "ready\n"))
    assert second in children(proxy)
    assert proxy.get("a.cn").status == 200
    metrics = proxy.metrics()
    assert metrics["a11y_proxy_worker_restarts_total"] == 1
    assert metrics['a11y_proxy_requests_total{site="a.cn",status="2xx"}'] == 2
    (line,) = proxy.lines(level="error")
    assert (line["worker"], line["code"]) == (first, -signal.SIGKILL)


def test_a_worker_told_to_end_drains_and_is_replaced(proxy: Command) -> None:
    first, _ = children(proxy)
    os.kill(first, signal.SIGTERM)
    wait_until(lambda: proxy.metrics()["a11y_proxy_worker_restarts_total"] == 1)
    assert proxy.get("a.cn").status == 200


def test_a_replaced_worker_has_the_newest_configuration(proxy: Command, origin: Portal) -> None:
    text = proxy.config.read_text("utf-8")
    proxy.reload(text.replace('"a.cn"', '"b.cn"'))
    for worker in children(proxy):
        os.kill(worker, signal.SIGKILL)
    wait_until(lambda: proxy.metrics()["a11y_proxy_worker_restarts_total"] == 2)
    wait_until(lambda: proxy.admin("/health/ready") == (200, "ready\n"))
    for _ in range(6):
        assert proxy.get("a.cn").status == 421
        assert proxy.get("b.cn").status == 200
    assert len(origin.requests) == 6


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_open_answers_are_finished_at_the_end(tmp_path: Path, number: signal.Signals) -> None:
    slow = Slow()
    with (
        portal(slow) as one,
        running(tmp_path, site("a.cn", one.url), WORKERS) as proxy,
        proxy.visit() as visitor,
    ):
        visitor.send(b"GET / HTTP/1.1\r\nHost: a.cn\r\nConnection: close\r\n\r\n")
        visitor.head()
        proxy.send(number)
        wait_until(lambda: proxy.admin("/health/ready") == (503, "draining\n"))
        wait_until(lambda: not listens(proxy.port))
        slow.go_on.set()
        assert b"def" in visitor.read_to_end()
        assert proxy.process.wait(PATIENCE) == 0


def test_what_does_not_end_is_cut_off(tmp_path: Path) -> None:
    with (
        portal(Slow()) as one,
        running(tmp_path, site("a.cn", one.url), WORKERS + "drain_seconds = 1\n") as proxy,
        proxy.visit() as visitor,
    ):
        visitor.send(b"GET / HTTP/1.1\r\nHost: a.cn\r\n\r\n")
        visitor.head()
        assert proxy.end() == 0
        assert b"0\r\n\r\n" not in visitor.read_to_end()


@pytest.mark.parametrize("workers", [1, 2])
def test_asked_twice_it_ends_at_once(tmp_path: Path, workers: int) -> None:
    lines = f"workers = {workers}\ndrain_seconds = 600\n"
    with (
        portal(Slow()) as one,
        running(tmp_path, site("a.cn", one.url), lines) as proxy,
        proxy.visit() as visitor,
    ):
        visitor.send(b"GET / HTTP/1.1\r\nHost: a.cn\r\n\r\n")
        visitor.head()
        proxy.send(signal.SIGINT)
        wait_until(lambda: proxy.admin("/health/ready") == (503, "draining\n"))
        assert proxy.end(signal.SIGINT) == 0


def test_workers_end_when_their_supervisor_is_killed(proxy: Command) -> None:
    workers = children(proxy)
    proxy.process.kill()
    proxy.process.wait(PATIENCE)
    wait_until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    assert not listens(proxy.port)


def test_a_log_that_cannot_be_written_is_said_before_anything_starts(tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match=r"access_log .* can't be written: Is a directory"),
        running(tmp_path, site("a.cn", "http://a"), WORKERS + f'access_log = "{tmp_path}"\n'),
    ):
        pass


def test_workers_that_cannot_start_end_the_command() -> None:
    start = (
        "import sys; sys.executable = sys.argv.pop(1);"
        "from a11y_proxy.cli import main; sys.exit(main())"
    )
    for program, said in (("false", "worker ended"), ("no-such-program", "cannot start a worker")):
        done = subprocess.run(
            [sys.executable, "-c", start, program, "http://a", "--port", "0", "--workers", "2"],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def test_a_request_that_waits_is_ended_at_the_end(tmp_path: Path) -> None:
    joined = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        joined.set()
        wire.read_to_end()

    with (
        portal(script) as one,
        running(tmp_path, site("a.cn", one.url), WORKERS + "drain_seconds = 1\n") as proxy,
        proxy.visit() as visitor,
    ):
        visitor.send(b"GET / HTTP/1.1\r\nHost: a.cn\r\n\r\n")
        assert joined.wait(PATIENCE)
        assert proxy.end() == 0
