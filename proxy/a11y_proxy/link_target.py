"""The part of an absolute address that leads past us to the portal itself."""

from __future__ import annotations

import re
from enum import Enum

from a11y_proxy.origin import Origin


class Undecided(Enum):
    """Whether there is something to cut can't be known yet."""

    MORE = "more bytes are needed"


# Where it begins and ends in the value, and what stands there instead.
Cut = tuple[int, int, bytes]

_SPACES = 64
_SLASHES = (b"/", b"\\")


class Prefix:
    """Scheme, host and port of a portal, and its base path, as addresses in pages begin."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        host = b"[%b]" % origin.host.encode() if ":" in origin.host else origin.host.encode()
        self._begins = (b"http://" + host, b"https://" + host, b"//" + host)
        self._pattern = re.compile(
            rb"(?:https?:)?//%b(?::[0-9]{0,5})?" % re.escape(host), re.IGNORECASE
        )
        # Behind it: a port, the base path and two bytes that tell how the path begins.
        self._reach = len(self._begins[1]) + len(":65535") + len(origin.base) + 2

    def cut(self, value: bytes, *, whole: bool) -> Cut | Undecided | None:
        """What of an address goes; None: nothing; Undecided: that depends on bytes to come.

        ``value`` begins where the address does; ``whole``: no more bytes belong to it. Only plain
        bytes are looked at: an address with ``&#x2f;`` in its authority stays as it is.
        """
        address = value.lstrip(b"\t\n\f\r ")
        space = len(value) - len(address)
        if space > _SPACES:
            return None
        if not whole and len(address) < self._reach and self._may_become(address):
            return Undecided.MORE
        found = self._pattern.match(address)
        if found is None:
            end = 0
            if not self._origin.base or address[:1] != b"/" or address[1:2] in _SLASHES:
                return None
        else:
            end = found.end()
            if self._origin.locate(found[0] + b"/") is None:
                return None
        new = self._new_beginning(address[end:])
        if new is None:
            return None
        return space, space + end + len(self._origin.base), new

    def _may_become(self, address: bytes) -> bool:
        begin = address.lower()
        if self._origin.base and (b"/" + begin).startswith(b"//"):
            return True
        return any(one.startswith(begin) or begin.startswith(one) for one in self._begins)

    def _new_beginning(self, rest: bytes) -> bytes | None:
        """What a path has to begin with, once its base path is gone; None if it isn't below it."""
        base = self._origin.base
        if not rest.startswith(base):
            return None
        rest = rest[len(base) :]
        if rest[:1] not in (b"", b"?", b"#", *_SLASHES):
            return None
        if rest[:1] not in _SLASHES:
            return b"/"
        # "//a/b" would be another host: as "/.//a/b" it is the path again (RFC 3986 5.2.4).
        return b"/." if rest[1:2] in _SLASHES else b""
