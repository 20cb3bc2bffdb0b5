"""What one site wants inserted, and within which bounds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The same for every response of a site. ``boot_path`` is the address that the tag loads."""

    boot_path: str
    # How many bytes of a page are searched for the place.
    scan_bytes: int = 64 * 1024
    # How many bytes one compressed page may become.
    decoded_bytes: int = 64 * 1024 * 1024
    # Whether the toolbar fetches and plays sound: then the page's policy must allow these as well.
    sound: bool = True

    @cached_property
    def version(self) -> str:
        """8 hex digits that change with the tag; part of every ETag that we send."""
        return hashlib.sha256(self.boot_path.encode()).hexdigest()[:8]

    @cached_property
    def trace(self) -> bytes:
        """What a page holds that loads a boot script of ours already, of whatever release."""
        return self.boot_path.rpartition("/")[0].encode() + b"/boot."

    def tag(self, nonce: str | None = None) -> bytes:
        """The element that is inserted; with the page's own nonce where its policy asks for one.

        ASCII, a plain parser-blocking script, well-formed in XHTML too: at most 90 bytes.
        """
        if nonce is None:
            return self._tag
        return f'<script src="{self.boot_path}" nonce="{nonce}"></script>'.encode("ascii")

    @cached_property
    def _tag(self) -> bytes:
        return f'<script src="{self.boot_path}"></script>'.encode("ascii")
