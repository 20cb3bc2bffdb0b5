"""How many sentences of the gold set are read right: ours, and what is on PyPI.

All get the same texts as they are written and are compared in the same way, see ``gold.bare``:
marks, spaces, case, 幺 or 一, 两千 or 二千 and 到 or 至 count for nobody and against nobody.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import a11y.speech.text
from a11y.speech.text import normalise
from benchmarks import gold, reading_peer, venvs
from benchmarks.result import BenchmarkError, Cell, Options, Row, Section

OURS = "a11y.speech.text"


def measure(options: Options) -> Section:
    """The share of each half that is read right, CPU time per sentence, and size installed."""
    section = Section("reading")
    halves = {half: gold.sentences(half) for half in gold.HALVES}
    section.notes["sentences"] = [str(len(halves[half])) for half in gold.HALVES]
    texts = [one.source for half in halves.values() for one in half]
    ours, us = reading_peer.run(lambda text: normalise(text).text, texts, options.rounds)
    cells = _cells(ours) | {"us_sentence": us, "installed_mb": _own_mb()}
    section.rows.append(Row(OURS, cells))
    section.reached["reading"] = _share(ours, gold.HALVES)
    section.reached["reading-held-out"] = _share(ours, ("held-out",))
    for peer in reading_peer.PEERS:
        try:
            found = _peer(peer, texts, options.rounds)
        except (BenchmarkError, OSError, ValueError) as error:
            section.missing.append(f"{peer}: {error}")
            continue
        figures: dict[str, Cell] = {"us_sentence": found["us"], "installed_mb": found["mb"]}
        section.rows.append(Row(peer, _cells(found["spoken"]) | figures))
    return section


def _cells(spoken: list[str]) -> dict[str, Cell]:
    return {
        "development_percent": _share(spoken, ("development",)),
        "held_out_percent": _share(spoken, ("held-out",)),
        "right_percent": _share(spoken, gold.HALVES),
    }


def _share(spoken: list[str], halves: tuple[str, ...]) -> float:
    """Percent of these halves' sentences that are right; ``spoken`` is for all, in their order."""
    at, right, count = 0, 0, 0
    for half in gold.HALVES:
        sentences = gold.sentences(half)
        if half in halves:
            said = spoken[at : at + len(sentences)]
            right += sum(one.accepts(text) for one, text in zip(sentences, said, strict=True))
            count += len(sentences)
        at += len(sentences)
    return 100 * right / count


def _own_mb() -> float:
    folder = Path(a11y.speech.text.__file__).parent
    return sum(file.stat().st_size for file in folder.glob("*.py")) / 1e6


def _peer(peer: str, texts: list[str], rounds: int) -> dict[str, Any]:
    """Raises BenchmarkError if the package cannot be installed or does not run."""
    python = venvs.python_of(peer)
    if python is None:
        raise BenchmarkError(f"pip install {peer}")
    done = subprocess.run(
        [str(python), reading_peer.__file__, peer],
        input=json.dumps({"texts": texts, "rounds": rounds}),
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    if done.returncode:
        raise BenchmarkError(done.stderr.strip().splitlines()[-1] if done.stderr else "failed")
    found = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(found, dict)
    return found
