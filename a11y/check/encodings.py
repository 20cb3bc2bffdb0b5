"""What may go wrong with a page's encoding, with and without the tag."""

from __future__ import annotations

from collections.abc import Iterator

from a11y.check.finding import Finding
from a11y.check.page import Page
from a11y.encoding import PRESCAN_BYTES, codec_of, mislabelled
from a11y.html import Inject, Reason, injector_for


def find(page: Page) -> Iterator[Finding]:
    """What is wrong with the declarations of a page, or in its bytes."""
    encoding = page.encoding
    if not page.is_html or not page.content or page.verdict.reason is Reason.CHARSET:
        return
    if encoding.unknown is not None:
        yield Finding.quoting("charset.unknown", encoding.unknown)
    if encoding.declared is None:
        if not page.content.isascii():
            yield Finding("charset.undeclared")
    elif (real := mislabelled(page.content, encoding)) is not None:
        yield Finding.quoting("charset.mislabelled", f"{encoding.declared} ≠ {real}")
    elif _conflict(page):
        yield Finding.quoting("charset.conflict", f"{encoding.header} ≠ {encoding.meta}")
    yield from _places(page)


def where(page: Page) -> str:
    """Where an encoding that bytes can't be inserted into was declared."""
    encoding = page.encoding
    if encoding.mark is not None and encoding.mark != "utf-8":
        return f"BOM: {encoding.mark}"
    if encoding.header is not None:
        return f"content-type: charset={encoding.header}"
    return f"<meta charset={encoding.meta}>" if encoding.meta else "ESC"


def _conflict(page: Page) -> bool:
    header, meta = page.encoding.header, page.encoding.meta
    if header is None or meta is None:
        return False
    codecs = codec_of(header), codec_of(meta)
    return None not in codecs and codecs[0] != codecs[1]


def _places(page: Page) -> Iterator[Finding]:
    """Whether browsers reach the declaration, before and after the tag is in."""
    encoding = page.encoding
    if encoding.meta is None or encoding.mark is not None or encoding.header is not None:
        return
    inject = page.verdict.inject
    if encoding.meta_end > PRESCAN_BYTES:
        yield Finding("charset.late", f"{encoding.meta_start}")
    elif inject is not None and page.verdict.injected:
        place = _place(page, inject)
        if place <= encoding.meta_start and encoding.meta_end + len(inject.tag) > PRESCAN_BYTES:
            yield Finding("charset.pushed", f"{encoding.meta_end} + {len(inject.tag)}")


def _place(page: Page, inject: Inject) -> int:
    """Where in the plain content the tag goes."""
    injector = injector_for(inject._replace(codings=()))
    return injector.feed(page.content, final=True).find(inject.tag)
