"""The real pages: which there are, and an origin server that serves them byte for byte."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from starlette.types import Receive, Scope, Send

# What the manifest calls an encoding, and what a server would say of it.
CHARSETS = {"gb18030-valid": "gb18030", "utf-8": "utf-8"}


@dataclass(frozen=True)
class Page:
    """One HTML page of the corpus. ``charset`` is known only where the page itself is silent."""

    file: str
    body: bytes
    charset: str | None
    han_characters: int

    @property
    def path(self) -> str:
        """Where the origin server has it."""
        return "/" + quote(self.file)


def read_pages(corpus: Path) -> list[Page]:
    """Every HTML page that the manifest names, in its order."""
    entries = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    return [read_page(corpus, entry) for entry in entries if "capture" in entry]


def read_page(corpus: Path, entry: dict[str, Any]) -> Page:
    """One page from its manifest entry."""
    encoding = entry["encoding"]
    charset = None if encoding["declared"] else CHARSETS.get(encoding["actual"])
    body = (corpus / entry["file"]).read_bytes()
    return Page(entry["file"], body, charset, entry.get("han_chars") or 0)


class Origin:
    """An ASGI origin server of those pages: in turn plain, gzipped, and without a length."""

    def __init__(self, pages: list[Page]) -> None:
        self._pages = {page.path: (page, number) for number, page in enumerate(pages)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one page; anything else is a 404 without a body."""
        if scope["type"] != "http":
            return
        found = self._pages.get("/" + quote(unquote(scope["raw_path"].decode("ascii"))[1:]))
        if found is None:
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body"})
            return
        page, number = found
        headers, chunks = form(page, number)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for chunk in chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body"})


def form(page: Page, number: int) -> tuple[list[tuple[bytes, bytes]], list[bytes]]:
    """The headers and chunks of a page; its number decides how it travels."""
    content_type = "text/html" + (f"; charset={page.charset}" if page.charset else "")
    headers = [(b"content-type", content_type.encode("ascii"))]
    body = page.body
    if number % 3 == 1:
        body = gzip.compress(body)
        headers.append((b"content-encoding", b"gzip"))
    if number % 3 == 2:
        return headers, [body[start : start + 1500] for start in range(0, len(body), 1500)]
    headers.append((b"content-length", str(len(body)).encode("ascii")))
    return headers, [body]
