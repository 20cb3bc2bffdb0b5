"""One byte range of a whole representation (RFC 9110, section 14): what media players ask for."""

from __future__ import annotations

import re

_SINGLE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.IGNORECASE)


class UnsatisfiableError(Exception):
    """The range begins after the end (416)."""


def parse(header: str | None, size: int) -> tuple[int, int] | None:
    """First byte and end (exclusive), or None where the header is to be ignored.

    Several ranges, other units and bad syntax are ignored, as section 14.2 permits. Raises
    UnsatisfiableError.
    """
    match = _SINGLE.fullmatch(header or "")
    if not match or match[0].strip().endswith("=-"):
        return None
    first, last = match.groups()
    if not first:
        if int(last) == 0:
            raise UnsatisfiableError
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise UnsatisfiableError
    return int(first), min(int(last) + 1, size) if last else size
