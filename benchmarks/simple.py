"""How well the content of pages is found, and in what time: ours, trafilatura, readability-lxml.

The pages are those of A11Y_CORPUS whose true content is known; all get the same text and are
compared in the same way, see ``simple_score``. Rules were made by looking at one half of them; the
other one, chosen by digest, was held out; but the names of containers were collected from all
Chinese pages of the corpus, so the figure for those is no independent one.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from a11y.settings import Settings
from a11y.simple import article_of
from a11y.simple.answer import Answer, Asked, Fields
from a11y.simple.view import SimpleView
from benchmarks import simple_peer, venvs
from benchmarks.pages import real_pages
from benchmarks.result import BenchmarkError, Cell, Options, Row, Section
from benchmarks.simple_score import Sample, f1, samples_of
from benchmarks.timing import microseconds

OURS = "a11y.simple"
GROUPS: dict[str, Callable[[Sample], bool]] = {
    "all": lambda _: True,
    "held_out": lambda sample: sample.held_out,
    "chinese": lambda sample: sample.is_chinese,
}


def measure(options: Options) -> Section:
    """Precision, recall and F1 in percent, pages averaged, and the median time of a page."""
    where = os.environ.get("A11Y_CORPUS")
    if not where:
        raise BenchmarkError("A11Y_CORPUS is not set: no pages whose content is known")
    samples = samples_of(Path(where))
    pages = [sample.markup for sample in samples]
    section = Section("simple")
    section.notes["simple_pages"] = [str(sum(map(chosen, samples))) for chosen in GROUPS.values()]
    times = []
    for _ in range(options.rounds):
        texts, median = simple_peer.run(_ours, pages)
        times.append(median)
    ours = _cells(samples, texts) | {"page_ms": statistics.median(times), "view_ms": _view_ms()}
    section.rows.append(Row(OURS, ours))
    best = 0.0
    for peer in simple_peer.PEERS:
        try:
            found = _peer(peer, pages)
        except (BenchmarkError, OSError, ValueError) as error:
            section.missing.append(f"{peer}: {error}")
            continue
        theirs = _cells(samples, found["texts"]) | {"page_ms": found["ms"]}
        best = max(best, _number(theirs["all_f1"]))
        section.rows.append(Row(peer, theirs))
    section.reached["simple-chinese"] = _number(ours["chinese_f1"])
    section.reached["simple-ms"] = _number(ours["view_ms"])
    if not section.missing:
        section.reached["simple-ahead"] = _number(ours["all_f1"]) - best
    return section


def _view_ms() -> float:
    """The median time from the portal's answer to the simple view, over all pages there are."""
    view = SimpleView(Settings(simple=True, speech="off", words="off"))
    asked = Asked("GET", "https://www.city.gov.cn", "", "/zwgk/2026/page.html")
    html: Fields = [(b"content-type", b"text/html")]
    _, pages = real_pages()
    times = []
    for page in pages:
        answer = Answer(200, html, bytearray(page))
        times.append(microseconds(partial(view.response, asked, answer), samples=1) / 1000)
    return statistics.median(times)


def _ours(page: str) -> str:
    article = article_of(page)
    return "\n".join(article.prose) if article else ""


def _number(cell: Cell) -> float:
    assert isinstance(cell, float)
    return cell


def _cells(samples: list[Sample], texts: list[str]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    scores = [sample.score(text) for sample, text in zip(samples, texts, strict=True)]
    for group, chosen in GROUPS.items():
        of_group = [score for sample, score in zip(samples, scores, strict=True) if chosen(sample)]
        precision = statistics.fmean(score[0] for score in of_group)
        recall = statistics.fmean(score[1] for score in of_group)
        if group == "all":
            cells |= {"precision": 100 * precision, "recall": 100 * recall}
        cells[f"{group}_f1"] = 100 * f1(precision, recall)
    return cells


def _peer(peer: str, pages: list[str]) -> dict[str, Any]:
    """Raises BenchmarkError if the package cannot be installed or does not run."""
    python = venvs.python_of(peer)
    if python is None:
        raise BenchmarkError(f"pip install {peer}")
    done = subprocess.run(
        [str(python), simple_peer.__file__, peer],
        input=json.dumps(pages),
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
