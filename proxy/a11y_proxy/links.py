"""Absolute links of a page to the portal itself, which would lead visitors past us."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from a11y.codings import installed
from a11y.html.charset import has_wide_mark, is_ascii_compatible, label_of
from a11y.html.coding import CodingError, Decoder, codings_of
from a11y_proxy.errors import BAD_CODING, CUT_SHORT, UpstreamError
from a11y_proxy.header_rules import Headers
from a11y_proxy.link_scan import LinkScanner
from a11y_proxy.link_target import Prefix
from a11y_proxy.origin import Origin
from a11y_proxy.settings import ProxySettings

_TYPES = {b"text/html": False, b"application/xhtml+xml": True}
_METHODS = frozenset({"GET", "HEAD", "POST"})
# As for care mode's tag: what describes the bytes as the portal sent them.
_DROPPED = frozenset(
    {
        *(b"accept-ranges", b"content-encoding", b"content-length", b"content-md5"),
        *(b"digest", b"content-digest", b"repr-digest"),
    }
)
# What a coded page may become: more than that is no page but an attack on those who decode it.
_PIECE = 64 * 1024
_RATIO = 500
_RATIO_FROM = 8 * 1024 * 1024


class LinkRewriter:
    """Gives a page back without the portal's address in its links, and without its coding."""

    def __init__(self, prefix: Prefix, decoders: list[Decoder], *, is_xml: bool) -> None:
        self._scanner = LinkScanner(prefix, is_xml=is_xml)
        self._decoders = decoders
        self._begun = False
        self._as_it_is = False
        self._coded = self._plain = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What can go on now, in pieces. Raises UpstreamError for bytes that break their coding."""
        self._coded += len(data)
        for piece in _undone(self._decoders, data):
            self._plain += len(piece)
            if self._plain > _RATIO_FROM and self._plain > _RATIO * self._coded:
                raise UpstreamError(BAD_CODING)
            if not self._begun:
                self._begun = True
                self._as_it_is = has_wide_mark(piece)
            page = piece if self._as_it_is else self._scanner.feed(piece)
            if page:
                yield page

    def finish(self) -> bytes:
        """What is left at the end. Raises UpstreamError where coded data has not ended."""
        if self._coded and not all(decoder.finished for decoder in self._decoders):
            raise UpstreamError(CUT_SHORT)
        return b"" if self._as_it_is else self._scanner.feed(b"", final=True)


def rewriter_for(
    method: str, status: int, headers: Headers, origin: Origin, settings: ProxySettings
) -> tuple[Headers, LinkRewriter | None]:
    """The fields to send and who rewrites the content; None: nobody, it goes as it comes.

    ``headers`` have names in lower case. Content in a coding that we can't undo, or an encoding
    whose markup is no ASCII, is left alone.
    """
    if "links" not in settings.rewrite or not _has_page(method, status, headers):
        return headers, None
    fields = [value for name, value in headers if name == b"content-type"]
    kinds = {_TYPES.get(value.partition(b";")[0].strip().lower()) for value in fields}
    is_xml = kinds.pop() if len(kinds) == 1 else None
    labels = [label_of(value.decode("latin-1")) for value in fields]
    codings = codings_of(value for name, value in headers if name == b"content-encoding")
    known = installed()
    if is_xml is None or not all(is_ascii_compatible(label) for label in labels if label):
        return headers, None
    if not all(coding in known for coding in codings):
        return headers, None
    decoders = [known[coding].decoder() for coding in reversed(codings)]
    changed = [
        (name, _weak(value) if name == b"etag" else value)
        for name, value in headers
        if name not in _DROPPED
    ]
    return changed, LinkRewriter(_prefix(origin), decoders, is_xml=is_xml)


def _has_page(method: str, status: int, headers: Headers) -> bool:
    if method not in _METHODS or status < 200 or status in (204, 205, 206, 304):
        return False
    return not any(
        name == b"content-range"
        or (name == b"content-disposition" and not value.strip().lower().startswith(b"inline"))
        for name, value in headers
    )


def _weak(etag: bytes) -> bytes:
    """The entity tag as one of a page that is equivalent, not equal (RFC 9110 8.8.3)."""
    return b"W/" + etag if etag.startswith(b'"') else etag


@lru_cache(maxsize=64)
def _prefix(origin: Origin) -> Prefix:
    return Prefix(origin)


def _undone(decoders: list[Decoder], data: bytes) -> Iterator[bytes]:
    """The plain bytes of coded ones, in pieces that are never many times _PIECE."""
    if not decoders:
        yield data
        return
    decoder, *inner = decoders
    try:
        for start in range(0, len(data), _PIECE):
            coded = data[start : start + _PIECE]
            while piece := decoder.decode(coded, _PIECE):
                coded = b""
                yield from _undone(inner, piece)
            if decoder.finished:
                return  # what stands behind the end is nobody's
    except CodingError as error:
        raise UpstreamError(BAD_CODING) from error
