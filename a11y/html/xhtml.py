"""Where the tag goes in application/xhtml+xml, which browsers give to an XML parser.

There a mistake is a page that shows an error instead of its content, so only the plain way is
taken: an XHTML root, right behind an explicit ``<head>``. XHTML sent as text/html is HTML.
The grammar is that of https://www.w3.org/TR/xml/#sec-prolog-dtd as far as it is needed.
"""

from __future__ import annotations

import re

from a11y.html.charset import UTF8_MARK, has_wide_mark, is_ascii_compatible
from a11y.html.reason import Reason
from a11y.html.tokens import INCOMPLETE, NO_TOKEN, Bytes

_SPACE = re.compile(rb"[ \t\r\n]*+")
# Without an internal subset, whose entities could be anything.
_DOCTYPE_PARTS = rb"<!DOCTYPE(?:[^<>\[\]\"']++|\"[^\"]*+\"|'[^']*+')*"
_DOCTYPE = re.compile(_DOCTYPE_PARTS + rb">")
_ATTRIBUTE = rb"[ \t\r\n]++[^ \t\r\n=<>\"'/]++[ \t\r\n]*+=[ \t\r\n]*+(?:\"[^\"<]*+\"|'[^'<]*+')"
# Start tags that are not closed at once. Groups: the name, the attributes.
_TAG = re.compile(rb"<(html|head)((?:%b)*)[ \t\r\n]*+>" % _ATTRIBUTE)
_DEFAULT_NAMESPACE = re.compile(
    rb"(?:%b)*?[ \t\r\n]++xmlns[ \t\r\n]*=[ \t\r\n]*[\"']([^\"']*)" % _ATTRIBUTE
)
# The beginning of a tag or declaration that may become one when there is more of it.
_UNFINISHED = re.compile(
    rb"<(?:html|head)(?:%b)*(?:[ \t\r\n]++(?:[^ \t\r\n=<>\"'/]++[ \t\r\n]*+"
    rb"(?:=[ \t\r\n]*+(?:\"[^\"<]*+|'[^'<]*+)?)?)?)?"
    rb"|%b(?:\"[^\"]*+|'[^']*+)?" % (_ATTRIBUTE, _DOCTYPE_PARTS)
)
_DECLARATION = re.compile(rb"<\?xml[ \t\r\n]")
_ENCODING = re.compile(rb"[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*[\"']([^\"']*)")
_STYLE_SHEET = re.compile(rb"<\?xml-stylesheet[ \t\r\n?]")
_NAMESPACE = b"http://www.w3.org/1999/xhtml"

# What may be the beginning of one of these, as far as the bytes go.
_COMMENT = b"<!--"
_BEGINNINGS = (b"<!DOCTYPE", _COMMENT, b"<?", b"<html", b"<head")
_LONGEST = max(map(len, _BEGINNINGS))
# With so many a byte order mark is complete.
_MARK_BYTES = 4
# See a11y.html.scan: a page that dribbles makes us look again and again, but not for ever.
_WORK_FACTOR = 64


class XmlScanner:
    """The place in application/xhtml+xml."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._seen = 0  # how much there was at the call before
        self._at = 0  # the next token
        self._in_root = False
        self._place = -1
        self._reason: Reason | None = None
        self.work = 0  # how many bytes were looked at, some of them again

    def find(self, data: Bytes, *, final: bool) -> int | Reason | None:
        """See a11y.html.scan.Finder."""
        end = min(len(data), self._limit)
        if has_wide_mark(data):
            return Reason.CHARSET
        if self._worth_looking(data, end) and (final or end >= _MARK_BYTES):
            self._walk(data, end)
        if self._place >= 0:
            return self._place
        if self._reason is None and (final or end == self._limit or self._is_too_much()):
            return Reason.XML
        return self._reason

    def _is_too_much(self) -> bool:
        return self.work > _WORK_FACTOR * self._limit

    def _worth_looking(self, data: Bytes, end: int) -> bool:
        """Whether the new bytes can complete a token: only by what ends every one of them."""
        seen, self._seen = self._seen, end
        return end - self._at <= _LONGEST or data.find(b">", seen, end) >= 0

    def _walk(self, data: Bytes, end: int) -> None:
        """Go over what may stand before the place, as far as it is complete."""
        self.work += end - self._at
        if self._at == 0 and data.startswith(UTF8_MARK):
            self._at = len(UTF8_MARK)
        while self._place < 0 and self._reason is None:
            space = _SPACE.match(data, self._at, end)
            self._at = space.end() if space else self._at
            after = self._token(data, end)
            if after == INCOMPLETE:
                return
            if after == NO_TOKEN:
                self._reason = Reason.XML
            self._at = after

    def _token(self, data: Bytes, end: int) -> int:
        """Where the token at hand ends; NO_TOKEN if it is one that we do not know."""
        start = bytes(data[self._at : min(self._at + _LONGEST, end)])
        if start.startswith(_COMMENT):
            return _behind(data.find(b"-->", self._at + len(_COMMENT), end), 3)
        if start.startswith(b"<?"):
            after = _behind(data.find(b"?>", self._at + 2, end), 2)
            if after > 0:
                self._instruction(bytes(data[self._at : after]))
            return after
        pattern = _DOCTYPE if start.startswith(b"<!DOCTYPE") else _TAG
        found = pattern.match(data, self._at, end)
        if found is None:
            return _unmatched(data, self._at, end, start)
        if pattern is _TAG:
            self._tag(found)
        elif self._in_root:
            return NO_TOKEN
        return found.end()

    def _instruction(self, instruction: bytes) -> None:
        """A style sheet may make another document of it; an encoding, other bytes."""
        if _STYLE_SHEET.match(instruction) and not self._in_root:
            self._reason = Reason.XML
        elif _DECLARATION.match(instruction):
            encoding = _ENCODING.search(instruction)
            if encoding and not is_ascii_compatible(encoding[1].decode("latin-1")):
                self._reason = Reason.CHARSET
        if b"\0" in instruction:
            self._reason = Reason.NUL

    def _tag(self, tag: re.Match[bytes]) -> None:
        namespace = _namespace(tag[2])
        if tag[1] == b"html" and not self._in_root and namespace == _NAMESPACE:
            self._in_root = True
        elif tag[1] == b"head" and self._in_root and namespace in (_NAMESPACE, None):
            self._place = tag.end()
        else:
            self._reason = Reason.XML  # an element of another namespace runs no scripts


def _namespace(attributes: bytes) -> bytes | None:
    """The default namespace that these attributes declare."""
    found = _DEFAULT_NAMESPACE.match(attributes)
    return found[1] if found else None


def _behind(at: int, length: int) -> int:
    return INCOMPLETE if at < 0 else at + length


def _unmatched(data: Bytes, at: int, end: int, start: bytes) -> int:
    """Whether a token that did not match may do so when there is more of it."""
    if len(start) < _LONGEST and any(known.startswith(start) for known in _BEGINNINGS):
        return INCOMPLETE
    return INCOMPLETE if _UNFINISHED.fullmatch(data, at, end) else NO_TOKEN
