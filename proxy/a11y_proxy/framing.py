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
from a11y_proxy.header_rules import Headers
from a11y_proxy.hints import ABSOLUTE_FORM, TUNNEL, VISITOR_HOST

_HOST = re.compile(rb"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")
_LENGTH = re.compile(rb"[0-9]{1,18}")
# RFC 9112 3.2.2; a user name in it is there to mislead (RFC 9110 4.2.4).
_ABSOLUTE = re.compile(rb"https?://([^/?#@\\]+)[/?].*", re.IGNORECASE | re.DOTALL)
# CONNECT asks for a tunnel to a host of the visitor's choice, TRACE shows cookies to scripts, PURGE
# empties caches that trust our address. The others are of RTSP, Icecast and HTTP/2: a server's
# parser may know them, a portal does not.
_REFUSED_METHODS = frozenset(
    {
        *("CONNECT", "TRACE", "TRACK", "PURGE", "PRI", "SOURCE", "DESCRIBE", "ANNOUNCE", "SETUP"),
        *("PLAY", "PAUSE", "TEARDOWN", "GET_PARAMETER", "SET_PARAMETER", "REDIRECT", "RECORD"),
        "FLUSH",
    }
)
_FRAMING_FIELDS = frozenset({b"host", b"content-length", b"transfer-encoding", b"upgrade"})
_CHECKED_FIELDS = _FRAMING_FIELDS | {b"connection"}

# What Connection must never name (RFC 9110 7.6.1): a gateway that obeyed would drop what the portal
# or a proxy before us relies on. X-Forwarded-* and their like are written by us in any case.
END_TO_END = frozenset(
    {
        *(b"authorization", b"cache-control", b"content-encoding", b"content-length"),
        *(b"content-range", b"content-type", b"cookie", b"date", b"etag", b"expires", b"forwarded"),
        *(b"host", b"location", b"origin", b"range", b"referer", b"set-cookie", b"user-agent"),
        *(b"vary", b"www-authenticate", b"x-forwarded-for", b"x-forwarded-host"),
        *(b"x-forwarded-port", b"x-forwarded-proto", b"x-real-ip"),
    }
)


@dataclass(slots=True)
class Framing:
    """``length`` of the body in bytes, None for a chunked one.

    ``host`` is how the visitor calls us: the Host field, or what a trusted proxy says it was.
    """

    length: int | None
    host: bytes

    @property
    def has_body(self) -> bool:
        """Whether the request brings a body."""
        return self.length != 0


def framing_of(scope: Scope, body_bytes: int) -> Framing:
    """What the request's head says. Raises RequestError for what must not be passed on.

    Servers differ in what they let through, so all of it is checked here: one valid Host (RFC
    9112 3.2), the same in an absolute target, one Content-Length or "chunked" but not both (6.1,
    6.3), no other coding (6.1), no end-to-end field in Connection.
    """
    if scope["method"] in _REFUSED_METHODS:
        raise RequestError(METHOD_NOT_ALLOWED)
    fields = _framing_fields(scope["headers"])
    if fields.get(b"upgrade", b"").strip().lower() == b"websocket" and TUNNEL not in scope:
        raise RequestError(NO_WEBSOCKET)
    old = scope["http_version"] == "1.0"
    host = fields.get(b"host", b"").strip()
    if not is_host(host) and (host or not old):
        raise RequestError(BAD_REQUEST)
    if ABSOLUTE_FORM in scope:
        _check_absolute(scope[ABSOLUTE_FORM], host)
    length = _length(fields, old=old)
    if TUNNEL in scope and length != 0:
        # Its body would be read as the first bytes of the other protocol.
        raise RequestError(BAD_REQUEST)
    if length is not None and length > body_bytes:
        raise RequestError(TOO_LARGE)
    return Framing(length, scope.get(VISITOR_HOST, host))


def _framing_fields(headers: Headers) -> dict[bytes, bytes]:
    fields: dict[bytes, bytes] = {}
    for name, value in headers:
        if name not in _CHECKED_FIELDS:
            continue
        if name == b"connection":
            if not END_TO_END.isdisjoint(options_of(value)):
                raise RequestError(BAD_REQUEST)
        elif name in fields:
            raise RequestError(BAD_REQUEST)
        else:
            fields[name] = value
    return fields


def _check_absolute(target: bytes, host: bytes) -> None:
    # Another host than in Host: one reader would take this one, another that one.
    found = _ABSOLUTE.fullmatch(target)
    if found is None or found[1].lower() != host.lower():
        raise RequestError(BAD_REQUEST)


def is_host(value: bytes) -> bool:
    """Whether this is a host, with or without a port, as Host has it (RFC 9110 7.2)."""
    return _HOST.fullmatch(value) is not None


def options_of(connection: bytes) -> list[bytes]:
    """The options of a Connection field, in lower case."""
    if connection in (b"keep-alive", b"close"):
        return [connection]
    return [option.strip(b" \t") for option in connection.lower().split(b",")]


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
