"""What a page is made of: frames, head, base, viewport, size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from a11y.check.finding import Finding
from a11y.check.page import Page, joined, origin_of
from a11y.check.plain import LIMIT
from a11y.html import Reason

_NO_ZOOM = re.compile(r"user-scalable\s*=\s*(?:no|0)|maximum-scale\s*=\s*1(?:\.0*)?(?![.\d])")
_OLD_MODE = re.compile(r"ie\s*=\s*(?:emulateie)?([5-9]|10)\b", re.IGNORECASE)
# Names of files that are kept, not shown.
_FILE = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|7z|wps|et|ofd|csv|mp[34]|apk|exe)$", re.IGNORECASE
)
_MARKUP_START = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml|!--|[a-z])", re.IGNORECASE)


def find(page: Page) -> Iterator[Finding]:
    """What in a page's structure matters to care mode."""
    yield from _type(page)
    if page.verdict.breaks:
        yield Finding.quoting("coding.broken-later", page.verdict.breaks)
    if page.is_html:
        yield from _frames(page)
        yield from _head(page)
        if len(page.content) >= LIMIT or (not page.exchange.complete and not page.exchange.trouble):
            yield Finding("page.huge", f"> {len(page.content)}")


def names_file(url: str) -> bool:
    """Whether an address is that of a file to keep."""
    return _FILE.search(url.partition("?")[0].partition("#")[0]) is not None


def is_file_as_page(page: Page) -> bool:
    """Whether something that is no page goes by the name of one."""
    left = page.verdict.reason in (Reason.FRAGMENT, Reason.UNFINISHED, Reason.NUL, Reason.CHARSET)
    if not page.is_html or not left or not page.content:
        return False
    return names_file(page.exchange.url) and _MARKUP_START.match(page.content) is None


def is_sniffed(page: Page) -> bool:
    """Whether browsers show a page although its type does not say that it is one.

    They look at the content only where no type is given, or one of these:
    https://mimesniff.spec.whatwg.org/#supplied-mime-type-detection-algorithm
    """
    unknown = ("", "*/*", "unknown/unknown", "application/unknown")
    return page.exchange.media_type in unknown and page.looks_like_html


def _type(page: Page) -> Iterator[Finding]:
    if is_file_as_page(page):
        yield Finding.quoting("type.file-as-page", b"content-type: " + _type_field(page))
    elif page.verdict.reason is Reason.NOT_HTML and is_sniffed(page):
        yield Finding.quoting("type.missing", b"content-type: " + _type_field(page))


def _type_field(page: Page) -> bytes:
    return page.exchange.value(b"content-type") or b"-"


def _frames(page: Page) -> Iterator[Finding]:
    if next(page.markup.named("frameset"), None) is not None:
        yield Finding("frames.set")
    for element in page.markup.named("frame", "iframe"):
        url = joined(page.address, element.get("src"))
        # Not those of about:, data: and javascript:, which belong to the page.
        if element.get("src") and origin_of(url)[1] and not page.is_own(url):
            yield Finding.quoting(f"{element.name}s.foreign".replace("iframes", "iframe"), url)


def _head(page: Page) -> Iterator[Finding]:
    markup = page.markup
    if page.verdict.injected and next(markup.named("head"), None) is None:
        yield Finding("page.no-head")
    compatible = [v.decode("latin-1") for v in page.exchange.values(b"x-ua-compatible")]
    for meta in markup.named("meta"):
        if meta.get("http-equiv").lower() == "x-ua-compatible":
            compatible.append(meta.get("content"))
        if meta.get("name").lower() == "viewport" and _NO_ZOOM.search(meta.get("content").lower()):
            yield Finding.quoting("page.no-zoom", meta.get("content"))
    for text in compatible:
        if _OLD_MODE.search(text) and "edge" not in text.lower():
            yield Finding.quoting("page.old-mode", text)
