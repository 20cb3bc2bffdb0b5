"""What other ways to insert a tag do to the same pages, judged by the same oracle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from a11y.html import Reason
from a11y.html.charset import UTF8_MARK
from a11y.html.scan import Scanner
from tests.fuzz import sources
from tests.fuzz.oracle import RULES, TAG, FaultError, Oracle

# The page with the tag, or None if this way finds no place.
Way = Callable[[bytes], bytes | None]

_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
_HEAD = re.compile(rb"<head[^>]*>", re.IGNORECASE)
_BODY = re.compile(rb"<body[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """Of a set of pages: the same but for the tag, without it, broken, other bytes elsewhere."""

    same: int
    none: int
    broken: int
    other_bytes: int


def ours(page: bytes) -> bytes | None:
    place = Scanner(RULES.scan_bytes).find(page, final=True)
    return None if isinstance(place, Reason) or place is None else _spliced(page, place)


def before_head_end(page: bytes) -> bytes | None:
    found = _HEAD_END.search(page)
    return _spliced(page, found.start()) if found else None


def behind_head(page: bytes) -> bytes | None:
    found = _HEAD.search(page)
    return _spliced(page, found.end()) if found else None


def behind_body(page: bytes) -> bytes | None:
    found = _BODY.search(page)
    return _spliced(page, found.end()) if found else None


def in_front(page: bytes) -> bytes | None:
    return TAG + page


class FirstHead:
    """Inserts at the beginning of the first explicit head only."""

    def __init__(self, **options: object) -> None:
        self._done = False
        self._options = options

    def element(self, element: Any) -> None:
        if not self._done:
            element.prepend(TAG.decode("ascii"), **self._options)
        self._done = True


def lolhtml_way() -> Way:
    """lol-html by its Python binding."""
    lolhtml: Any = import_module("lolhtml")

    def insert(page: bytes) -> bytes:
        out: list[bytes] = []
        rewriter = lolhtml.HTMLRewriter(out.append)
        rewriter.on("head", FirstHead(content_type=lolhtml.ContentType.HTML))
        rewriter.write(page)
        rewriter.end()
        return b"".join(out)

    return insert


def turbohtml_way() -> Way:
    """turbohtml's rewriter. It takes text; through latin-1 every byte comes out as it went in."""
    rewrite: Any = import_module("turbohtml.rewrite").rewrite

    def insert(page: bytes) -> bytes:
        handlers = [("head", FirstHead(html=True).element)]
        return bytes(rewrite(page.decode("latin-1"), elements=handlers).encode("latin-1"))

    return insert


def lxml_way() -> Way:
    """Parse with lxml.html, insert, serialise."""
    html: Any = import_module("lxml.html")

    def insert(page: bytes) -> bytes:
        root = html.document_fromstring(page.removeprefix(UTF8_MARK).decode("latin-1"))
        head = root.find("head")
        (root if head is None else head).insert(0, html.Element("script", src=RULES.boot_path))
        made: str = html.tostring(root.getroottree(), encoding="unicode")
        return made.encode("latin-1", "xmlcharrefreplace")

    return insert


def ways() -> dict[str, Way]:
    """Every way that is installed."""
    found: dict[str, Way] = {"a11y": ours}
    for name, make in {
        "python-lolhtml": lolhtml_way,
        "turbohtml.rewrite": turbohtml_way,
        "lxml parse + serialise": lxml_way,
    }.items():
        try:
            found[name] = make()
        except ImportError:
            print(f"{name} is not installed: make bench installs the peers")
    return found | {
        "first <head>": behind_head,
        "before </head>": before_head_end,
        "first <body>": behind_body,
        "in front of the page": in_front,
    }


def judge(way: Way, pages: Iterable[bytes]) -> Row:
    """What this way does to these pages."""
    counts: Counter[str] = Counter()
    oracle = Oracle(decoded=False, lenient=True)
    for page in pages:
        try:
            out = way(page)
        except Exception:  # noqa: BLE001 a peer that fails is one that did nothing
            out = None
        if out is None or out == page:
            counts["none"] += 1
            continue
        at = out.find(TAG)
        if at < 0 or out[:at] + out[at + len(TAG) :] != page:
            counts["other bytes"] += 1
        try:
            oracle.compare(page, out)
        except FaultError:
            counts["broken"] += 1
        else:
            counts["same"] += 1
    return Row(counts["same"], counts["none"], counts["broken"], counts["other bytes"])


def main() -> None:
    """Print the table."""
    sets: dict[str, tuple[bytes, ...]] = {"html5lib": sources.html5lib_inputs()}
    if sources.corpus_pages():
        sets["real pages"] = sources.corpus_pages()
    for title, pages in sets.items():
        print(f"{title}, {len(pages)}: same / no tag / broken / other bytes changed")
        for name, way in ways().items():
            row = judge(way, pages)
            print(f"  {name:24}{row.same:6}{row.none:6}{row.broken:6}{row.other_bytes:6}")


def _spliced(page: bytes, at: int) -> bytes:
    return page[:at] + TAG + page[at:]
