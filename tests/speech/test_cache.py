"""Finished clips on disk, and planned texts in memory."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from a11y.speech.cache import ClipCache
from a11y.speech.entry import Entry
from a11y.speech.keys import LEGAL, Keys
from a11y.speech.texts import PlannedTexts

ENTRY = Entry.of(b"\xff\xf3" + bytes(1000), b'{"ms":1}')


def names(directory: Path) -> set[str]:
    return {path.name for path in directory.rglob("*") if path.is_file()}


def test_a_clip_comes_back_as_it_was(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, 10_000)
    assert cache.get("a" * 24) is None
    cache.put("a" * 24, ENTRY)
    assert cache.get("a" * 24) == ENTRY
    assert ClipCache(tmp_path, 10_000).get("a" * 24) == ENTRY, "another process sees it too"


@pytest.mark.parametrize("keep", [0, 5, 40, 50, 500, -1])
def test_a_truncated_clip_is_not_served_but_removed(tmp_path: Path, keep: int) -> None:
    cache = ClipCache(tmp_path, 10_000)
    cache.put("a" * 24, ENTRY)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:keep])
    assert cache.get("a" * 24) is None
    assert names(tmp_path) == set()


@pytest.mark.parametrize("at", [0, 12, 44, 48, 60, -1])
def test_a_damaged_clip_is_not_served(tmp_path: Path, at: int) -> None:
    cache = ClipCache(tmp_path, 10_000)
    cache.put("a" * 24, ENTRY)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    assert cache.get("a" * 24) is None


def test_what_was_longest_unused_goes_first(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, 3500)
    for index, name in enumerate("abc"):
        cache.put(name * 24, ENTRY)
        (path,) = tmp_path.rglob(name * 24)
        os.utime(path, (time.time() - 100 + index,) * 2)
    assert cache.get("a" * 24) == ENTRY  # used just now
    cache.put("d" * 24, ENTRY)
    assert names(tmp_path) == {"a" * 24, "d" * 24}


def test_what_nobody_asked_for_in_a_long_time_goes(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, 100_000, seconds=1000)
    for name, age in (("a", 2000), ("b", 900)):
        cache.put(name * 24, ENTRY)
        (path,) = tmp_path.rglob(name * 24)
        os.utime(path, (time.time() - age,) * 2)
    # A process counts, and sweeps, when it adds its first clip.
    ClipCache(tmp_path, 100_000, seconds=1000).put("c" * 24, ENTRY)
    assert names(tmp_path) == {"b" * 24, "c" * 24}


def test_a_new_process_counts_what_it_finds(tmp_path: Path) -> None:
    for name in "abc":
        ClipCache(tmp_path, 10_000).put(name * 24, ENTRY)
    ClipCache(tmp_path, 2500).put("d" * 24, ENTRY)
    assert len(names(tmp_path)) == 2


def test_what_other_processes_add_is_counted_after_a_while(tmp_path: Path) -> None:
    mine, theirs = ClipCache(tmp_path, 200_000), ClipCache(tmp_path, 200_000)
    for number in range(180):
        mine.put(f"{number:024d}", ENTRY)
        theirs.put(f"{number:023d}x", ENTRY)
    used = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert used <= 200_000 * 1.06


def test_planned_texts_beside_the_clips_are_not_theirs(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "00").write_bytes(bytes(100_000))
    cache = ClipCache(tmp_path, 2500)
    for name in "abc":
        cache.put(name * 24, ENTRY)
    assert (tmp_path / "texts" / "00").exists()
    assert len(names(tmp_path)) == 3


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_only_this_user_can_hear_it(tmp_path: Path) -> None:
    ClipCache(tmp_path / "new" / "cache", 10_000).put("a" * 24, ENTRY)
    made = [tmp_path / "new", *(tmp_path / "new").rglob("*")]
    assert len(made) == 4
    assert {path.stat().st_mode & 0o077 for path in made} == {0}


def test_leftovers_of_a_killed_process_are_removed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    old, new = tmp_path / "a" / ".new-old", tmp_path / "a" / ".new-now"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    ClipCache(tmp_path, 10_000).put("a" * 24, ENTRY)
    assert names(tmp_path) == {"a" * 24, ".new-now"}


def test_a_disk_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = ClipCache(tmp_path / "file", 10_000)
    cache.put("a" * 24, ENTRY)
    assert cache.get("a" * 24) is None


def own_directory(cache: ClipCache) -> Path:
    cache.put("a" * 24, ENTRY)
    assert cache.get("a" * 24) == ENTRY
    directory = cache._directory
    assert directory
    return directory


def test_an_own_directory_is_made_late_and_goes_with_the_cache() -> None:
    cache = ClipCache(None, 10_000)
    assert cache._directory is None
    directory = own_directory(cache)
    cache.close()
    assert not directory.exists()


def test_an_own_directory_goes_even_if_nobody_closes_the_cache() -> None:
    cache = ClipCache(None, 10_000)
    directory = own_directory(cache)
    del cache
    gc.collect()
    assert not directory.exists()


def test_a_process_killed_while_writing_leaves_nothing_that_is_served(tmp_path: Path) -> None:
    script = (
        "import sys, os, pathlib; from a11y.speech.cache import ClipCache\n"
        "from a11y.speech.entry import Entry\n"
        "cache = ClipCache(pathlib.Path(sys.argv[1]), 10**9)\n"
        "entry = Entry.of(bytes(300_000), b'{}')\n"
        "print('go', flush=True)\n"
        "while True: cache.put('a' * 24, entry)\n"
    )
    arguments = [sys.executable, "-c", script, str(tmp_path)]
    root = Path(__file__).parents[2]
    for _ in range(3):
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=root) as writer:
            assert writer.stdout
            writer.stdout.readline()
            writer.kill()
        entry = ClipCache(tmp_path, 10**9).get("a" * 24)
        assert entry is None or (entry.audio, entry.timing) == (bytes(300_000), b"{}")


def test_processes_that_make_the_same_clip_at_once_do_not_harm_it(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from a11y.speech.cache import ClipCache\n"
        "from a11y.speech.entry import Entry\n"
        "cache = ClipCache(pathlib.Path(sys.argv[1]), 10**9)\n"
        "entry = Entry.of(bytes(300_000), b'{}')\n"
        "for _ in range(200): cache.put('a' * 24, entry)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    root = Path(__file__).parents[2]
    writers = [subprocess.Popen(command, cwd=root) for _ in range(2)]
    wanted = Entry.of(bytes(300_000), b"{}")
    cache = ClipCache(tmp_path, 10**9)
    found = []
    while any(writer.poll() is None for writer in writers):
        found.append(cache.get("a" * 24))
    assert [writer.returncode for writer in writers] == [0, 0]
    first = next((at for at, entry in enumerate(found) if entry), len(found))
    assert all(entry == wanted for entry in found[first:]), "once there it is whole, always"
    assert names(tmp_path) == {"a" * 24}


def test_ids_depend_on_the_key_and_on_every_part() -> None:
    keys = Keys("a key of replicas")
    made = keys.clip_id("espeak", "1", "好")
    assert LEGAL.fullmatch(made)
    assert Keys("a key of replicas").clip_id("espeak", "1", "好") == made
    others = {
        keys.clip_id("espeak", "1好", ""),
        keys.clip_id("espeak1", "", "好"),
        keys.clip_id("espeak", "1", "好", ""),
        Keys("another key of replicas").clip_id("espeak", "1", "好"),
        Keys(None).clip_id("espeak", "1", "好"),
        Keys(None).clip_id("espeak", "1", "好"),
    }
    assert len({made, *others}) == 7


class Clock:
    """A clock that tests set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_planned_texts_are_bounded_in_size() -> None:
    texts = PlannedTexts(chars=10)
    for name in "abc":
        texts.put(name, "12345")
    assert [texts.get(name) for name in "abc"] == [None, "12345", "12345"]
    texts.put("b", "12345")  # wanted again, so it outlives c
    texts.put("d", "12345")
    assert [texts.get(name) for name in "bcd"] == ["12345", None, "12345"]


def test_planned_texts_are_bounded_in_time() -> None:
    clock = Clock()
    texts = PlannedTexts(seconds=10, clock=clock)
    texts.put("a", "1")
    texts.put("b", "2")
    clock.now = 9
    assert texts.get("b") == "2"  # reading on renews it
    clock.now = 11
    assert texts.get("a") is None
    assert texts.get("b") == "2"
    texts.put("c", "3")
    clock.now = 30
    texts.put("d", "4")
    assert list(texts._texts) == ["d"]
