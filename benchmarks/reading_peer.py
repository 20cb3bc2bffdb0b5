"""Run one text normaliser over texts; started by ``reading`` with the interpreter that has it.

The name of the package is the argument; JSON comes in (``texts``, ``rounds``) and goes out
(``spoken``, ``us`` per text, ``mb`` on the disk). Standard library only, besides the package.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Normaliser = Callable[[str], str]

# The libraries leave interjections and er-hua out of what they write, and turn traditional into
# simplified characters: switched off, for that is no question of numbers and signs.
_OPTIONS = {"remove_interjections": False, "remove_erhua": False, "traditional_to_simple": False}


def _wetext_processing() -> Normaliser:
    module: Any = importlib.import_module("tn.chinese.normalizer")
    # Built into the wheel with other options: built anew once, which takes half a minute.
    cache = Path(sys.prefix) / "tn-cache"
    cache.mkdir(exist_ok=True)
    normaliser = module.Normalizer(cache_dir=str(cache), **_OPTIONS)
    return lambda text: str(normaliser.normalize(text))


def _wetext() -> Normaliser:
    module: Any = importlib.import_module("wetext")
    normaliser = module.Normalizer(lang="zh", operator="tn", **_OPTIONS)
    return lambda text: str(normaliser.normalize(text))


def _cn2an() -> Normaliser:
    module: Any = importlib.import_module("cn2an")
    return lambda text: str(module.transform(text, "an2cn"))


PEERS: dict[str, Callable[[], Normaliser]] = {
    "WeTextProcessing": _wetext_processing,
    "wetext": _wetext,
    "cn2an": _cn2an,
}


def run(normalise: Normaliser, texts: list[str], rounds: int) -> tuple[list[str], float]:
    """What is spoken for each text, and the CPU time per text in microseconds, of the best round.

    A text that a library fails on is spoken as it is written.
    """
    spoken = [_tried(normalise, text) for text in texts]
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        for text in texts:
            _tried(normalise, text)
        times.append(time.process_time() - begin)
    return spoken, min(times) / len(texts) * 1e6


def _tried(normalise: Normaliser, text: str) -> str:
    try:
        return normalise(text)
    except Exception:  # noqa: BLE001 - whatever a library raises
        return text


def _installed_mb() -> float:
    """What pip has put into this environment, without pip itself."""
    where = next(Path(sys.prefix).glob("lib/python3*/site-packages"))
    own = ("pip", "setuptools", "_distutils_hack", "pkg_resources", "__pycache__")
    files = (file for file in where.rglob("*") if file.is_file())
    sizes = (
        file.stat().st_size
        for file in files
        if not file.relative_to(where).parts[0].startswith(own) and file.suffix != ".pyc"
    )
    return sum(sizes) / 1e6


def main(peer: str) -> None:
    """Read the task, do it, write what came out."""
    task = json.load(sys.stdin)
    spoken, us = run(PEERS[peer](), task["texts"], task["rounds"])
    print()  # whatever a library has printed ends here
    json.dump({"spoken": spoken, "us": us, "mb": _installed_mb()}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
