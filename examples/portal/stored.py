"""Files under pages/, sent byte for byte, with the headers that such servers give them."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

# No charset on text/html: the pages declare theirs by meta only, as servers of that age leave it.
TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".htm": "text/html",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "application/x-javascript",
    ".png": "image/png",
    ".shtml": "text/html",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
MODERN_TYPES = {
    **TYPES,
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)
STRICTEST = POLICY + "; require-trusted-types-for 'script'; trusted-types 'none'"

# Compressed once and for every visitor, whether or not he accepts gzip: such servers exist.
GZIPPED = "/zwgk/zcwj/"
INDEXES = ("index.html", "index.htm")


@dataclass(frozen=True)
class StoredFile:
    """One answer that is known before anybody asks."""

    body: bytes
    headers: dict[str, str]
    modified: int  # seconds since 1970

    def answer(self, request: Request) -> Response:
        """The file, or 304 where the visitor's copy is current (RFC 9110, section 13.2.2)."""
        headers = {**self.headers, "Last-Modified": formatdate(self.modified, usegmt=True)}
        if self._is_current(request):
            kept = {name: value for name, value in headers.items() if name != "Content-Encoding"}
            return Response(status_code=304, headers=kept)
        return Response(self.body, headers=headers)

    def _is_current(self, request: Request) -> bool:
        tags = request.headers.get("if-none-match")
        if tags is not None:
            own = self.headers.get("ETag", "")
            given = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
            return bool(own) and (own in given or "*" in given)
        since = request.headers.get("if-modified-since")
        try:
            return since is not None and parsedate_to_datetime(since).timestamp() >= self.modified
        except ValueError:
            return False


@dataclass(frozen=True)
class StoredFiles:
    """Every file of a folder by its address. Read once: no address can name anything else."""

    folder: Path
    files: dict[str, StoredFile] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                address = "/" + path.relative_to(self.folder).as_posix()
                stored = StoredFile(*_prepared(address, path.read_bytes()), _modified(path))
                self.files[address] = stored
                if path.name in INDEXES:
                    self.files[address.removesuffix(path.name)] = stored

    def find(self, request: Request) -> Response | None:
        """The answer for a request's path; None where no file is."""
        address = request.url.path
        if stored := self.files.get(address):
            return stored.answer(request)
        if address + "/" in self.files:
            return RedirectResponse(address + "/", 301)
        return None


def _modified(path: Path) -> int:
    return int(path.stat().st_mtime)


def _prepared(address: str, body: bytes) -> tuple[bytes, dict[str, str]]:
    """The body as it is sent, and its headers."""
    kind = PurePosixPath(address).suffix
    modern = address.startswith("/new/")
    headers = {"Content-Type": (MODERN_TYPES if modern else TYPES)[kind]}
    tag = hashlib.sha256(body).hexdigest()
    if modern:
        headers |= {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        if kind == ".html":
            strict = address.endswith("/feedback.html")
            headers["Content-Security-Policy"] = STRICTEST if strict else POLICY
    elif address.startswith("/bsfw/guide/"):
        headers["Content-Type"] = "text/html; charset=GBK"
    if kind in (".jpg", ".png", ".gif", ".ico"):
        headers["Cache-Control"] = "max-age=3600"
    if not address.startswith("/old/"):  # the oldest server knows dates only
        headers["ETag"] = f'"{tag[:12]}:0"'
    if address.startswith(GZIPPED):
        body = gzip.compress(body, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return body, headers
