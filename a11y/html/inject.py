"""Puts the tag into a page that passes by in pieces.

Whatever comes out, without the tag, is what went in, at every split. While the place is not known
nothing comes out; what is held is bounded by ``Rules.scan_bytes``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from a11y.html.coding import Coding, CodingError, Encoder
from a11y.html.headers import Headers
from a11y.html.policy import Inject
from a11y.html.reason import Reason
from a11y.html.scan import Finder, Scanner
from a11y.html.tokens import Bytes
from a11y.html.xhtml import XmlScanner

# How much is decoded at a time: a small piece of coded data may stand for very much.
_PIECE = 64 * 1024
# From here on a coded page must not be this many times as large as its coded form. 500 is half of
# what deflate can reach at all; pages reach 5 to 50.
_RATIO = 500
_RATIO_FROM = 8 * 1024 * 1024
# How far behind the place our own tag is looked for, put there by another copy of us.
_TRACE_BYTES = 1024
# In so much of a page the place is looked for first, so that the rest need not be copied for it;
# and what is found there is remembered, because many visitors ask for the same few pages.
_LOOK_BYTES = 1024

Content = bytes | memoryview
Parts = Sequence[bytes | bytearray | memoryview]


class Whole(NamedTuple):
    """What else is done to a page, for which it must be complete."""

    # From the page's own bytes to those that the tag is put into.
    change: Callable[[bytes], bytes]
    # A larger page gets only the tag; then this is called.
    limit: int
    missed: Callable[[], None]


class Injector:
    """One response's content on its way through.

    ``decided``: the fields that go before what has come out are known; ``headers()`` gives them.
    ``injected``: the tag is in. ``reason``: why it is not.
    """

    # How each begins; a page that comes as a whole changes little of it.
    decided = False
    injected = False
    reason: Reason | None = None
    # Whether feed() may take so long that others should not have to wait for it.
    is_slow = False
    _held: bytearray | None = None
    _finder: Finder | None = None

    def __init__(self, verdict: Inject) -> None:
        self._verdict = verdict

    def feed(self, data: bytes, *, final: bool = False) -> bytes:
        """The bytes that may be sent now. ``final``: no more will come.

        Raises CodingError if coded content turns out to be broken when part of it is on its way.
        """
        if self.decided:
            return data
        return b"".join(self.parts(data, final=final))

    def parts(self, data: Content, *, final: bool = False) -> Parts:
        """The same bytes as feed() in pieces, so that the page is not copied.

        For who writes several at once or joins them with others; some may be empty.
        """
        if self.decided:
            return (data,) if data else ()
        if self._held is None and len(data) > _LOOK_BYTES:
            known = self._known_place(data)
            if known is not None:
                self.decided = True
                near = bytes(data[known : known + _TRACE_BYTES])
                return self._spliced(data, known, near.find(self._verdict.rules.trace))
        page: Bytes = bytes(data)
        if self._held is not None:
            self._held += data
            page = self._held
        finder = self._finder
        if finder is None:
            verdict = self._verdict
            limit = verdict.rules.scan_bytes
            finder = _finder(limit, verdict.is_xml, verdict.label_known)
        place = finder.find(page, final=final)
        if place is None:
            self._finder = finder
            if self._held is None:
                self._held = bytearray(data)
            return ()
        self.decided = True
        if self._finder is not None:
            self._held = self._finder = None
        if isinstance(place, Reason):
            self.reason = place
            return (page,)
        # The place is before the first script, so nothing of ours can be before it.
        trace = page.find(self._verdict.rules.trace, place, place + _TRACE_BYTES)
        return self._spliced(page, place, trace)

    def _known_place(self, data: Content) -> int | None:
        """The place, where the beginning of the page tells."""
        verdict = self._verdict
        limit = verdict.rules.scan_bytes
        beginning = bytes(data[:_LOOK_BYTES])
        place = _place_in(beginning, limit, verdict.is_xml, verdict.label_known)
        return place if isinstance(place, int) else None

    def _spliced(self, page: Bytes | memoryview, place: int, trace: int) -> Parts:
        """The page with the tag; ``trace`` is where one of ours stands already, or negative."""
        if trace >= 0:
            self.reason = Reason.ALREADY_THERE
            return (page,)
        self.injected = True
        view = memoryview(page)
        return view[:place], self._verdict.tag, view[place:]

    def finish(self) -> bytes:
        """The bytes that are left when no more will come. Raises as feed() does."""
        return self.feed(b"", final=True)

    def headers(self, length: int | None = None) -> Headers:
        """The header section to send, once it is decided.

        ``length``: how many bytes have come out, if that is all there will be.
        """
        return self._verdict.page_headers(length) if self.injected else self._verdict.headers


class WholeInjector(Injector):
    """The same for a page that something else is done to as well.

    A page that gets no tag goes on as it came.
    """

    is_slow = True

    def __init__(self, verdict: Inject, whole: Whole) -> None:
        super().__init__(verdict)
        self._whole = whole
        self._missed = False
        self._pieces: list[bytes] = []
        self._count = 0
        self._grown = 0

    def parts(self, data: Content, *, final: bool = False) -> Parts:
        """See Injector.parts."""
        if self.decided or self._missed:
            return super().parts(data, final=final)
        self._pieces.append(bytes(data))
        self._count += len(data)
        self._missed = self._count > self._whole.limit
        if not (final or self._missed):
            return ()
        page = b"".join(self._pieces)
        self._pieces = []
        if self._missed:
            self._whole.missed()
            return super().parts(page, final=final)
        changed = self._whole.change(page)
        self._grown = len(changed) - len(page)
        parts = super().parts(changed, final=True)
        return parts if self.injected else (page,)

    def headers(self, length: int | None = None) -> Headers:
        """See Injector.headers."""
        if not self.injected:
            return super().headers(length)
        return self._verdict.page_headers(length, grown=self._grown)


class CodedInjector(Injector):
    """The same for content in a coding that we can undo, around what injects into what it codes.

    The coded bytes are kept until it is decided, so that a page without a place goes on as it came.
    Content that ends too early ends too early in what comes out, too.
    """

    def __init__(self, verdict: Inject, coding: Coding, plain: Injector, hold_limit: int) -> None:
        super().__init__(verdict)
        self._plain = plain
        self.is_slow = plain.is_slow
        self._limit = verdict.rules.decoded_bytes
        self._hold_limit = hold_limit
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

    def parts(self, data: Content, *, final: bool = False) -> Parts:
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


def injector_for(verdict: Inject, whole: Whole | None = None) -> Injector:
    """The injector for this verdict: one layer for each coding, the first applied innermost.

    ``whole``: what else is done to the page, unless it is in XML.
    """
    injector = Injector(verdict)
    hold_limit = verdict.rules.scan_bytes + _PIECE
    if whole is not None and not verdict.is_xml:
        injector = WholeInjector(verdict, whole)
        hold_limit = max(hold_limit, whole.limit + _PIECE)
    for coding in verdict.codings:
        injector = CodedInjector(verdict, coding, injector, hold_limit)
    return injector


def _finder(limit: int, is_xml: bool, label_known: bool) -> Finder:
    return XmlScanner(limit) if is_xml else Scanner(limit, label_known)


@lru_cache(maxsize=256)
def _place_in(beginning: bytes, limit: int, is_xml: bool, label_known: bool) -> int | Reason | None:
    """What is known of the place once a page's first bytes are there, as if no more had come yet.

    So it is what a finder says of a page that comes in such pieces, and a place that is known is
    right for every page that goes on from here.
    """
    return _finder(limit, is_xml, label_known).find(beginning, final=False)
