"""Stores of clips and texts: one table for the disk, a real Redis and file systems of fsspec."""

from __future__ import annotations

import json
import logging
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

import pytest

from a11y.errors import SettingsError
from a11y.settings import Settings
from a11y.speech.entry import Entry, pack, parse
from a11y.speech.fsspec_store import FsspecStore
from a11y.speech.redis_store import RedisStore
from a11y.speech.store import DiskStore, Store, make_store
from tests.speech.redis_server import RedisServer, redis_server
from tests.speech.writer import entry, name, text_of

ROOT = Path(__file__).parents[2]
KEY = "a key that replicas share"
DAY = 86_400.0
CLIPS = {number: entry(number, 200_000 + number) for number in range(20)}
Make = Callable[..., Store]


@contextmanager
def disk(place: Path) -> Iterator[Make]:
    yield lambda limit=10**9, seconds=DAY: DiskStore(place, limit, seconds)


@contextmanager
def redis(place: Path) -> Iterator[Make]:
    with redis_server(place) as server:
        yield lambda limit=10**9, seconds=DAY: RedisStore(server.url, limit, seconds)


@contextmanager
def memory(place: Path) -> Iterator[Make]:
    pytest.importorskip("fsspec", reason="pip install 'a11y-care[fsspec]'")
    url = f"memory://{place}"
    yield lambda limit=10**9, seconds=DAY: FsspecStore(url, limit, seconds)


@contextmanager
def local(place: Path) -> Iterator[Make]:
    pytest.importorskip("fsspec", reason="pip install 'a11y-care[fsspec]'")
    url = f"file://{place}/new"
    yield lambda limit=10**9, seconds=DAY: FsspecStore(url, limit, seconds)


KINDS = {"disk": disk, "redis": redis, "fsspec memory": memory, "fsspec file": local}


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    with ExitStack() as stack:
        stores: list[Store] = []
        maker = stack.enter_context(KINDS[request.param](tmp_path))

        def made(**options: float) -> Store:
            stores.append(maker(**options))
            return stores[-1]

        yield made
        for store in stores:
            store.close()


def test_a_clip_comes_back_as_it_was_in_every_process(make: Make) -> None:
    store = make()
    assert store.is_shared
    assert store.get(name(1)) is None
    store.put(name(1), entry(1))
    assert store.get(name(1)) == entry(1)
    assert make().get(name(1)) == entry(1)
    store.put(name(1), entry(2))
    assert make().get(name(1)) == entry(2)


def test_a_substitute_keeps_its_end(make: Make) -> None:
    until = int(time.time()) + 100
    store = make()
    store.put(name(1), Entry.of(b"audio", b"{}", until))
    found = store.get(name(1))
    assert found is not None
    assert (found.until, found.is_good()) == (until, True)
    assert not Entry.of(b"audio", b"{}", int(time.time()) - 1).is_good()


def test_texts_come_back_in_every_process(make: Make) -> None:
    store = make()
    texts = {name(1): "zh-CN\n你好。", name(2): "zh-CN\n\ud800半个\n两行", name(3): ""}
    store.put_texts(texts.items())
    other = make()
    assert {one: other.get_text(one) for one in texts} == texts
    assert other.get_text(name(4)) is None


