"""Changes of a page as bytes to put in the place of others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """``page[start:end]`` becomes ``new``; an insertion where start is end."""

    start: int
    end: int
    new: bytes


def applied(page: bytes, edits: Iterable[Edit]) -> bytes:
    """The page with these edits. Raises ValueError if two of them overlap."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at:
            raise ValueError(f"two edits overlap at {edit.start}")
        pieces += [page[at : edit.start], edit.new]
        at = edit.end
    pieces.append(page[at:])
    return b"".join(pieces)
