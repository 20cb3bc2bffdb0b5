"""Puts the tag into a page that passes by in pieces.

Whatever comes out, without the tag, is what went in, at every split. While the place is not known
nothing comes out; what is held is bounded by ``Rules.scan_bytes``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from a11y.html.coding import Coding, CodingError, Encoder
from a11y.html.headers import Headers
from a11y.html.policy import Inject
from a11y.html.reason import Reason
from a11y.html.scan import Finder, Scanner
from a11y.html.xhtml import XmlScanner

# How much is decoded at a time: a small piece of coded data may stand for very much.
_PIECE = 64 * 1024
# From here on a coded page must not be this many times as large as its coded form. 500 is half of
# what deflate can reach at all; pages reach 5 to 50.
_RATIO = 500
_RATIO_FROM = 8 * 1024 * 1024
# How far behind the place our own tag is looked for, put there by another copy of us.
_TRACE_BYTES = 2048
# In so much of a page the place is looked for first, so that the rest need not be copied for it.
_LOOK_BYTES = 8 * 1024
# And before that in so much, because many visitors ask for the same few pages.
_BEGINNING_BYTES = 1024

# What may be given, and what comes out in parts.
Content = bytes | memoryview


class Injector:
    """One response's content on its way through.

    ``decided``: the fields that go before what has come out are known; ``headers()`` gives them.
    ``injected``: the tag is in. ``reason``: why it is not.
    """

    def __init__(self, verdict: Inject) -> None:
        self.decided = False
        self.injected = False
        self.reason: Reason | None = None
        self._verdict = verdict
        self._held: bytearray | None = None
        self._lazy_finder: Finder | None = None

    def feed(self, data: bytes, *, final: bool = False) -> bytes:
        """The bytes that may be sent now. ``final``: no more will come.

        Raises CodingError if coded content turns out to be broken when part of it is on its way.
        """
        if self.decided:
            return data
        return b"".join(self.parts(data, final=final))

    def parts(self, data: Content, *, final: bool = False) -> tuple[Content, ...]:
        """The same without copying a page to put the tag into it."""
        if self.decided:
            return (data,)
        page: bytes | bytearray
        if self._held is not None:
            self._held += data
            page = self._held
            place = self._finder.find(page, final=final)
        else:
            page, place = self._look(data, final=final)
        if place is None:
            if self._held is None:
                self._held = bytearray(data)
            return ()
        if self._held is not None:
            data, self._held = memoryview(self._held), None
        return self._splice(data, page, place)

    def finish(self) -> bytes:
        """The bytes that are left when no more will come. Raises as feed() does."""
        return self.feed(b"", final=True)

    def headers(self, length: int | None = None) -> Headers:
        """The header section to send, once it is decided.

        ``length``: how many bytes have come out, if that is all there will be.
        """
        return self._verdict.page_headers(length) if self.injected else self._verdict.headers

    def _look(self, data: Content, *, final: bool) -> tuple[bytes, int | Reason | None]:
        """How much of the page was looked at, and the place; see Finder."""
        if len(data) > _LOOK_BYTES:
            page = bytes(data[:_LOOK_BYTES])
            verdict = self._verdict
            place = _place_in(
                page[:_BEGINNING_BYTES],
                verdict.rules.scan_bytes,
                verdict.is_xml,
                verdict.label_known,
            )
            if isinstance(place, int):
                return page, place
            place = self._finder.find(page, final=False)
            if isinstance(place, int) and place + _TRACE_BYTES <= _LOOK_BYTES:
                return page, place
            if place is not None:
                # With all that is at hand there may be a better answer.
                self._lazy_finder = None
        page = bytes(data)
        return page, self._finder.find(page, final=final)

    @property
    def _finder(self) -> Finder:
        # Made when it is needed: most places are known from the page's beginning.
        if self._lazy_finder is None:
            verdict = self._verdict
            limit = verdict.rules.scan_bytes
            self._lazy_finder = _finder(limit, verdict.is_xml, verdict.label_known)
        return self._lazy_finder

    def _splice(
        self, data: Content, page: bytes | bytearray, place: int | Reason
    ) -> tuple[Content, ...]:
        """``data`` with the tag; ``page`` is its beginning, in which it was looked for."""
        self.decided = True
        if isinstance(place, int):
            if page.find(self._verdict.rules.trace, 0, place + _TRACE_BYTES) < 0:
                self.injected = True
                view = memoryview(data)
                return (view[:place], self._verdict.tag, view[place:])
            place = Reason.ALREADY_THERE
        self.reason = place
        return (data,)


class CodedInjector(Injector):
    """The same for content in a coding that we can undo, around what injects into what it codes.

    The coded bytes are kept until it is decided, so that a page without a place goes on as it came.
    Content that ends too early ends too early in what comes out, too.
    """

    def __init__(self, verdict: Inject, coding: Coding, plain: Injector) -> None:
        super().__init__(verdict)
        self._plain = plain
        self._limit = verdict.rules.decoded_bytes
        self._hold_limit = verdict.rules.scan_bytes + _PIECE
        self._decoder = coding.decoder()
        self._lazy_encoder: Encoder | None = None
        self._coded = bytearray()
        self._coded_count = self._plain_count = 0
        self._ended = False
        self._rest = b""  # input behind the end of the coded data that the decoder has not seen

    def feed(self, data: bytes, *, final: bool = False) -> bytes:
        """See Injector.feed."""
        if self._ended or self.reason is not None:
            return data
        if not self.decided:
            self._coded += data
        try:
            coded = self._recode(data, final=final)
        except CodingError:
            if self.decided:
                raise
            return self._leave(Reason.BROKEN_CODING)
        if self._plain.reason is not None:
            return self._leave(self._plain.reason)
        if not self._plain.decided:
            too_long = len(self._coded) > self._hold_limit
            return self._leave(Reason.SCAN_LIMIT) if too_long else b""
        self.decided = self.injected = True
        self._coded.clear()
        return coded

    def parts(self, data: Content, *, final: bool = False) -> tuple[Content, ...]:
        """See Injector.parts."""
        coded = self.feed(bytes(data), final=final)
        return (coded,) if coded else ()

    def _leave(self, reason: Reason) -> bytes:
        self.decided = True
        self.reason = reason
        coded = bytes(self._coded)
        self._coded.clear()
        return coded

    @property
    def _encoder(self) -> Encoder:
        # Made when it is needed, since a page that is left alone needs none.
        if self._lazy_encoder is None:
            self._lazy_encoder = self._decoder.encoder()
        return self._lazy_encoder

    def _recode(self, data: bytes, *, final: bool) -> bytes:
        """The coded form of what these coded bytes add to the page; empty if nothing may go yet."""
        out = []
        for piece in self._decoded(data):
            page = self._plain.feed(piece)
            if self._plain.reason is not None:
                return b""
            if page:
                out.append(self._encoder.encode(page))
        if self._decoder.finished:
            self._ended = True
            page = self._plain.finish()
            if self._plain.reason is not None:
                return b""
            if page:
                out.append(self._encoder.encode(page))
            out += (self._encoder.finish(), self._decoder.rest, self._rest)
        elif final and not self.decided:
            raise CodingError("the coded content ends too early")
        elif self._plain.decided:
            out.append(self._encoder.flush())
        return b"".join(out)

    def _decoded(self, data: bytes) -> Iterator[bytes]:
        """What these coded bytes stand for, in pieces."""
        view = memoryview(data)
        for start in range(0, len(data), _PIECE):
            if self._decoder.finished:
                self._rest = bytes(view[start:])
                return
            coded = bytes(view[start : start + _PIECE]) if len(data) > _PIECE else data
            self._coded_count += len(coded)
            while piece := self._decoder.decode(coded, _PIECE):
                coded = b""
                self._count(len(piece))
                yield piece

    def _count(self, size: int) -> None:
        self._plain_count += size
        if self._plain_count > self._limit:
            raise CodingError(f"the page is larger than {self._limit} bytes")
        if self._plain_count > _RATIO_FROM and self._plain_count > _RATIO * self._coded_count:
            raise CodingError(f"the page is more than {_RATIO} times its coded size")


def injector_for(verdict: Inject) -> Injector:
    """The injector for this verdict: one layer for each coding, the first applied innermost."""
    injector = Injector(verdict)
    for coding in verdict.codings:
        injector = CodedInjector(verdict, coding, injector)
    return injector


def _finder(limit: int, is_xml: bool, label_known: bool) -> Finder:
    return XmlScanner(limit) if is_xml else Scanner(limit, label_known=label_known)


@lru_cache(maxsize=256)
def _place_in(
    beginning: bytes,
    limit: int,
    is_xml: bool,
    label_known: bool,
) -> int | Reason | None:
    """What is known of the place once a page's first bytes are there, as if no more had come yet.

    So it is what a finder says of a page that comes in such pieces, and that is right for every
    page that goes on from here, whatever follows.
    """
    return _finder(limit, is_xml, label_known).find(beginning, final=False)
