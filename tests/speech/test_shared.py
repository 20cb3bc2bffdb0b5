"""Planned texts on disk, for several processes."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from a11y.speech.keys import Keys
from a11y.speech.shared import SharedTexts

ROOT = Path(__file__).parents[2]
KEYS = Keys("a key of the processes")


def clip(text: str) -> str:
    return KEYS.clip_id(text)


class Clock:
    """A clock that tests set."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.iterdir())


def test_a_text_comes_back_in_another_process(tmp_path: Path) -> None:
    texts = {clip(text): text for text in ("你好。", "a\nb\r\n\u2028", "\ud800 lone", "", '"\\')}
    SharedTexts(tmp_path).put(texts.items())
    other = SharedTexts(tmp_path)
    assert {clip_id: other.get(clip_id) for clip_id in texts} == texts
    assert other.get(clip("never planned")) is None


def test_only_this_user_can_read_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        SharedTexts(tmp_path / "cache" / "texts").put([(clip("好"), "好")])
    finally:
        os.umask(before)
    made = [tmp_path / "cache", *(tmp_path / "cache").rglob("*")]
    assert len(made) > 2
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in made} == {0}


def test_it_is_bounded_in_time(tmp_path: Path) -> None:
    clock = Clock()
    texts = SharedTexts(tmp_path, seconds=100, clock=clock)
    texts.put([("a" * 24, "1")])
    clock.now += 90
    texts.put([("a" * 24, "1")])  # planned again
    clock.now += 90
    assert texts.get("a" * 24) == "1"
    clock.now += 20
    assert texts.get("a" * 24) is None


def test_it_is_bounded_in_size_and_the_oldest_go_first(tmp_path: Path) -> None:
    texts = SharedTexts(tmp_path, size=64 * 1000)
    names = [clip(str(number)) for number in range(3000)]
    for name in names:
        texts.put([(name, "x" * 50)])
    assert size(tmp_path) <= 64 * 1000
    assert texts.get(names[0]) is None
    assert [texts.get(name) for name in names[-50:]] == ["x" * 50] * 50


def test_the_same_plan_again_adds_nothing(tmp_path: Path) -> None:
    plan = [(clip(str(number)), str(number)) for number in range(100)]
    texts = SharedTexts(tmp_path)
    texts.put(plan)
    before = size(tmp_path)
    SharedTexts(tmp_path).put(plan)
    assert size(tmp_path) == before


def test_what_is_too_old_is_removed_by_whoever_plans_next(tmp_path: Path) -> None:
    old = SharedTexts(tmp_path, clock=Clock())
    old.put([(clip(str(number)), "old") for number in range(200)])
    for path in tmp_path.iterdir():
        os.utime(path, (0, 0))
    SharedTexts(tmp_path).put([(clip("new"), "new")])
    assert b"old" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert SharedTexts(tmp_path).get(clip("new")) == "new"


@pytest.mark.parametrize("keep", [0, 1, 10, 26, 30, -1])
def test_a_torn_line_is_no_text_and_harms_no_other(tmp_path: Path, keep: int) -> None:
    texts = SharedTexts(tmp_path)
    texts.put([("a" * 24, "first")])
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:keep])
    assert texts.get("a" * 24) is None
    texts.put([("a" * 24, "again")])
    assert texts.get("a" * 24) == "again"


@pytest.mark.parametrize(
    "line", [b"x", b"x {}", b"1 {}", b"1 \xff", b'99999999999 ""', b"1 " + b"[" * 100_000]
)
def test_a_damaged_line_is_no_text(tmp_path: Path, line: bytes) -> None:
    texts = SharedTexts(tmp_path)
    texts.put([("a" * 24, "first")])
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"\n" + b"a" * 24 + b" " + line + b"\n")
    assert texts.get("a" * 24) is None
    texts.put([("a" * 24, "again")])
    assert texts.get("a" * 24) == "again"


def test_a_disk_that_takes_nothing_is_one_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    texts = SharedTexts(tmp_path / "file" / "texts")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            texts.put([("a" * 24, "secret")])
    assert texts.get("a" * 24) is None
    assert len(caplog.records) == 1
    assert "secret" not in caplog.text


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="no O_NOFOLLOW on this system")
def test_no_link_is_followed(tmp_path: Path) -> None:
    texts = SharedTexts(tmp_path / "texts")
    texts.put([("a" * 24, "first")])
    (path,) = (tmp_path / "texts").iterdir()
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    texts.put([("a" * 24, "first")])
    assert not (tmp_path / "elsewhere").exists()


WRITER = """
import sys, pathlib
from a11y.speech.keys import Keys
from a11y.speech.shared import SharedTexts
texts = SharedTexts(pathlib.Path(sys.argv[1]), size=int(sys.argv[3]))
keys = Keys("a key of the processes")
print("go", flush=True)
for turn in range(int(sys.argv[4])):
    lines = [f"{sys.argv[2]}/{turn}/{number} " + "好" * 20 for number in range(40)]
    texts.put((keys.clip_id(line), line) for line in lines)
print("done", flush=True)
"""


def writer(directory: Path, name: str, size: int, turns: int) -> subprocess.Popen[bytes]:
    arguments = [sys.executable, "-c", WRITER, str(directory), name, str(size), str(turns)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=ROOT)


def written(name: str, turn: int) -> list[str]:
    return [f"{name}/{turn}/{number} " + "好" * 20 for number in range(40)]


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [writer(tmp_path, name, 32 * 1024 * 1024, 20) for name in "abc"]
    for one in writers:
        with one:
            assert one.communicate(timeout=60)[0].endswith(b"done\n")
    texts = SharedTexts(tmp_path)
    for name in "abc":
        for turn in range(20):
            for text in written(name, turn):
                assert texts.get(clip(text)) == text


def test_processes_that_replace_files_at_once_keep_to_the_bound(tmp_path: Path) -> None:
    limit = 64 * 4000
    writers = [writer(tmp_path, name, limit, 60) for name in "abc"]
    for one in writers:
        with one:
            assert one.communicate(timeout=60)[0].endswith(b"done\n")
    assert size(tmp_path) <= 2 * limit
    texts = SharedTexts(tmp_path, size=limit)
    last = [texts.get(clip(text)) for name in "abc" for text in written(name, 59)]
    assert sum(text is not None for text in last) >= 40, "those of the last to end at least"


def test_a_process_killed_while_writing_harms_no_other(tmp_path: Path) -> None:
    for _ in range(3):
        with writer(tmp_path, "killed", 64 * 4000, 10_000) as killed:
            assert killed.stdout
            killed.stdout.readline()
            with ThreadPoolExecutor(1) as threads:
                texts = SharedTexts(tmp_path, size=64 * 4000)
                threads.submit(texts.put, [(clip("mine"), "mine")]).result()
            killed.kill()
        texts.put([(clip("after"), "after")])
        assert texts.get(clip("after")) == "after"
