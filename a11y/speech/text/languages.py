"""Which language a text is in, so that each clip can go to a voice that speaks it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
HANZI = re.compile(f"[{_HANZI}]")
_LATIN = re.compile("[A-Za-z]")
# A word as people write it, not an abbreviation, a unit or a part of a code: Open, news, don't.
_ANY_WORD = re.compile(
    r"(?<![A-Za-z\d@./:_-])(?:[A-Z][a-z]{2,24}|[a-z]{3,24})(?:['’][a-z]{1,2})?"
    r"(?![A-Za-z\d@_/]|\.[A-Za-z])"
)
# Two or more words of which two are written out: Terms of Service, Hunan Provincial Government.
_PART = r"[A-Za-z\d][A-Za-z\d'’.&-]{0,30}"
_PHRASE = re.compile(
    rf"(?<![A-Za-z\d@./:_-]){_PART}(?:[ ,;:&/()“”\"-]{{1,3}}{_PART}){{1,60}}[.!?]?"
)
_CHINESE_MARKS = re.compile("[、。\uff0c《》【】]")
_MAIL_OR_WEB = re.compile(r"@|://|www\.|\.(?:cn|com|net|org)\b")

# Scripts with one likely language in China, and the other languages that are written in it.
_SCRIPTS = (
    (re.compile("[\u0f00-\u0fff]"), "bo", {"dz"}),
    (re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]"), "ug", {"ar", "fa", "kk", "ky", "ur"}),
    (re.compile("[\u1800-\u18af]"), "mn", {"mnc"}),
    (re.compile("[\uac00-\ud7af\u1100-\u11ff]"), "ko", set[str]()),
    (re.compile("[\u3040-\u30ff]"), "ja", set[str]()),
    (re.compile("[\u0400-\u04ff]"), "ru", {"kk", "ky", "mn", "uk", "tg"}),
)
_CANTONESE = re.compile(r"(?:yue|zh-yue|zh(?:-hant)?-(?:hk|mo))(?:-|$)", re.IGNORECASE)


def page_language(tag: str) -> str:
    """The language of a page's BCP 47 tag: zh-CN is zh, zh-HK and zh-yue are yue."""
    if _CANTONESE.match(tag):
        return "yue"
    primary = re.split("[-_]", tag.strip().lower())[0]
    return "zh" if primary in {"", "zh", "cmn", "und"} else primary


def is_chinese(language: str) -> bool:
    """Whether text in this language is normalised by our rules."""
    return language in {"zh", "yue"}


def language_of(text: str, tag: str) -> str:
    """The language of one sentence of a page with this tag.

    Hanzi are Chinese whatever the page says (unless it is Japanese or Korean), a word in Latin
    letters is English, numbers and abbreviations alone are the page's.
    """
    page = page_language(tag)
    has_hanzi = HANZI.search(text) is not None
    for script, likely, others in _SCRIPTS:
        if (not has_hanzi or likely in {"ja", page}) and script.search(text):
            return page if page in others else likely
    if has_hanzi:
        return page if page in {"yue", "ja", "ko"} else "zh"
    if is_chinese(page):
        return "en" if _is_written_out(text) else page
    return "en" if _LATIN.search(text) and page in {"ja", "ko", "bo", "ug", "mn"} else page


def _is_written_out(text: str) -> bool:
    """Whether there is an English word; more than one, if the marks are Chinese."""
    words = [
        word
        for word in _ANY_WORD.finditer(text)
        if not _MAIL_OR_WEB.search(text[max(0, word.start() - 4) : word.end() + 4])
    ]
    return len(words) > (1 if _CHINESE_MARKS.search(text) else 0)


def runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span cut where an English phrase begins or ends within Chinese; elsewhere whole.

    A single word or an abbreviation stays: a cut there would sound worse than an accent.
    """
    at = start
    if HANZI.search(text, start, end):
        for phrase in _PHRASE.finditer(text, start, end):
            words = _ANY_WORD.findall(phrase[0])
            if len(words) < 2 or _MAIL_OR_WEB.search(phrase[0]):
                continue
            if text[at : phrase.start()].strip():
                yield at, phrase.start()
                at = phrase.start()
            yield at, phrase.end()
            at = phrase.end()
    if at < end:
        yield at, end
