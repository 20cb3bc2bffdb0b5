"""How well a page's content was found, against what a person says it is.

Two kinds of truth. A whole text: precision and recall are those of its runs of four words, a hanzi
being a word (the measure of scrapinghub's article-extraction-benchmark, Apache-2.0). Or sentences
that belong to the content and others that don't, as in trafilatura's own evaluation: recall is the
share of the first that is there, precision the share of the first among all that are there.

Everybody's text is treated in the same way: NFKC, small letters, letters and digits alone.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from a11y.encoding import encoding_of, text_of

RUN = 4
_WORD = re.compile(r"[\u2e80-\u9fff]|[^\W_\u2e80-\u9fff]+")
_CHINESE = 500


@dataclass(frozen=True)
class Sample:
    """A page as text, and the truth about it. ``held_out``: not looked at while building."""

    file: str
    markup: str
    is_chinese: bool
    held_out: bool
    whole: str | None
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    def score(self, text: str) -> tuple[float, float]:
        """Precision and recall of what was found."""
        if self.whole is not None:
            return _runs_score(words_of(text), words_of(self.whole))
        found = "".join(words_of(text))
        right = sum("".join(words_of(one)) in found for one in self.inside)
        wrong = sum("".join(words_of(one)) in found for one in self.outside)
        precision = right / (right + wrong) if right + wrong else 0.0
        return precision, right / len(self.inside)


def words_of(text: str) -> list[str]:
    """The words of a text for comparison."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def f1(precision: float, recall: float) -> float:
    """Their harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _runs_score(found: list[str], wanted: list[str]) -> tuple[float, float]:
    ours, theirs = _runs(found), _runs(wanted)
    if not theirs:
        return float(not ours), 1.0
    same = (ours & theirs).total()
    return (same / ours.total() if ours else 0.0), same / theirs.total()


def _runs(words: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))


def samples_of(corpus: Path) -> list[Sample]:
    """Every page of the corpus whose truth is known; every second one is held out."""
    entries = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    known = [entry for entry in entries if entry.get("truth")]
    # By the digest: nothing about the page says to which half it belongs.
    return [sample for entry in known if (sample := _sample(corpus, entry)) is not None]


def _sample(corpus: Path, entry: dict[str, Any]) -> Sample | None:
    page = (corpus / entry["file"]).read_bytes()
    truth = json.loads((corpus / entry["truth"]).read_text(encoding="utf-8"))
    whole = truth.get("articleBody") or truth.get("main_content")
    if markup := truth.get("expected_html"):
        from lxml import html

        whole = " ".join(html.fromstring(markup).itertext())
    inside = tuple(one for one in truth.get("with", ()) if words_of(one))
    if whole is None and not inside:
        return None
    return Sample(
        entry["file"],
        text_of(page, encoding_of("", page)),
        (entry.get("han_chars") or 0) >= _CHINESE,
        int(entry["sha256"][:8], 16) % 2 == 1,
        whole,
        inside,
        tuple(one for one in truth.get("without", ()) if words_of(one)),
    )
