"""What one site wants inserted, and within which bounds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import quote

from a11y.html.coding import Codings
from a11y.html.deflate import CODINGS
from a11y.html.paths import PathPatterns


# Compared by identity, so that what follows from rules can be kept.
@dataclass(frozen=True, kw_only=True, eq=False)
class Rules:
    """The same for every response of a site. ``boot_path`` is the address that the tag loads."""

    boot_path: str
    # How many bytes of a page are searched for the place.
    scan_bytes: int = 64 * 1024
    # How many bytes one compressed page may become.
    decoded_bytes: int = 512 * 1024 * 1024
    # Whether the toolbar fetches and plays sound: then the page's policy must allow these as well.
    sound: bool = True
    # The codings to undo, by name; more of them are in a11y.codings.
    codings: Codings = field(default_factory=lambda: CODINGS)
    # Whether to leave pages that say Cache-Control: no-transform. It speaks to intermediaries (RFC
    # 9110 section 7.7), and whoever installs this usually is the origin server's own gateway.
    leaves_no_transform: bool = False
    # The paths to leave alone, requests and responses: a11y.html.paths says how they are written.
    leave_paths: tuple[str, ...] = ()
    # What else is done to pages, by a name that changes with it: it is part of their version.
    changes: str = ""

    def below(self, root: str | bytes) -> Rules:
        """The same for an application that is mounted at ``root``: decoded, with its first slash.

        So ASGI's ``root_path`` and WSGI's ``SCRIPT_NAME``: what a browser has to put before a path
        of the application. Two slashes at the beginning would make another host of it.
        """
        path = quote(root).strip("/")
        return replace(self, boot_path=f"/{path}{self.boot_path}") if path else self

    def leaves(self, path: bytes) -> bool:
        """Whether everything on this path is left alone; as it came, without query."""
        return bool(self.leave_paths) and self._left.match(path)

    @cached_property
    def _left(self) -> PathPatterns:
        return PathPatterns(self.leave_paths)

    @cached_property
    def known_codings(self) -> frozenset[bytes]:
        """The names of the codings to undo."""
        return frozenset(self.codings)

    @cached_property
    def version(self) -> str:
        """8 hex digits that change with what is done to pages; part of every ETag that we send."""
        return hashlib.sha256((self.boot_path + self.changes).encode()).hexdigest()[:8]

    @cached_property
    def trace(self) -> bytes:
        """What a page holds that loads a boot script of ours already, of whatever release."""
        return f"/{self.boot_path.split('/')[-2]}/boot.".encode()

    def tag(self, nonce: str | None = None) -> bytes:
        """The element that is inserted; with the page's own nonce where its policy asks for one.

        ASCII, a plain parser-blocking script, well-formed in XHTML too: at most 90 bytes, but for
        the place where an application is mounted.
        """
        if nonce is None:
            return self._tag
        return f'<script src="{self.boot_path}" nonce="{nonce}"></script>'.encode("ascii")

    @cached_property
    def _tag(self) -> bytes:
        return f'<script src="{self.boot_path}"></script>'.encode("ascii")
