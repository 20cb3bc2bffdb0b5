"""Ways to put the tag into a page that is in memory as a whole: ours, and other people's."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

from a11y.codings import installed
from a11y.html import CODINGS, Codings, Headers, Inject, Rules, decide, injector_for
from benchmarks.result import BenchmarkError

Rewriter = Callable[[bytes], bytes]

OURS = "a11y.html"
GZIPPED = f"{OURS}, gzip in and out"
CHUNK = 16 * 1024
RULES = Rules(boot_path="/_a11y/boot.0123456789.js")
TAG = RULES.tag()
_TEXT_TAG = TAG.decode("ascii")


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


# The module that it needs, and the package that has it.
Lack = tuple[str, str] | None
METHODS: tuple[tuple[str, Callable[[], Rewriter], Lack], ...] = (
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