def test_old_texts_are_gone(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("a11y.speech.limits.TEXT_SECONDS", 1)
    store = make()
    store.put_texts([(name(1), "zh-CN\n你好。")])
    later = time.time() + 4000
    if isinstance(store, RedisStore):
        until = time.monotonic() + 30
        while store.get_text(name(1)) is not None:
            assert time.monotonic() < until
            time.sleep(0.05)
    else:
        with mock.patch("time.time", return_value=later):
            texts = make()
            if isinstance(texts, DiskStore):
                assert texts._texts
                texts._texts._clock = lambda: later
            assert texts.get_text(name(1)) is None


def test_the_size_is_bounded_and_the_oldest_go_first(make: Make) -> None:
    store = make(limit=30_000)
    for number in range(60):
        store.put(name(number), entry(number))
        if isinstance(store, DiskStore):  # two within a clock's tick would have no order
            path = next(iter(store._cache._directory.rglob(name(number))))  # type: ignore[union-attr]
            os.utime(path, (time.time() - 1000 + number,) * 2)
    there = [number for number in range(60) if store.get(name(number)) is not None]
    assert 59 in there
    assert 0 not in there
    assert 20 <= len(there) <= 30


def test_what_is_too_old_goes(make: Make) -> None:
    store = make(seconds=1000.0)
    store.put(name(1), entry(1))
    if isinstance(store, DiskStore):
        path = next(iter(store._cache._directory.rglob(name(1))))  # type: ignore[union-attr]
        os.utime(path, (time.time() - 2000,) * 2)
        store = make(seconds=1000.0)
        store.put(name(2), entry(2))
    else:
        later = time.time() + 2000
        with mock.patch("time.time", return_value=later):
            if isinstance(store, FsspecStore):
                store = make(seconds=1000.0)
            store.put(name(2), entry(2))
    assert store.get(name(1)) is None


def test_only_one_may_make_a_clip(make: Make) -> None:
    one, other = make(), make()
    if isinstance(one, FsspecStore):
        pytest.skip("file systems of fsspec have no locks in common")
    mine = one.claim(name(1))
    assert mine is not None
    assert other.claim(name(1)) is None
    assert one.claim(name(1)) is None, "not twice in one process either"
    mine.release()
    again = other.claim(name(1))
    assert again is not None
    mine.release()
    assert one.claim(name(1)) is None, "a claim that was given back gives no other back"
    again.release()


@pytest.mark.parametrize("bit", range(0, 8 * 60, 7))
def test_a_single_wrong_bit_is_seen(bit: int) -> None:
    data = bytearray(pack(entry(1, 4)))
    data[bit // 8] ^= 1 << bit % 8
    assert parse(bytes(data)) is None
    assert parse(bytes(data[: bit // 8])) is None


def test_what_another_program_writes_into_a_store_is_not_served(make: Make) -> None:
    store = make()
    store.put(name(1), entry(1))
    damage(store, b"half of a" + pack(entry(1))[9:500])
    assert store.get(name(1)) is None
    store.put(name(1), entry(1))
    assert store.get(name(1)) == entry(1)


def damage(store: Store, data: bytes) -> None:
    if isinstance(store, RedisStore):
        store._redis.set("{a11y-speech}:clip:" + name(1), data)
    elif isinstance(store, FsspecStore):
        store._files.pipe_file(store._path(store._clips, name(1)), data)
    else:
        assert isinstance(store, DiskStore)
        assert store._cache._directory
        next(iter(store._cache._directory.rglob(name(1)))).write_bytes(data)


def test_many_threads_at_once(make: Make) -> None:
    store = make(limit=200_000)
    wrong: list[int] = []

    def work(seed: int) -> None:
        chosen = random.Random(seed)  # noqa: S311  # no secret, and the same each time
        for _ in range(60):
            number = chosen.randrange(40)
            found = store.get(name(number))
            if found is not None and found != entry(number, 3000):
                wrong.append(number)
            store.put(name(number), entry(number, 3000))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert any(store.get(name(number)) for number in range(40))


@pytest.mark.parametrize("kind", ["disk", "redis", "fsspec file"])
def test_a_process_killed_at_any_moment_leaves_nothing_wrong(kind: str, tmp_path: Path) -> None:
    """Forty times, each a little later, in the middle of whatever it does."""
    with ExitStack() as stack:
        if kind == "redis":
            server = stack.enter_context(redis_server(tmp_path))
            settings = {"speech_store": server.url, "speech_key": KEY}
        elif kind == "disk":
            settings = {"speech_cache": str(tmp_path / "c"), "speech_key": KEY}
        else:
            pytest.importorskip("fsspec", reason="pip install 'a11y-care[fsspec]'")
            settings = {"speech_store": f"file://{tmp_path}/c", "speech_key": KEY}
        command = [sys.executable, "-m", "tests.speech.writer", json.dumps(settings)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, bufsize=0) as writer:
            for turn in range(40):
                kill_in_the_middle(writer, turn * 0.002)
                check_all(make_store(Settings.from_mapping(settings)))
            assert writer.stdin
            writer.stdin.close()
        if kind == "disk":
            free = [make_store(Settings.from_mapping(settings)).claim(name(n)) for n in range(20)]
            assert all(free), "the claims of the dead are no claims"


def kill_in_the_middle(writer: subprocess.Popen[bytes], seconds: float) -> None:
    assert writer.stdin
    assert writer.stdout
    writer.stdin.write(f"{seconds}\n".encode())
    while writer.stdout.readline() != b"killed\n":
        assert writer.poll() is None


def check_all(store: Store) -> None:
    """Whatever is there is whole, and what is written now can be read."""
    for number in range(20):
        found, text = store.get(name(number)), store.get_text(name(number))
        assert found is None or found == CLIPS[number]
        assert text is None or text == text_of(number)
    store.put(name(0), CLIPS[0])
    assert store.get(name(0)) == CLIPS[0]
    store.close()


def test_a_redis_that_is_gone_is_as_one_that_is_empty(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with redis_server(tmp_path) as server:
        store = RedisStore(server.url, 10**6, DAY)
        store.put(name(1), entry(1))
        server.stop()
        with caplog.at_level(logging.WARNING):
            assert store.get(name(1)) is None
            store.put(name(1), entry(1))
            store.put_texts([(name(1), "秘密")])
            assert store.get_text(name(1)) is None
            claim = store.claim(name(1))
            assert claim is not None
            claim.release()
        warnings = [record.getMessage() for record in caplog.records]
        assert len(warnings) == 1
        assert "秘密" not in warnings[0]
        back(server, store)
        store.close()


def back(server: RedisServer, store: RedisStore) -> None:
    server.start()
    store._until = 0.0
    store.put(name(1), entry(1))
    assert store.get(name(1)) == entry(1)


def test_redis_counts_what_it_holds(tmp_path: Path) -> None:
    with redis_server(tmp_path) as server:
        store = RedisStore(server.url, 20_000, DAY)
        for number in range(100):
            store.put(name(number % 30), entry(number, 500 + number))
        keys = list(store._redis.scan_iter("{a11y-speech}:clip:*"))
        held = sum(store._redis.strlen(key) for key in keys)
        assert held == int(store._redis.get("{a11y-speech}:total") or 0) <= 20_000
        assert len(keys) == store._redis.zcard("{a11y-speech}:used")
        store.close()


def test_a_url_that_names_no_store_is_refused() -> None:
    pytest.importorskip("fsspec", reason="pip install 'a11y-care[fsspec]'")
    with pytest.raises(SettingsError, match="speech_store must be a URL"):
        Settings(speech_store="/var/cache", speech_key=KEY)
    with pytest.raises(SettingsError, match="Protocol not known: nothing"):
        make_store(Settings(speech_store="nothing://x", speech_key=KEY))
    with pytest.raises(SettingsError, match="give all one speech_key"):
        Settings(speech_store="memory://x")
