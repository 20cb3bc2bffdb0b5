"""Field lines of heads and trailers (RFC 9112 5), read strictly."""

from __future__ import annotations

import re

from a11y_proxy.header_rules import Headers

# Portals send long ones (60 cookies happen); what is longer is no head.
LINE_BYTES = 64 * 1024
LINE_COUNT = 1000
HEAD_BYTES = 256 * 1024

_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")

# Valid names as they came, and in lower case. Portals use the same few over and over; the limit
# is for one that doesn't.
_names: dict[bytes, bytes] = {}
_NAMES_KEPT = 512


class MalformedError(Exception):
    """What came is not HTTP as two readers would read it. The message says what is wrong."""


def split_lines(raw: bytes) -> list[bytes]:
    """The lines of a head or a trailer section without its empty line. Raises MalformedError.

    A head whose every line ends with LF alone is read, too (RFC 9112 2.2): CGI scripts print
    such. Both kinds of ends in one head, a CR within a line and NUL are refused.
    """
    lines = raw.split(b"\r\n")
    ends = len(lines) - 1
    if raw.count(b"\r") != ends or raw.count(b"\n") != ends:
        lines = raw.split(b"\n")
        if b"\r" in raw:
            raise MalformedError("a CR or LF alone")
    if b"\0" in raw:
        raise MalformedError("a NUL")
    if len(lines) > LINE_COUNT:
        raise MalformedError("too many fields")
    if len(raw) > LINE_BYTES and max(map(len, lines)) > LINE_BYTES:
        raise MalformedError("a field that is too long")
    return lines


def parse_fields(lines: list[bytes]) -> Headers:
    """Names in lower case and values, in their order. Raises MalformedError.

    A folded line is joined to the one before by a space, as a gateway has to (RFC 9112 5.2).
    """
    fields: Headers = []
    for line in lines:
        name, colon, value = line.partition(b":")
        known = _names.get(name)
        if known is None:
            if name[:1] in (b" ", b"\t") and fields:
                before = fields.pop()
                fields.append((before[0], before[1] + b" " + line.strip(b" \t")))
                continue
            known = _checked_name(name)
        if not colon:
            raise MalformedError("a line without a colon")
        fields.append((known, value.strip(b" \t")))
    return fields


def _checked_name(name: bytes) -> bytes:
    if not _TOKEN.fullmatch(name):
        raise MalformedError("a field name that is none")
    lower = name.lower()
    if len(_names) < _NAMES_KEPT and len(name) < 64:
        _names[name] = lower
    return lower
