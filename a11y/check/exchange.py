"""One request and its answer, as they were on the wire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from a11y.html import Headers


class Source(StrEnum):
    """How an address was found: what it is for is half of what it is."""

    START = "start"
    LINK = "link"
    FRAME = "frame"
    IFRAME = "iframe"
    SEARCH = "search"
    PROBE = "probe"
    XHR = "xhr"
    SCRIPT = "script"
    STYLE = "style"
    IMAGE = "image"
    FEED = "feed"
    FILE = "file"


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A request and its answer. Header fields are raw pairs, request names in lower case.

    ``body`` is the content as it came, still coded; ``complete`` is False where we stopped reading
    or the connection broke, and ``trouble`` names the finding for the latter.
    """

    url: str
    status: int
    headers: Headers
    body: bytes = b""
    method: str = "GET"
    request_headers: Headers = field(default_factory=list)
    source: Source = Source.LINK
    complete: bool = True
    trouble: str | None = None

    def values(self, name: bytes) -> list[bytes]:
        """The values of the answer's fields of that lower-case name."""
        return [value for key, value in self.headers if key.lower() == name]

    def value(self, name: bytes) -> bytes:
        """The first of them, or nothing."""
        return next(iter(self.values(name)), b"")

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        """The answer's fields with their names in lower case."""
        return ((name.lower(), value) for name, value in self.headers)

    @property
    def media_type(self) -> str:
        """The type without its parameters, in lower case."""
        value = self.value(b"content-type").partition(b";")[0]
        return value.strip().lower().decode("latin-1")
