"""The opening handshake of a WebSocket (RFC 6455 4), between a visitor and the portal.

What follows it is passed on byte for byte: subprotocols, extensions, close codes are between the
two of them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from starlette.types import Scope

from a11y_proxy.errors import BAD_REQUEST, RequestError
from a11y_proxy.header_rules import Headers

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

UPGRADE: Headers = [(b"connection", b"Upgrade"), (b"upgrade", b"websocket")]


def key_of(scope: Scope) -> bytes:
    """Sec-WebSocket-Key of a request that asks for a WebSocket.

    Raises RequestError where something of the handshake is missing (RFC 6455 4.2.1).
    """
    keys = _values(scope["headers"], b"sec-websocket-key")
    options = _options(scope["headers"])
    if scope["method"] != "GET" or b"upgrade" not in options or len(keys) != 1:
        raise RequestError(BAD_REQUEST)
    try:
        nonce = base64.b64decode(keys[0], validate=True)
    except binascii.Error:
        raise RequestError(BAD_REQUEST) from None
    if len(nonce) != 16:
        raise RequestError(BAD_REQUEST)
    return keys[0]


def is_accepted(headers: Headers, key: bytes) -> bool:
    """Whether a 101 is the answer to this very request (RFC 6455 4.1): else it may be a cache's."""
    expected = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())
    return (
        [value.lower() for value in _values(headers, b"upgrade")] == [b"websocket"]
        and b"upgrade" in _options(headers)
        and _values(headers, b"sec-websocket-accept") == [expected]
    )


def _values(headers: Headers, wanted: bytes) -> list[bytes]:
    return [value for name, value in headers if name == wanted]


def _options(headers: Headers) -> list[bytes]:
    lists = _values(headers, b"connection")
    return [option.strip(b" \t").lower() for one in lists for option in one.split(b",")]
