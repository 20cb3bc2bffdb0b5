"""One row of the contract: what the browser asks, what the origin server answers, what comes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from tests import coded

Headers = tuple[tuple[bytes, bytes], ...]

# Stands in a page where the tag goes. No page has it otherwise.
MARK = b"{TAG}"

NAVIGATION: Headers = (
    (b"accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    (b"accept-encoding", b"gzip, deflate, br, zstd"),
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything is raw bytes. A page with MARK gets the tag there; one without comes as it is."""

    name: str
    page: bytes
    # the request
    method: str = "GET"
    target: bytes = b"/"
    request: Headers = NAVIGATION
    request_body: bytes = b""
    # the origin server's answer; Content-Length is added unless the content is chunked
    status: int = 200
    headers: Headers = ((b"content-type", b"text/html"),)
    # The codings that are applied to it, by their names in tests.coded.
    codings: tuple[str, ...] = ()
    chunked: bool = False
    # The sizes of its pieces; one piece if empty. The last piece is what is left.
    cuts: tuple[int, ...] = ()
    # How many bytes of it are changed at its end, so that it can't be decoded to the end.
    spoiled: int = 0
    # What is sent instead of the page or its compressed form.
    raw: bytes | None = None
    # what comes: fields by name, None for one that must not be there
    fields: tuple[tuple[bytes, bytes | None], ...] = ()
    nonce: str | None = None
    # what the origin server has seen, by name
    seen: tuple[tuple[bytes, bytes | None], ...] = ()
    # the name under which it is counted
    counted: str = "injected"

    @property
    def content(self) -> bytes:
        """The content as the origin server sends it."""
        if self.raw is not None:
            return self.raw
        page = self.page.replace(MARK, b"", 1)
        content = coded.encode(page, self.codings)
        return content[: -self.spoiled] + b"\0" * self.spoiled if self.spoiled else content

    @property
    def pieces(self) -> list[bytes]:
        """The content in the pieces in which it is sent."""
        rest, pieces = self.content, []
        for size in self.cuts:
            pieces.append(rest[:size])
            rest = rest[size:]
        return [*pieces, rest]

    @property
    def answer_headers(self) -> list[tuple[bytes, bytes]]:
        """The header section as the origin server sends it."""
        headers = list(self.headers)
        if self.codings:
            headers.append((b"content-encoding", coded.field(self.codings)))
        if not self.chunked and self.status not in (204, 304):
            headers.append((b"content-length", b"%d" % len(self.content)))
        return headers

    def but(self, name: str, **changes: object) -> Self:
        """The same with another name and these changes."""
        return replace(self, name=name, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Answer:
    """What the browser got, as bytes; ``seen`` is what the origin server got."""

    status: int
    headers: list[tuple[bytes, bytes]]
    content: bytes
    whole: bool
    seen: list[tuple[bytes, bytes]]
    seen_body: bytes

    def values(self, name: bytes) -> list[bytes]:
        return [value for one, value in self.headers if one.lower() == name]
