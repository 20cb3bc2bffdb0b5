"""Writes into a store without end, in a process that is killed: see test_store.

``python -m tests.speech.writer SETTINGS`` reads seconds from standard input, a line each. For each
it forks a child that writes, kills it after that time, and says so. POSIX only.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time

from a11y.settings import Settings
from a11y.speech.entry import Entry
from a11y.speech.store import make_store


def entry(number: int, size: int = 1000) -> Entry:
    """A clip that anybody can tell from another, and from a damaged one."""
    return Entry.of(random.Random(number).randbytes(size), f'{{"n":{number}}}'.encode())  # noqa: S311  # no secret, and the same each time


def name(number: int) -> str:
    """A legal id."""
    return f"{number:024d}"


def text_of(number: int) -> str:
    """A text of some length."""
    return f"zh-CN\n文字{number}" * 200


def write_for_ever(settings: Settings) -> None:
    """All that a store does for a clip, of any of twenty clips."""
    store = make_store(settings)
    clips = {number: entry(number, 200_000 + number) for number in range(20)}
    os.write(1, b"go\n")
    while True:
        number = random.randrange(20)  # noqa: S311  # no secret
        claim = store.claim(name(number))
        store.put_texts([(name(number), text_of(number))])
        store.put(name(number), clips[number])
        if claim:
            claim.release()


def main() -> None:
    settings = Settings.from_mapping(json.loads(sys.argv[1]))
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            write_for_ever(settings)
        time.sleep(float(line))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.write(1, b"killed\n")


if __name__ == "__main__":
    main()
