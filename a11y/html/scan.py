"""Where the tag goes in an HTML page.

The insertion modes "initial" to "in head" of
https://html.spec.whatwg.org/multipage/parsing.html#tree-construction, followed on bytes as far as
is needed to know a place where one more script element changes nothing else in the tree.
"""

from __future__ import annotations

import re
from typing import Protocol

from a11y.html.charset import UTF8_MARK, has_wide_mark, is_ascii_compatible
from a11y.html.meta import read_meta
from a11y.html.opening import CHARSET, COMPATIBLE, HEAD, OPENING, PLACE, PLAINS, SETTLED
from a11y.html.reason import Reason
from a11y.html.tokens import (
    INCOMPLETE,
    NO_TOKEN,
    SPACE,
    TAG,
    Bytes,
    is_doctype,
    may_be_space,
    raw_text_end,
    token_end,
)

# Start tags that only a whole document has.
_DOCUMENT_TAGS = frozenset((b"html", b"head", b"body", b"frameset"))
# End tags that open head and body by themselves; before the head all others are ignored.
_OPENING_END_TAGS = frozenset((b"head", b"body", b"html", b"br"))
# What a document without <html> and <head> may well begin with; worth waiting for its <body>.
_HEAD_TAGS = frozenset((b"base", b"link", b"meta", b"style", b"title"))
# How far behind stray text a document is looked for, if it is in the bytes at hand.
_STRAY_BYTES = 4096
# A page that dribbles makes us look again; at this many times the limit in all we give up.
_WORK_FACTOR = 64

# https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding
_XML_ENCODING = re.compile(rb"<\?xml[^>]*?encoding[\0- ]*=[\0- ]*(?:\"([^\">]*)\"|'([^'>]*)')")


class Finder(Protocol):
    """Finds the place for the tag in the first bytes of a page."""

    def find(self, data: Bytes, *, final: bool) -> int | Reason | None:
        """The offset of the place, or why there is none, or None while more bytes are needed.

        ``data`` is the page from its first byte, longer at every call; ``final``: it is all.
        """
        ...


