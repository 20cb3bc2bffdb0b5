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
# CONNECT asks for a tunnel to a host of the visitor's choice; TRACE shows cookies to scripts.
_REFUSED_METHODS = frozenset({"CONNECT", "TRACE"})
_FRAMING_FIELDS = frozenset({b"host", b"content-length", b"transfer-encoding", b"upgrade"})


@dataclass(frozen=True, slots=True)
class Framing:
    """The length of the body in bytes; None for a chunked one, 0 for no body."""

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
    fields: dict[bytes, list[bytes]] = {}
    for name, value in scope["headers"]:
        if name in _FRAMING_FIELDS:
            fields.setdefault(name, []).append(value.strip(b" \t"))
    if any(value.lower() == b"websocket" for value in fields.get(b"upgrade", ())):
        raise RequestError(NO_WEBSOCKET)
    host = _host(fields.get(b"host", []), scope["http_version"])
    length = _length(fields)
    if length is None and scope["http_version"] == "1.0":
        raise RequestError(BAD_REQUEST)
    if length is not None and length > body_bytes:
        raise RequestError(TOO_LARGE)
    return Framing(length, host)


def _host(values: list[bytes], version: str) -> bytes:
    if not values and version == "1.0":
        return b""
    if len(values) != 1 or not _HOST.fullmatch(values[0]):
        raise RequestError(BAD_REQUEST)
    return values[0]


def _length(fields: dict[bytes, list[bytes]]) -> int | None:
    lengths = fields.get(b"content-length", [])
    codings = fields.get(b"transfer-encoding", [])
    if codings:
        if lengths or len(codings) > 1:
            raise RequestError(BAD_REQUEST)
        if codings[0].lower() != b"chunked":
            raise RequestError(UNKNOWN_CODING)
        return None
    if not lengths:
        return 0
    if len(lengths) > 1 or not re.fullmatch(rb"[0-9]{1,18}", lengths[0]):
        raise RequestError(BAD_REQUEST)
    return int(lengths[0])
