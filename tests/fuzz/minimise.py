"""The smallest page that goes wrong in the same way."""

from __future__ import annotations

from collections.abc import Callable

from tests.fuzz.case import Case, check, with_page
from tests.fuzz.oracle import FaultError

# A page of some hundred bytes needs some hundred tries; this is for the others.
_TRIES = 5000


def minimised(case: Case) -> Case:
    """A case of the same kind of fault from whose page nothing can be taken away."""
    kind = _kind(case)
    page = reduced(case.page, lambda page: _kind(with_page(case, page)) == kind)
    return with_page(case, page)


def reduced(page: bytes, is_like_it: Callable[[bytes], bool]) -> bytes:
    """Take pieces out of the page, large ones first, as long as it stays like what it was."""
    size, tries = len(page) // 2, _TRIES
    while size and tries > 0:
        at = 0
        while at < len(page) and tries > 0:
            tries -= 1
            smaller = page[:at] + page[at + size :]
            if is_like_it(smaller):
                page = smaller
            else:
                at += size
        size = min(size // 2, len(page))
    return page


def _kind(case: Case) -> str | None:
    try:
        check(case)
    except FaultError as fault:
        return fault.kind
    return None
