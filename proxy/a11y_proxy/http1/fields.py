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

# Whole lines that say the same in response after response, such as the type or the server, read.
_lines: dict[bytes, tuple[bytes, bytes]] = {}
_LINES_KEPT = 512
_LINE_KEPT_BYTES = 80
_SAME_EVERY_TIME = frozenset(
    {
        *(b"accept-ranges", b"cache-control", b"connection", b"content-encoding"),
        *(b"content-language", b"content-type", b"keep-alive", b"pragma", b"server"),
        *(b"transfer-encoding", b"vary", b"via", b"x-content-type-options", b"x-frame-options"),
        *(b"x-powered-by", b"x-xss-protection"),
    }
)


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
        field = _lines.get(line)
        if field is None:
            if line[:1] in (b" ", b"\t") and fields:
                before = fields.pop()
                field = before[0], before[1] + b" " + line.strip(b" \t")
            else:
                field = _read(line)
        fields.append(field)
    return fields


def _read(line: bytes) -> tuple[bytes, bytes]:
    name, colon, value = line.partition(b":")
    lower = _names.get(name) or _checked_name(name)
    if not colon:
        raise MalformedError("a line without a colon")
    field = lower, value.strip(b" \t")
    if lower in _SAME_EVERY_TIME and len(_lines) < _LINES_KEPT and len(line) < _LINE_KEPT_BYTES:
        _lines[line] = field
    return field


def _checked_name(name: bytes) -> bytes:
    if not _TOKEN.fullmatch(name):
        raise MalformedError("a field name that is none")
    lower = name.lower()
    if len(_names) < _NAMES_KEPT and len(name) < 64:
        _names[name] = lower
    return lower
