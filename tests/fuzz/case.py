"""One case: a page, how it comes, and everything that must hold for it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from random import Random

import turbohtml

from a11y.html import Inject, Injector, Reason, Rules, decide, injector_for
from a11y.html.scan import Scanner
from tests.fuzz import soup, sources, usual_soup, xml_soup
from tests.fuzz.oracle import RULES, TAG, FaultError, Oracle
from tests.fuzz.walker import Walker
from tests.fuzz.xml_oracle import compare_xml

# Up to this length every split in two is tried, above it some.
_ALL_SPLITS = 64
_SOME_SPLITS = 8
# Up to this length a page comes byte by byte, too.
_DRIBBLING = 400
# In so many pieces a page may be looked at so often that we give up.
_MANY_PIECES = 64
_TYPES = {False: b"text/html", True: b"application/xhtml+xml"}
_DOCUMENT_TAGS = ("html", "head", "body", "frameset")
_HEAD_TAGS = ("base", "link", "meta", "style", "title")


@dataclass(frozen=True)
class Case:
    """``seed`` decides how the page is cut; ``scan_bytes`` is the limit of the search."""

    page: bytes
    seed: str = ""
    is_xml: bool = False
    scan_bytes: int = RULES.scan_bytes
    oracle: Oracle = field(default_factory=Oracle)
    gzipped: bool = False
    every_split: bool = False


def case_at(seed: int, index: int, *, every_split: bool = False) -> Case:
    """The case with this number; the same for the same sources of pages."""
    name = f"{seed}:{index}"
    chance = Random(name)  # noqa: S311 it is to be the same again
    dice = chance.random()
    if dice < 0.1:
        page, is_xml = xml_soup.page(chance), True
    elif dice < 0.25:
        page, is_xml = usual_soup.page(chance), False
    else:
        page = soup.page(chance) if dice < 0.7 else sources.mutated(chance)
        is_xml = chance.random() < 0.01
    limit = RULES.scan_bytes
    if chance.random() < 0.1:
        limit = chance.randrange(8, len(page) + 20)
    return Case(
        page=page,
        seed=name,
        is_xml=is_xml,
        scan_bytes=limit,
        oracle=Oracle(decoded=index % 4 == 0, second=index % 256 == 0),
        gzipped=index % 16 == 0,
        every_split=every_split,
    )


def case_by_way(way: int, page: bytes) -> Case:
    """The case of a page from elsewhere. Bits of ``way``: 1 for XHTML, 2 for a low limit."""
    limit = max(8, len(page) * 3 // 4) if way & 2 else RULES.scan_bytes
    return Case(page, seed=str(len(page)), is_xml=bool(way & 1), scan_bytes=limit)


def check(case: Case) -> Reason | None:
    """Why the page was left untouched, or None if it is the same but for the tag.

    Raises FaultError if it is neither, and for whatever else is raised on the way.
    """
    try:
        return _check(case)
    except FaultError:
        raise
    except Exception as error:
        raise FaultError(f"raised {type(error).__name__}", str(error)) from error


def _check(case: Case) -> Reason | None:
    _check_place(case)
    out, reason = passed(case, [case.page])
    if reason is None:
        _check_bytes(case.page, out)
        _check_tree(case, out)
    elif out != case.page:
        raise FaultError("left, but changed")
    for pieces in splits(case):
        _check_pieces(case, pieces, out, reason)
    if case.gzipped:
        _check_gzip(case, out, reason)
    return reason


def passed(
    case: Case, pieces: list[bytes], *, gzipped: bool = False
) -> tuple[bytes, Reason | None]:
    """What an Injector makes of the page in these pieces, and why if it is no different."""
    injector = new_injector(case, gzipped=gzipped)
    out = b"".join([*map(injector.feed, pieces), injector.finish()])
    if injector.injected == (injector.reason is not None):
        raise FaultError("neither injected nor left")
    return out, injector.reason


def new_injector(case: Case, *, gzipped: bool) -> Injector:
    return injector_for(_verdict(case.is_xml, gzipped, case.scan_bytes))


@lru_cache(maxsize=256)
def _verdict(is_xml: bool, gzipped: bool, scan_bytes: int) -> Inject:
    headers = [(b"content-type", _TYPES[is_xml])]
    if gzipped:
        headers.append((b"content-encoding", b"gzip"))
    rules = Rules(boot_path=RULES.boot_path, scan_bytes=scan_bytes)
    verdict = decide("GET", [], 200, headers, rules)
    if not isinstance(verdict, Inject):
        raise FaultError("refused before it began")
    return verdict


def splits(case: Case) -> Iterator[list[bytes]]:
    """The page in two pieces, in several, and byte by byte."""
    page, chance = case.page, Random(case.seed)  # noqa: S311 it is to be the same again
    if case.every_split or len(page) <= _ALL_SPLITS:
        cuts: list[int] | range = range(len(page) + 1)
    else:
        cuts = [chance.randrange(len(page) + 1) for _ in range(_SOME_SPLITS)]
    for cut in cuts:
        yield [page[:cut], page[cut:]]
    several = sorted(chance.randrange(len(page) + 1) for _ in range(chance.randrange(2, 9)))
    yield [page[start:end] for start, end in pairwise([0, *several, len(page)])]
    if case.every_split or len(page) <= _DRIBBLING:
        yield [page[at : at + 1] for at in range(len(page))]


def may_be_let_go(page: bytes) -> bool:
    """Whether the page begins like a fragment: then it is not held until it shows what it is.

    Looked at with another tokenizer: something that can't stand in a head comes before any sign
    of a document.
    """
    # White space as a character reference is text to us.
    text = page.removeprefix(b"\xef\xbb\xbf").replace(b"&", b"x").decode("latin-1")
    for token in turbohtml.tokenize(text):
        if token.type is turbohtml.TokenType.DOCTYPE:
            return False
        if token.type is turbohtml.TokenType.TEXT and (token.data or "").strip("\t\n\f\r "):
            return True
        if token.type is turbohtml.TokenType.START_TAG and token.tag not in _HEAD_TAGS:
            return token.tag not in _DOCUMENT_TAGS
    return False


def _check_place(case: Case) -> None:
    """The expressions for what is usual lead where the walk would have led."""
    for label_known in (False, True):
        got, walked = (
            kind(case.scan_bytes, label_known).find(case.page, final=True)
            for kind in (Scanner, Walker)
        )
        if got != walked:
            raise FaultError("another place", f"{got} instead of {walked}")


def _check_bytes(page: bytes, out: bytes) -> None:
    at = out.find(TAG)
    if at < 0 or out[:at] + out[at + len(TAG) :] != page:
        raise FaultError("other bytes")


def _check_tree(case: Case, out: bytes) -> None:
    if case.is_xml:
        compare_xml(case.page, out)
    else:
        case.oracle.compare(case.page, out)


def _check_pieces(case: Case, pieces: list[bytes], out: bytes, reason: Reason | None) -> None:
    got, got_reason = passed(case, pieces)
    if (got, got_reason) == (out, reason):
        return
    lengths = "single bytes" if len(pieces) == len(case.page) else list(map(len, pieces))
    if got_reason is None or got != case.page:
        raise FaultError("other bytes in pieces", f"{lengths}: {got_reason} instead of {reason}")
    # The work on a page that dribbles is bounded: see test_limits.
    if got_reason is Reason.SCAN_LIMIT and len(pieces) > _MANY_PIECES:
        return
    if got_reason is not Reason.FRAGMENT or not may_be_let_go(case.page):
        raise FaultError("left in pieces", f"{lengths}: {got_reason} instead of {reason}")


def _check_gzip(case: Case, out: bytes, reason: Reason | None) -> None:
    coded = gzip.compress(case.page, 1, mtime=0)
    chance = Random(case.seed)  # noqa: S311 it is to be the same again
    cut = chance.randrange(len(coded) + 1)
    got, got_reason = passed(case, [coded[:cut], coded[cut:]], gzipped=True)
    if reason is not None and got_reason is not None and got == coded:
        return
    if gzip.decompress(got) not in (out, case.page):
        raise FaultError("other bytes in gzip")
    if got_reason != reason and not (got_reason is Reason.FRAGMENT and may_be_let_go(case.page)):
        raise FaultError("left in gzip", f"{got_reason} instead of {reason}")


def with_page(case: Case, page: bytes) -> Case:
    """The same case with another page."""
    return replace(case, page=page)
