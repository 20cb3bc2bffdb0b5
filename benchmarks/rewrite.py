"""A whole page in memory, the page with the tag out: ours and what else people use."""

from __future__ import annotations

import dataclasses
import gzip
import re
import statistics
import sys
import zlib
from collections import Counter
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from a11y.codings import installed
from a11y.html import CODINGS, Codings, Headers, Inject, Rules, decide, injector_for
from benchmarks.pages import some_pages
from benchmarks.result import BenchmarkError, Cell, Options, Row, Section
from benchmarks.timing import microseconds

Rewriter = Callable[[bytes], bytes]

OURS = "a11y.html"
GZIPPED = f"{OURS}, gzip in and out"
PAGES = 24
CHUNK = 16 * 1024
RULES = Rules(boot_path="/_a11y/boot.0123456789.js")
TAG = RULES.tag()
_TEXT_TAG = TAG.decode("ascii")


def measure(options: Options) -> Section:
    """Every method on every page. CPU time; the best of the rounds per page, summed."""
    pages = some_pages(PAGES)
    zipped = [gzip.compress(page, 6, mtime=0) for page in pages]
    section = Section(
        "rewrite", notes={"size": [str(len(pages)), f"{sum(map(len, pages)) / 1e6:.1f}"]}
    )
    methods: dict[str, Rewriter] = {}
    for name, build, lack in _METHODS:
        if lack and find_spec(lack[0]) is None:
            section.missing.append(f"{name}: pip install {lack[1]}")
        else:
            methods[name] = build()
    times: dict[str, list[float | None]] = {name: [] for name in methods}
    outputs: dict[str, list[bytes | None]] = {name: [] for name in methods}
    for page, coded in zip(pages, zipped, strict=True):
        for name, rewrite in methods.items():
            given = coded if name.startswith(GZIPPED) else page
            output = _output(name, rewrite, given)
            call = partial(rewrite, given)
            outputs[name].append(output)
            times[name].append(
                None if output is None else microseconds(call, samples=options.rounds)
            )
    for name in methods:
        if name.startswith(OURS):
            _check(pages, outputs[name])
        section.rows.append(Row(name, _cells(pages, outputs[name], times[name])))
    for goal, peer in (("rewrite-lolhtml", "python-lolhtml"), ("rewrite-lxml", "lxml.html")):
        if peer in times:
            section.reached[goal] = ratio(times[peer], times[OURS])
    return section


def ratio(theirs: list[float | None], ours: list[float | None]) -> float:
    """How many times longer they took, over the pages that both got through."""
    both = [(a, b) for a, b in zip(theirs, ours, strict=True) if a is not None and b is not None]
    return sum(a for a, _ in both) / sum(b for _, b in both)


def _cells(
    pages: list[bytes], outputs: list[bytes | None], times: list[float | None]
) -> dict[str, Cell]:
    done = [
        (page, output, time)
        for page, output, time in zip(pages, outputs, times, strict=True)
        if output is not None and time is not None
    ]
    changed = changed_share([page for page, _, _ in done], [output for _, output, _ in done])
    return {
        "mb_s": sum(len(page) for page, _, _ in done) / sum(time for _, _, time in done),
        "own_page_us": times[0] if times[0] is not None else "–",
        "median_page_us": statistics.median(time for _, _, time in done),
        "changed_percent": 100 * changed,
        "placed": f"{sum(TAG in output for _, output, _ in done)}/{len(pages)}",
    }


def _output(name: str, rewrite: Rewriter, given: bytes) -> bytes | None:
    """The page with the tag; None where a peer can't do it."""
    try:
        output = rewrite(given)
    except Exception as error:  # noqa: BLE001 - peers raise what they like
        print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
        return None
    return zlib.decompress(output, wbits=31) if name.startswith(GZIPPED) else output


def _check(pages: list[bytes], outputs: list[bytes | None]) -> None:
    for page, output in zip(pages, outputs, strict=True):
        if output is None or output.replace(TAG, b"", 1) != page:
            raise BenchmarkError("our own output is not the page and the tag")


def changed_share(pages: list[bytes], outputs: list[bytes]) -> float:
    """How much of the pages differs beside the tag, 0 to 1.

    Counted in pieces that end with ``>``: bytes of pieces that only one side has, over all bytes.
    """
    differing = total = 0
    for page, output in zip(pages, outputs, strict=True):
        rest = output.replace(TAG, b"", 1)
        if rest != page:
            old, new = Counter(page.split(b">")), Counter(rest.split(b">"))
            only = (old - new) + (new - old)
            differing += sum((len(piece) + 1) * count for piece, count in only.items())
        total += len(page) + len(rest) + 2
    return differing / total


