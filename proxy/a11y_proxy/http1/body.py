"""Bodies of responses: where they end, and what of the bytes is theirs (RFC 9112 6, 7)."""

from __future__ import annotations

import re
from typing import Protocol

from a11y_proxy.header_rules import Headers
from a11y_proxy.http1.fields import MalformedError, parse_fields, split_lines
from a11y_proxy.http1.response_head import Head

# Some servers pad the size with spaces; extensions are read over (RFC 9112 7.1.1).
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\x00-\x08\x0a-\x1f\x7f]*)?")
# A line of size and extensions.
_SIZE_LINE_BYTES = 4096
_TRAILER_BYTES = 64 * 1024

_NONE: Headers = []


# A part of what was received may stand for itself without being copied.
Content = bytes | memoryview


class Body(Protocol):
    """What is left of a body. ``done`` once it is all here, then ``rest`` came behind it."""

    done: bool
    rest: Content
    trailers: Headers

    def feed(self, data: Content) -> Content:
        """The content in these bytes. Raises MalformedError; not called once it is done."""


def body_of(head: Head) -> Body:
    """The body that follows a head."""
    if head.chunked:
        return Chunks()
    if head.length is None:
        return UntilClose()
    return Counted(head.length)


class Counted:
    """A body of known length."""

    __slots__ = ("_left", "done", "rest", "trailers")

    def __init__(self, length: int) -> None:
        self._left = length
        self.done = length == 0
        self.rest: Content = b""
        self.trailers: Headers = _NONE

    def feed(self, data: Content) -> Content:
        """See Body.feed."""
        left = self._left - len(data)
        if left > 0:
            self._left = left
            return data
        self.done = True
        if left:
            self.rest = data[left:]
            data = data[:left]
        return data


class UntilClose:
    """A body that ends with its connection: never done by itself."""

    def __init__(self) -> None:
        self.done = False
        self.rest: Content = b""
        self.trailers: Headers = []

    def feed(self, data: Content) -> Content:
        """See Body.feed."""
        return data


class Chunks:
    """A body in chunks, with the trailer section behind them."""

    def __init__(self) -> None:
        self.done = False
        self.rest: Content = b""
        self.trailers: Headers = []
        self._held = b""
        self._left = 0  # of this chunk and the line end behind it
        self._in_trailers = False

    def feed(self, data: Content) -> Content:
        """See Body.feed."""
        data = self._held + data if self._held else bytes(data)
        self._held = b""
        content: list[bytes] = []
        place = 0
        while place < len(data) and not self.done:
            if self._in_trailers:
                place = self._trailers(data, place)
            elif self._left:
                place = self._chunk(data, place, content)
            else:
                place = self._size(data, place)
        return content[0] if len(content) == 1 else b"".join(content)

    def _size(self, data: bytes, place: int) -> int:
        end = data.find(b"\n", place, place + _SIZE_LINE_BYTES)
        if end < 0:
            return self._hold(data, place, _SIZE_LINE_BYTES)
        size = _SIZE.fullmatch(data, place, end - 1)
        if size is None or data[end - 1] != 0x0D:
            raise MalformedError("a chunk size that is none")
        if length := int(size[1], 16):
            self._left = length + 2
        else:
            self._in_trailers = True
        return end + 1

    def _chunk(self, data: bytes, place: int, content: list[bytes]) -> int:
        """The chunk, as far as it is here, and the end of its line."""
        ahead = len(data) - place
        if self._left > 2:
            taken = min(self._left - 2, ahead)
            content.append(data[place : place + taken] if taken < len(data) else data)
            self._left -= taken
            return place + taken
        taken = min(self._left, ahead)
        if data[place : place + taken] != b"\r\n"[2 - self._left :][:taken]:
            raise MalformedError("a chunk that is longer than its size")
        self._left -= taken
        return place + taken

    def _trailers(self, data: bytes, place: int) -> int:
        if data.startswith(b"\r\n", place):
            end = start = place
        else:
            start = place
            end = data.find(b"\r\n\r\n", place)
            if end < 0:
                return self._hold(data, place, _TRAILER_BYTES)
            # With the line end, so that lines that end with LF alone are seen not to belong here.
            end += 2
            self.trailers = parse_fields(split_lines(data[start:end])[:-1])
        self.done = True
        self.rest = data[end + 2 :]
        return len(data)

    def _hold(self, data: bytes, place: int, limit: int) -> int:
        self._held = data[place:]
        if len(self._held) >= limit:
            raise MalformedError("an endless line")
        return len(data)
