"""Cut a block of text into sentences: what one clip speaks and one highlight covers.

Each is in one language, so that an English phrase within Chinese goes to an English voice.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from a11y.speech.text.alignment import utf16_offsets
from a11y.speech.text.languages import language_of, runs
from a11y.speech.text.plain import plain

# In hanzi, or what takes as long. 60 is some 15 seconds; 20 come quickly where speech starts.
LONGEST = 60
FIRST = 20
_TITLE = 40  # a title that is longer than this has probably lost its end
# A cut before this leaves a scrap that sounds like a mistake.
_SHORTEST = 4

_CLOSERS = "\"'”’」』】〕》〉)\\]\uff09\uff3d"
_HAN = "\u3400-\u9fff\uf900-\ufaff"
# 。 and the full-width ! ? ; end a sentence wherever they stand. Their ASCII forms do before space,
# hanzi or a closing mark, but not within an address; so does a full stop, after a word.
_END = re.compile(
    rf"(?:[。｡\n\uff01\uff1f\uff1b]+|(?<=[{_HAN}])[!?;]+|[!?;]+(?=[\s{_HAN}{_CLOSERS}]|$)"
    rf"|(?<=[{_HAN}{_CLOSERS}])\.(?!\d)|(?<=[a-z%])\.(?=\s+[{_HAN}“]|[{_CLOSERS}]|\s*$)"
    rf"|(?<=[a-z\d%])\.(?=\s+[A-Z]))[{_CLOSERS}。\uff01\uff1f]*"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|No|St|vs|Co|Ltd|Inc|Art|Fig|Tel|Add|etc|U\.S|e\.g|i\.e|[ap]\.m)|"
    r"^\s{0,8}\d{1,3})\.$"
)
_CLAUSE = re.compile("[\uff0c\uff1a;\uff1b]|——|[,:](?=\\s)|,(?!\\d)")
_WEAK = re.compile(r"[、…|]|(?<!\d)\s|\s(?!\d)|(?<![A-Za-z0-9./:])/(?![A-Za-z0-9/])")
# Where a long title without any mark can be cut: 某某政府|关于……的|通知.
_SOFT = re.compile("(?=关于|關於|《|〈)|(?<=[》〉的和与與及或])|(?=以及|并|並)")
_ABOUT = re.compile("(?=关于|關於)")
_OPEN, _CLOSE = "《〈“「『【〔([\uff08", "》〉”」』】〕)]\uff09"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, where it stands in its block in UTF-16 code units, and its language."""

    text: str
    start: int
    end: int
    language: str = "zh"


def segment(text: str, *, first: bool = False, language: str = "zh-CN") -> list[Sentence]:
    """The sentences of a block, without the space around them and without mere punctuation.

    None is longer than ``LONGEST``; with ``first`` the first one ends at the last clause mark
    within ``FIRST``, if there is one, so that speech can start at once. ``language`` is the page's
    (BCP 47); that of a sentence is zh, yue, en, or another that its script shows.
    """
    offsets = utf16_offsets(text)
    sentences = []
    for start, end in _clips(text, first=first):
        part = text[start:end].strip()
        if any(character.isalnum() for character in part):
            at = text.index(part, start)
            spoken = language_of(plain(part), language)
            sentences.append(Sentence(part, offsets[at], offsets[at + len(part)], spoken))
    return sentences


def _clips(text: str, *, first: bool) -> Iterator[tuple[int, int]]:
    for start, end in _sentences(text):
        if first and text[start:end].strip():
            first = False
            cut = _opening(text, start, end)
            yield from runs(text, start, cut)
            rest = _cut(text, cut, end)
        else:
            rest = _cut(text, start, end)
        for part in rest:
            yield from runs(text, *part)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        head = text[max(start, match.start() - 12) : match.start() + 1]
        if match[0][0] == "." and _ABBREVIATED.search(head):
            continue
        opened = text[max(start, match.end() - _TITLE) : match.end()]
        if match[0][0] not in "。\n" and _is_within(opened):
            continue  # 《怎么办?》 is a name, (是吗?) is said by the way
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _is_within(head: str) -> bool:
    """Whether a title or a bracket was opened and not closed before the mark."""
    inner = head.rstrip("》）)")
    return any(
        head.rfind(opening) > inner.rfind(closing)
        for opening, closing in (("《", "》"), ("（", "）"), ("(", ")"))
    )


def _weight(character: str) -> float:
    """How long a character takes to say, in hanzi."""
    if not character.isalnum():
        return 0.1
    return 0.35 if character.isascii() and not character.isdecimal() else 1.0


def _opening(text: str, start: int, end: int) -> int:
    """Where a long first sentence can end early; its start if nowhere."""
    weights = _running(text, start, end)
    if weights[-1] <= FIRST:
        return start
    for marks in (_CLAUSE, _ABOUT):
        cuts = _cuts(marks, text, start, end)
        if early := [at for at in cuts if _SHORTEST < weights[at - start] <= FIRST]:
            return early[-1]
    return start


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Parts of about equal length, cut where a speaker would breathe if that is possible."""
    weights = _running(text, start, end)
    if weights[-1] <= LONGEST:
        yield start, end
        return
    levels = [_cuts(marks, text, start, end) for marks in (_CLAUSE, _WEAK, _SOFT)]
    at = start
    while (rest := weights[-1] - weights[at - start]) > LONGEST:
        done = weights[at - start]
        target = done + rest / ceil(rest / LONGEST)
        low = start + bisect_left(weights, done + (target - done) * 0.4)
        high = start + bisect_right(weights, done + LONGEST) - 1
        found = (_within(level, low, high) for level in levels)
        places = next(filter(None, found), []) or [
            place for place in range(low, high + 1) if _between_words(text, place)
        ]
        cut = min(places or [high], key=lambda place: abs(weights[place - start] - target))
        yield at, cut
        at = cut
    yield at, end


def _within(places: list[int], low: int, high: int) -> list[int]:
    return places[bisect_left(places, low) : bisect_right(places, high)]


def _between_words(text: str, place: int) -> bool:
    """Whether a cut here splits neither a Latin word nor a number."""
    return not (text[place - 1].isascii() and text[place].isascii())


def _running(text: str, start: int, end: int) -> list[float]:
    weights = [0.0]
    for character in text[start:end]:
        weights.append(weights[-1] + _weight(character))
    return weights


def _cuts(marks: re.Pattern[str], text: str, start: int, end: int) -> list[int]:
    """The places after such marks that lie outside brackets and quotation marks."""
    cuts, depth, opened = [], 0, start
    for match in marks.finditer(text, start, end):
        between = text[opened : match.start()]
        depth += sum(between.count(mark) for mark in _OPEN)
        depth = max(0, depth - sum(between.count(mark) for mark in _CLOSE))
        opened = match.start()
        if depth == 0:
            cuts.append(match.end())
    return cuts
