"""Patterns of paths, such as ``/api/**`` and ``/**/*.jsp``: the addresses that are left alone.

``*`` stands for any characters within one segment, ``**`` as a whole segment for any number of
segments, none included; all else stands for itself, and a pattern is about the whole path. So
``/api/**`` covers ``/api``, ``/api/`` and all below. Letters count as they are written. What is
percent-encoded is the same as what is not (but ``%2F`` is no slash), and ``;jsessionid=...`` behind
a segment does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

# Encoded, these two are not what they are else: RFC 3986 sections 2.2 and 2.4.
_KEPT = re.compile(rb"%(2f|25)", re.IGNORECASE)
_PARAMETERS = re.compile(rb";[^/]*")
_WILD = re.compile(rb"(\*+)")


class PathPatterns:
    """Tells whether a path matches one of these. Raises ValueError for what is no pattern."""

    def __init__(self, patterns: Iterable[str]) -> None:
        parts = [_expression(pattern) for pattern in patterns]
        self._any = re.compile(b"|".join(parts), re.DOTALL) if parts else None

    def match(self, path: bytes) -> bool:
        """Whether a path matches, without its query, as it came or decoded."""
        return self._any is not None and self._any.fullmatch(normal(path)) is not None


def normal(path: bytes) -> bytes:
    """One form for all spellings of a path that mean the same."""
    if b";" in path:
        path = _PARAMETERS.sub(b"", path)
    if b"%" in path:
        path = unquote_to_bytes(_KEPT.sub(lambda found: b"%25" + found[1].lower(), path))
    return path


def _expression(pattern: str) -> bytes:
    if not pattern.startswith("/"):
        raise ValueError(f"a path begins with a slash: {pattern!r}")
    if bad := set(pattern) & set("?#;"):
        raise ValueError(f"a path has no {' or '.join(sorted(bad))}: {pattern!r}")
    expression = b""
    for segment in normal(pattern.encode("utf-8"))[1:].split(b"/"):
        if segment == b"**":
            expression += b"(?:/[^/]*)*"
        elif b"**" in segment:
            raise ValueError(f"** stands for whole segments, as in /**/*.jsp: {pattern!r}")
        else:
            pieces = (b"[^/]*" if p == b"*" else re.escape(p) for p in _WILD.split(segment))
            expression += b"/" + b"".join(pieces)
    return expression
