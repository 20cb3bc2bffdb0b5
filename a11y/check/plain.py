"""The content of an answer without its content codings, for reading only."""

from __future__ import annotations

from a11y.html import Coding, CodingError, Codings
from a11y.html.coding import codings_of

# How much of a page is read for findings; the verdict itself needs less.
LIMIT = 1024 * 1024


def plain(fields: list[bytes], body: bytes, codings: Codings) -> bytes | None:
    """The first LIMIT bytes of what the coded body stands for; None where we can't tell."""
    try:
        for name in reversed(codings_of(fields)):
            body = _decoded(codings[name], body)
    except (KeyError, CodingError):
        return None
    return body[:LIMIT]


def _decoded(coding: Coding, body: bytes) -> bytes:
    decoder = coding.decoder()
    out = bytearray()
    data = body
    while len(out) < LIMIT and (piece := decoder.decode(data, LIMIT - len(out))):
        out += piece
        data = b""
    return bytes(out)
