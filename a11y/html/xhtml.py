"""Where the tag goes in application/xhtml+xml, which browsers give to an XML parser.

There a mistake is a page that shows an error instead of its content, so only the plain way is
taken: an XHTML root, right behind an explicit ``<head>``. XHTML sent as text/html is HTML.
"""

from __future__ import annotations

import re

from a11y.html.charset import has_wide_mark, is_ascii_compatible
from a11y.html.reason import Reason
from a11y.html.tokens import Bytes

_MISC = rb"(?:[ \t\r\n]++|<\?(?:(?!\?>).)*\?>|<!--(?:(?!-->).)*-->)*"
_ATTRIBUTES = (
    rb"(?:[ \t\r\n]++[^ \t\r\n=<>\"'/]++[ \t\r\n]*+=[ \t\r\n]*+(?:\"[^\"<]*+\"|'[^'<]*+'))*"
    rb"[ \t\r\n]*+"
)
# https://www.w3.org/TR/xml/#sec-prolog-dtd without an internal subset, whose entities could be
# anything. Groups: the prolog, the attributes of the root.
_HEAD = re.compile(
    rb"(?s)((?:\xef\xbb\xbf)?%(misc)b(?:<!DOCTYPE(?:[^<>\[\]\"']++|\"[^\"]*+\"|'[^']*+')*>)?"
    rb"%(misc)b)<html(%(attributes)b)>%(misc)b<head%(attributes)b>"
    % {b"misc": _MISC, b"attributes": _ATTRIBUTES}
)
_NAMESPACE = re.compile(rb"\sxmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml[\"']")
_ENCODING = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)")


class XmlScanner:
    """The place in application/xhtml+xml."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._seen = 0

    def find(self, data: Bytes, *, final: bool) -> int | Reason | None:
        """See a11y.html.scan.Finder."""
        end = min(len(data), self._limit)
        seen, self._seen = self._seen, end
        if has_wide_mark(data):
            return Reason.CHARSET
        # Only now there is anything to match, and only the end of a tag can complete it.
        if data.find(b"<head", 0, end) >= 0 and data.find(b">", seen, end) >= 0:
            head = _HEAD.match(data, 0, end)
            if head is not None:
                return _refusal(head[1], head[2]) or head.end()
        if final or end == self._limit or data.find(b"<body", 0, end) >= 0:
            return Reason.XML
        return None


def _refusal(prolog: bytes, attributes: bytes) -> Reason | None:
    # A style sheet may make another document of it; a root of another namespace runs no scripts.
    if b"<?xml-stylesheet" in prolog or not _NAMESPACE.search(attributes):
        return Reason.XML
    encoding = _ENCODING.search(prolog)
    if encoding and not is_ascii_compatible(encoding[1].decode("latin-1")):
        return Reason.CHARSET
    return Reason.NUL if b"\0" in prolog else None