class Scanner:
    """The place in text/html.

    It is behind the last meta element for charset or X-UA-Compatible that can be reached over
    comments, metas and the title; else right behind ``<head>``; else before what would open the
    head by itself. So it is before a policy in a meta element, and before ``<base>``, which would
    change the address that the tag means.
    """

    # What is usual is gone over at once; the fuzzer compares with what comes out without these.
    _opening = OPENING
    _plains = PLAINS
    # How each begins: most are asked once and change little of it.
    work = 0  # how many bytes were looked at, some of them again
    _seen = 0  # how much there was at the call before
    _at = 0  # the next token
    _place = -1  # the best place so far; -1: the head is not open yet
    _has_charset = _has_compatible = False
    _stopped = False  # the place will not move any more
    _is_document = False
    _is_xml = False
    _reason: Reason | None = None

    def __init__(self, limit: int, label_known: bool = False) -> None:
        self._limit = limit
        self._label_known = label_known

    def find(self, data: Bytes, *, final: bool) -> int | Reason | None:
        """See Finder."""
        limit = self._limit
        last = final or len(data) >= limit or self.work > _WORK_FACTOR * limit
        if not last and not self._worth_looking(data):
            return None
        if self._at == 0 and self._begin(data, limit):
            return _verified(data, self._place)
        end = min(len(data), limit)
        self.work += end - self._at
        if self._reason is None and not self._stopped:
            self._walk(data, end)
        if self._stopped and not self._is_document and self._reason is None:
            self._seek(data, end)
        if self._reason is not None:
            return self._reason
        if self._stopped and self._is_document:
            return _verified(data, self._place)
        return self._run_out(data, end, whole=final and len(data) == end) if last else None

    def _worth_looking(self, data: Bytes) -> bool:
        """Whether the new bytes can complete the token that was incomplete."""
        end = len(data)
        seen, self._seen = self._seen, end
        if self._at < seen and data[self._at] == 0x3C:
            return data.find(b">", seen, end) >= 0
        return end >= 4  # a byte order mark is complete

    def _begin(self, data: Bytes, end: int) -> bool:
        """Go over the usual beginning; whether that was enough."""
        opening = self._opening.match(data, 0, end)
        if opening is not None:
            place = opening.start(PLACE)
            self._place = place if place >= 0 else opening.start(HEAD)
            if (opening.lastindex or 0) >= SETTLED:
                return True
            self._is_document = True
            self._at = opening.end()
            self._has_charset = opening.start(CHARSET) >= 0
            self._has_compatible = opening.start(COMPATIBLE) >= 0
        elif has_wide_mark(data):
            self._reason = Reason.CHARSET
        elif data.startswith(UTF8_MARK):
            self._at = len(UTF8_MARK)
        return False

    def _walk(self, data: Bytes, end: int) -> None:
        """Go over what may stand before the place, as far as it is complete."""
        while self._reason is None:
            tag = TAG.match(data, self._at, end)
            if tag is not None:
                self._at, after = tag.start(1), self._walk_tag(tag, data, end)
            else:
                self._at = _behind_space(data, self._at, end)
                after = self._walk_declaration(data, end)
            if after == INCOMPLETE:
                return
            if after == NO_TOKEN:
                self._stopped = True
                if self._place < 0:
                    self._reason = _obstacle(data, self._at)
                self._improve(self._at)
                return
            self._at = after

    def _walk_declaration(self, data: Bytes, end: int) -> int:
        after = token_end(data, self._at, end)
        if after > 0 and is_doctype(data, self._at):
            self._is_document = True
        elif after > 0 and data.startswith(b"<?xml", self._at):
            self._is_xml = True
            encoding = _XML_ENCODING.match(data, 0, after)
            if encoding is not None and self._at == 0:
                self._heed_label((encoding[1] or encoding[2] or b"").decode("latin-1"))
        return after

    def _walk_tag(self, tag: re.Match[bytes], data: Bytes, end: int) -> int:
        """Where to go on behind a tag; NO_TOKEN if the walk ends before it."""
        name = tag[3].lower()
        if tag[2]:
            return NO_TOKEN if name in _OPENING_END_TAGS else tag.end()
        if name == b"meta":
            return self._walk_meta(data, tag.start(1), tag.end(), end)
        if name == b"title":
            self._improve(tag.start(1))
            return raw_text_end(name, data, tag.end(), end)
        if name in _DOCUMENT_TAGS:
            self._is_document = True
        if name == b"head":
            self._improve(tag.end())
        return tag.end() if name in (b"html", b"head") else NO_TOKEN

    def _walk_meta(self, data: Bytes, start: int, after: int, end: int) -> int:
        self._improve(start)
        meta = read_meta(bytes(data[start:after]))
        if meta.pragma == "content-security-policy":
            if not meta.allows_us:
                self._reason = Reason.CSP_META
            return NO_TOKEN
        if meta.pragma == "x-ua-compatible":
            self._has_compatible = True
            self._place = after
        if meta.label is not None:
            self._has_charset = True
            self._place = after
            self._heed_label(meta.label)
        if self._has_charset and self._has_compatible:
            return NO_TOKEN
        plains = self._plains.match(data, after, end)
        return plains.end() if plains else after

    def _heed_label(self, label: str) -> None:
        """A page in this encoding must be one that we can read as bytes."""
        if not self._label_known and not is_ascii_compatible(label, in_meta=True):
            self._reason = Reason.CHARSET

    def _improve(self, place: int) -> None:
        """Take a place if there is none yet."""
        if self._place < 0:
            self._place = place

    def _seek(self, data: Bytes, end: int) -> None:
        """Look behind the place for a sign that this is a document and no fragment.

        Waits while there is only what belongs into a head. Behind anything else it looks no
        further than the bytes at hand: a fragment that is streamed must not be held up.
        """
        stray = False
        while not self._is_document and self._reason is None:
            after, is_stray = self._seek_token(data, end)
            if is_stray and not stray:
                stray = True
                end = min(end, self._at + _STRAY_BYTES)
            if after == INCOMPLETE or after > end:
                if stray:
                    self._reason = Reason.FRAGMENT
                return
            self._at = after

    def _seek_token(self, data: Bytes, end: int) -> tuple[int, bool]:
        """Where the next token ends, and whether it cannot stand in a head."""
        tag = TAG.match(data, self._at, end)
        if tag is not None:
            name = tag[3].lower()
            if tag[2]:
                return tag.end(), False
            self._is_document = name in _DOCUMENT_TAGS
            # <rss>, <svg> and their like after an XML declaration are documents of another kind.
            if self._is_xml and name not in _HEAD_TAGS and not self._is_document:
                self._reason = Reason.FRAGMENT
            return raw_text_end(name, data, tag.end(), end), name not in _HEAD_TAGS
        self._at = _behind_space(data, self._at, end)
        after = token_end(data, self._at, end)
        if after == NO_TOKEN:
            return data.find(b"<", self._at + 1, end), True
        if after != INCOMPLETE:
            self._is_document = is_doctype(data, self._at)
        return after, False

    def _run_out(self, data: Bytes, end: int, *, whole: bool) -> int | Reason:
        """Decide although the place was not reached: the page ended, or our patience."""
        at_end = _behind_space(data, self._at, end) == end
        if not whole and self._place < 0:
            return Reason.SCAN_LIMIT
        if not at_end and self._place < 0:
            # Whatever is inserted before a comment or tag without an end may move it in the tree.
            return Reason.UNFINISHED
        if not self._is_document:
            return Reason.FRAGMENT
        return _verified(data, end if self._place < 0 else self._place)


def _verified(data: Bytes, place: int) -> int | Reason:
    """The place, unless a parser would not have read what stands before it as we did."""
    if data.find(b"\0", 0, place) >= 0:
        return Reason.NUL
    # The escape character of ISO-2022, which some browsers find out by themselves.
    return place if data.find(b"\x1b", 0, place) < 0 else Reason.CHARSET


def _obstacle(data: Bytes, at: int) -> Reason | None:
    """Why no element may come before the text at ``data[at]``, which would open the body.

    White space as a character reference would be dropped there but is kept behind our element; and
    NUL is dropped or not, depending on what is open.
    """
    if may_be_space(data, at):
        return Reason.CHARACTER_REFERENCE
    return Reason.NUL if data[at : at + 1] == b"\0" else None


def _behind_space(data: Bytes, at: int, end: int) -> int:
    found = SPACE.match(data, at, end)
    return found.end() if found else at
