"""A portal whose every page is there with each toolbar: ``/<number of the toolbar>/<page>``."""

from __future__ import annotations

import mimetypes
import re
from collections import Counter
from collections.abc import Sequence

from starlette.types import Receive, Scope, Send

from a11y.settings import Settings
from a11y.site import Site
from benchmarks import npm, widgets
from benchmarks.crowd import crowd_page
from benchmarks.widgets import Widget
from tests.corpus.pages import Page
from tests.e2e.site import PAGES

_NPM = "/npm/"
_HEAD, _HTML = (re.compile(rb"<%b(\s[^>]*)?>" % name, re.IGNORECASE) for name in (b"head", b"html"))


class WidgetSite:
    """ASGI. ``fetched``: what was asked for besides pages since it was last cleared."""

    def __init__(self, peers: Sequence[Widget], real: Sequence[Page] = ()) -> None:
        settings = Settings(speech="off")
        self._site = Site(settings, Counter())
        self._ours = settings.prefix + "/"
        self.widgets = [widgets.NONE, widgets.ours(self._site.boot_path), *peers]
        self.fetched: list[str] = []
        self._crowd = crowd_page().encode()
        self.real = {f"real-{number}.html": page for number, page in enumerate(real)}

    def path_of(self, widget: Widget, page: str) -> str:
        """Where a page is with a toolbar."""
        return f"/{self.widgets.index(widget)}/{page}"

    def body_of(self, path: str) -> bytes | None:
        """A toolbar's file as it was fetched; None for what is no file."""
        if path.startswith(_NPM):
            file = (npm.MODULES / path.removeprefix(_NPM)).resolve()
            inside = file.is_relative_to(npm.MODULES) and file.is_file()
            return file.read_bytes() if inside else None
        return self._site.files().get(path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope["path"]
        if path.startswith((self._ours, _NPM)):
            self.fetched.append(path)
        if path.startswith(self._ours):
            await self._site.app(scope, receive, send)
            return
        body = self.body_of(path) if path.startswith(_NPM) else self._page(path)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        real = self.real.get(path.rpartition("/")[2])
        charset = real.charset if real else "utf-8"
        # Kept as ours is, so that the second page of a visit finds them in the cache.
        cached = b"public, max-age=31536000" if path.startswith(_NPM) else b"no-cache"
        headers = [
            (b"content-type", (kind + (f"; charset={charset}" if charset else "")).encode()),
            (b"content-length", str(len(body or b"")).encode()),
            (b"cache-control", cached),
        ]
        status = 404 if body is None else 200
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body or b""})

    def _page(self, path: str) -> bytes | None:
        number, _, name = path.lstrip("/").partition("/")
        if not number.isdecimal() or int(number) >= len(self.widgets):
            return None
        file = PAGES / name
        if name == "crowd.html":
            body = self._crowd
        elif name in self.real:
            body = self.real[name].body
        elif file.parent == PAGES and file.is_file():
            body = file.read_bytes()
        else:
            return None
        return with_widget(body, self.widgets[int(number)]) if name.endswith(".html") else body


def with_widget(page: bytes, widget: Widget) -> bytes:
    """The page with the toolbar's markup in it."""
    head = widget.head.encode()
    found = _HEAD.search(page) or _HTML.search(page)
    start = found.end() if found else 0
    page = page[:start] + head + page[start:]
    before, end, after = page.rpartition(b"</body>")
    return before + widget.body.encode() + end + after if end else page + widget.body.encode()
