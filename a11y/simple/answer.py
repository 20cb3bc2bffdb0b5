"""What the portal answered, and what it is asked on a visitor's behalf."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from a11y.codings import installed
from a11y.html.coding import CodingError, codings_of

Fields = list[tuple[bytes, bytes]]

# A larger page is not made simple: it would have to be kept in memory and read for too long.
MOST_BYTES = 4 * 1024 * 1024
# What would make the answer a part, or none, or coded.
_NOT_ASKED = frozenset(
    (
        *(b"accept-encoding", b"if-match", b"if-modified-since", b"if-none-match", b"if-range"),
        *(b"if-unmodified-since", b"range", b"content-length", b"content-type", b"expect"),
        *(b"transfer-encoding", b"upgrade", b"te"),
    )
)


@dataclass(frozen=True)
class Asked:
    """A visitor's request for the simple view of a page.

    ``origin``: scheme and host as the visitor wrote them; ``root``: where the application is
    mounted; ``target``: path and query of the page below it, as they came.
    """

    method: str
    origin: str
    root: str
    target: str
    cookie: str = ""


@dataclass
class Answer:
    """The portal's answer with its content as far as that is not too long."""

    status: int = 500
    headers: Fields = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> None:
        """Take a piece of the content; what is too much is let go."""
        if not self.is_too_large:
            self.body += data

    @property
    def is_too_large(self) -> bool:
        """Whether there is more than is read."""
        return len(self.body) > MOST_BYTES

    def header(self, name: bytes) -> str:
        """The first field of that name (in small letters), or empty."""
        found = (value for key, value in self.headers if key.lower() == name)
        return next(found, b"").decode("latin-1")

    def content(self) -> bytes | None:
        """The content without its codings; None if that can't be had."""
        fields = [value for name, value in self.headers if name.lower() == b"content-encoding"]
        content = bytes(self.body)
        try:
            for name in reversed(codings_of(fields)):
                content = _decoded(name, content)
        except (CodingError, KeyError):
            return None
        return content


def asking(headers: Iterable[tuple[bytes, bytes]]) -> Fields:
    """The visitor's fields, cookies and all, but for the whole page and plain."""
    kept = [(name, value) for name, value in headers if name not in _NOT_ASKED]
    return [*kept, (b"accept-encoding", b"identity")]


def _decoded(name: bytes, content: bytes) -> bytes:
    decoder = installed()[name].decoder()
    pieces, size = [], 0
    piece = decoder.decode(content, MOST_BYTES)
    while piece:
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise CodingError("the page is too long")
        piece = decoder.decode(b"", MOST_BYTES)
    return b"".join(pieces)