def _verdict(headers: Headers, codings: Codings) -> Inject:
    rules = dataclasses.replace(RULES, codings=codings)
    verdict = decide("GET", [], 200, [(b"content-type", b"text/html"), *headers], rules)
    if not isinstance(verdict, Inject):
        raise BenchmarkError(f"our own policy leaves the page alone: {verdict.reason}")
    return verdict


def _whole() -> Rewriter:
    verdict = _verdict([], {})
    return lambda page: injector_for(verdict).feed(page, final=True)


def _gzipped(codings: Codings) -> Rewriter:
    verdict = _verdict([(b"content-encoding", b"gzip")], codings)
    return lambda page: injector_for(verdict).feed(page, final=True)


def _chunked() -> Rewriter:
    verdict = _verdict([], {})

    def rewrite(page: bytes) -> bytes:
        injector = injector_for(verdict)
        out = [injector.feed(page[at : at + CHUNK]) for at in range(0, len(page), CHUNK)]
        return b"".join([*out, injector.finish()])

    return rewrite


def _pattern() -> Rewriter:
    end = re.compile(rb"</head>", re.IGNORECASE)
    return lambda page: end.sub(TAG + b"</head>", page, count=1)


def _lolhtml() -> Rewriter:
    lolhtml: Any = import_module("lolhtml")

    def rewrite(page: bytes) -> bytes:
        out: list[bytes] = []
        rewriter = lolhtml.HTMLRewriter(out.append)
        rewriter.on("head", _Prepend(lolhtml.ContentType.HTML))
        rewriter.write(page)
        rewriter.end()
        return b"".join(out)

    return rewrite


class _Prepend:
    def __init__(self, kind: object) -> None:
        self._kind = kind

    def element(self, element: Any) -> None:
        element.prepend(_TEXT_TAG, self._kind)


def _turbohtml() -> Rewriter:
    rewrite: Any = import_module("turbohtml.rewrite").rewrite
    handlers = [("head", lambda element: element.prepend(_TEXT_TAG, html=True))]
    # Text only; through latin-1 every byte comes out as it went in.
    return lambda page: bytes(rewrite(page.decode("latin-1"), elements=handlers).encode("latin-1"))


def _lxml() -> Rewriter:
    html: Any = import_module("lxml.html")

    def rewrite(page: bytes) -> bytes:
        tree = html.document_fromstring(page)
        script = html.Element("script", src=RULES.boot_path)
        head = tree.find("head")
        (tree if head is None else head).insert(0, script)
        encoding = tree.getroottree().docinfo.encoding or "utf-8"
        return bytes(html.tostring(tree.getroottree(), encoding=encoding))

    return rewrite


def _selectolax() -> Rewriter:
    parser: Any = import_module("selectolax.lexbor").LexborHTMLParser

    def rewrite(page: bytes) -> bytes:
        tree = parser(page)
        script = parser(f"<html><head>{_TEXT_TAG}").head.first_child
        first = tree.head.first_child
        first.insert_before(script) if first else tree.head.insert_child(script)
        return bytes(tree.html.encode("utf-8", "surrogateescape"))

    return rewrite


def _soup() -> Rewriter:
    soup: Any = import_module("bs4").BeautifulSoup

    def rewrite(page: bytes) -> bytes:
        tree = soup(page, "html.parser")
        script = tree.new_tag("script", src=RULES.boot_path)
        (tree.head or tree).insert(0, script)
        return bytes(tree.encode(tree.original_encoding or "utf-8", formatter="minimal"))

    return rewrite


_Lack = tuple[str, str] | None
_METHODS: tuple[tuple[str, Callable[[], Rewriter], _Lack], ...] = (
    (OURS, _whole, None),
    (f"{OURS}, 16 KB chunks", _chunked, None),
    (f"{GZIPPED}, zlib", lambda: _gzipped(CODINGS), None),
    (f"{GZIPPED}, isal", lambda: _gzipped(installed()), ("isal", "isal")),
    ("</head> regex", _pattern, None),
    ("python-lolhtml", _lolhtml, ("lolhtml", "python-lolhtml")),
    ("turbohtml.rewrite", _turbohtml, ("turbohtml", "turbohtml")),
    ("selectolax", _selectolax, ("selectolax", "selectolax")),
    ("lxml.html", _lxml, ("lxml", "lxml")),
    ("bs4 + html.parser", _soup, ("bs4", "beautifulsoup4")),
)
