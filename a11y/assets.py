"""The files that a browser loads from us, served from memory and kept for ever."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from a11y.conditional import etag_matches

MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".css": "text/css; charset=utf-8",
}
FOR_EVER = "public, max-age=31536000, immutable"


def packaged(name: str) -> bytes:
    """The bytes of a generated file in ``a11y/static``."""
    return (files("a11y") / "static" / name).read_bytes()


def packaged_parts() -> list[str]:
    """The names of the toolbar's parts in ``a11y/static``: each has its content's hash in it."""
    names = (entry.name for entry in (files("a11y") / "static").iterdir())
    return sorted(name for name in names if name.endswith(tuple(MEDIA_TYPES)) and "-" in name)


@dataclass(frozen=True)
class Asset:
    """One file, with its gzip form; ``digest`` (8 hex digits) names this very content."""

    body: bytes
    zipped: bytes
    digest: str
    media_type: str = MEDIA_TYPES[".js"]

    @classmethod
    def of(cls, body: bytes, kind: str = ".js") -> Asset:
        """The asset for these bytes; ``kind`` is how its name ends."""
        # mtime 0: the same content is the same bytes on every replica, and so is its ETag
        zipped = gzip.compress(body, compresslevel=9, mtime=0)
        return cls(body, zipped, hashlib.sha256(body).hexdigest()[:8], MEDIA_TYPES[kind])

    def respond(self, request: Request, *, named_by_content: bool = False) -> Response:
        """Answer a GET or HEAD of this asset under any digest, 304 where the browser has it.

        Only the asset's own digest may be kept for ever. A page from a cache may still ask for the
        digest of an earlier release; it gets today's content, to be asked for again next time.
        """
        zips = accepts_gzip(request.headers.get("accept-encoding", ""))
        etag = f'"{self.digest}-gzip"' if zips else f'"{self.digest}"'
        current = named_by_content or request.path_params.get("digest") == self.digest
        headers = {
            "cache-control": FOR_EVER if current else "no-cache",
            "cross-origin-resource-policy": "same-origin",
            "etag": etag,
            "vary": "accept-encoding",
            "x-content-type-options": "nosniff",
        }
        if etag_matches(request.headers.get("if-none-match", ""), etag):
            return Response(status_code=304, headers=headers)
        if zips:
            headers["content-encoding"] = "gzip"
        return Response(
            self.zipped if zips else self.body, media_type=self.media_type, headers=headers
        )


def accepts_gzip(field: str) -> bool:
    """Whether an Accept-Encoding field admits gzip (RFC 9110 section 12.5.3)."""
    for item in field.lower().split(","):
        coding, _, weight = item.partition(";")
        if coding.strip() in ("gzip", "x-gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
