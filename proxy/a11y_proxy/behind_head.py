"""What a second parser finds behind a head that the first one has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from a11y_proxy.reader import Reader


class BehindHead:
    """Tells a reader all that a parser finds but the first head, which is there for the parser.

    The parser has to know how a body is delimited; the reader has got that head already.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._is_behind = False
        self.on_body = reader.on_body
        self.on_message_complete = reader.on_message_complete

    def on_message_begin(self) -> None:
        """See httptools."""
        if self._is_behind:
            self._reader.on_message_begin()

    def on_url(self, url: bytes) -> None:
        """See httptools."""
        if self._is_behind:
            self._reader.on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """See httptools."""
        if self._is_behind:
            self._reader.on_header(name, value)

    def on_headers_complete(self) -> None:
        """See httptools."""
        if self._is_behind:
            self._reader.on_headers_complete()
        self._is_behind = True
