"""A portal of a few static pages with the toolbar's tag in them, for the toolbar's tests."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from a11y.settings import Settings, SpeechChoice
from a11y.site import Site

PAGES = Path(__file__).parent / "pages"
TYPES = {
    ".html": b"text/html; charset=utf-8",
    ".svg": b"image/svg+xml",
    ".css": b"text/css; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".gif": b"image/gif",
    ".wav": b"audio/wav",
}
STRICT = (
    b"default-src 'self'; script-src 'self'; style-src 'self'; "
    b"require-trusted-types-for 'script'; trusted-types 'none'"
)


class Portal:
    """ASGI: the toolbar below the prefix, and the files of ``pages``.

    ``?csp`` asks for a page under the strictest policy there is, ``?bare`` for one without the tag.
    A ``watched`` page keeps what the browser complains of (``watch.js``).
    """

    def __init__(
        self, speech: SpeechChoice = "off", *, watched: bool = False, **options: Any
    ) -> None:
        settings = Settings(speech=speech, **options)
        self._site = Site(settings, Counter())
        self._prefix = settings.prefix + "/"
        tags = f'<script src="{self._site.boot_path}"></script>'
        if watched:
            tags = '<script src="/watch.js"></script>' + tags
        self._tag = tags.encode()

    @property
    def speaks(self) -> bool:
        """Whether the server has a speech engine."""
        return self._site.speech.available

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or see the server start and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["path"].startswith(self._prefix):
            await self._site.app(scope, receive, send)
            return
        file = PAGES / scope["path"].lstrip("/")
        found = file.parent == PAGES and file.is_file()
        body = file.read_bytes() if found else b""
        headers = [(b"content-type", TYPES.get(file.suffix, b"text/plain"))]
        query = scope["query_string"]
        if query == b"csp":
            headers.append((b"content-security-policy", STRICT))
        if query != b"bare":
            body = body.replace(b"<head>", b"<head>" + self._tag, 1)
        status = 200 if found else 404
        start: Message = {"type": "http.response.start", "status": status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._site.aclose()
        await send({"type": "lifespan.shutdown.complete"})
