"""How a request's body is delimited, and which requests are refused because two readers differ."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.types import Scope

from a11y_proxy.errors import (
    BAD_REQUEST,
    METHOD_NOT_ALLOWED,
    NO_WEBSOCKET,
    TOO_LARGE,
    UNKNOWN_CODING,
    RequestError,
)

_HOST = re.compile(rb"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")
_LENGTH = re.compile(rb"[0-9]{1,18}")
# CONNECT asks for a tunnel to a host of the visitor's choice; TRACE shows cookies to scripts.
_REFUSED_METHODS = frozenset({"CONNECT", "TRACE"})
_FRAMING_FIELDS = frozenset({b"host", b"content-length", b"transfer-encoding", b"upgrade"})


@dataclass(slots=True)
class Framing:
    """``length`` of the body in bytes, None for a chunked one; the visitor's ``host`` field."""

    length: int | None
    host: bytes

    @property
    def has_body(self) -> bool:
        """Whether the request brings a body."""
        return self.length != 0


def framing_of(scope: Scope, body_bytes: int) -> Framing:
    """What the request's head says. Raises RequestError for what must not be passed on.

    Servers differ in what they let through, so all of it is checked here: one valid Host (RFC
    9112 3.2), one Content-Length or "chunked" but not both (6.1, 6.3), no other coding (6.1).
    """
    if scope["method"] in _REFUSED_METHODS:
        raise RequestError(METHOD_NOT_ALLOWED)
    found = [(name, value) for name, value in scope["headers"] if name in _FRAMING_FIELDS]
    fields = dict(found)
    if len(fields) < len(found):
        raise RequestError(BAD_REQUEST)
    if fields.get(b"upgrade", b"").strip().lower() == b"websocket":
        raise RequestError(NO_WEBSOCKET)
    old = scope["http_version"] == "1.0"
    host = fields.get(b"host", b"").strip()
    if not _HOST.fullmatch(host) and (host or not old):
        raise RequestError(BAD_REQUEST)
    length = _length(fields, old=old)
    if length is not None and length > body_bytes:
        raise RequestError(TOO_LARGE)
    return Framing(length, host)


def _length(fields: dict[bytes, bytes], *, old: bool) -> int | None:
    length = fields.get(b"content-length")
    coding = fields.get(b"transfer-encoding")
    if coding is None:
        if length is None:
            return 0
        if not _LENGTH.fullmatch(length.strip()):
            raise RequestError(BAD_REQUEST)
        return int(length)
    if length is not None or old:
        raise RequestError(BAD_REQUEST)
    if coding.strip().lower() != b"chunked":
        raise RequestError(UNKNOWN_CODING)
    return None
