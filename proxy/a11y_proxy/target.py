"""The request target that is asked of the portal: the visitor's, byte for byte."""

from __future__ import annotations

import re

from starlette.types import Scope

from a11y_proxy.errors import BAD_REQUEST, RequestError
from a11y_proxy.hints import RAW_TARGET
from a11y_proxy.origin import Origin

_VISIBLE = re.compile(rb"/[\x21-\x7e]*")
_ENCODED_SYNTAX = re.compile(rb"%(2[eEfF]|5[cC])")
_SYNTAX = {b"2e": b".", b"2f": b"/", b"5c": b"/"}


def upstream_target(scope: Scope, origin: Origin) -> bytes:
    """The target (RFC 9112 3.2.1, origin-form) for the portal. Raises RequestError.

    Only a path and a query come from the request. An authority in it, as in ``//host/`` or in
    the absolute form, is a part of the path or was dropped by the server.
    """
    target = percent_encoded(received_target(scope))
    if not _VISIBLE.fullmatch(target):
        raise RequestError(BAD_REQUEST)
    if not origin.base:
        return target
    if _climbs(target.partition(b"?")[0]):
        raise RequestError(BAD_REQUEST)
    return origin.base + target


def received_target(scope: Scope) -> bytes:
    """Path and query as the visitor sent them, as far as the server kept them."""
    target: bytes | None = scope.get(RAW_TARGET)
    if target is not None:
        return target
    path: bytes = scope.get("raw_path") or scope["path"].encode("utf-8")
    query: bytes = scope.get("query_string", b"")
    return b"%b?%b" % (path, query) if query else path


def percent_encoded(target: bytes) -> bytes:
    """The target with bytes above 0x7f percent-encoded, as browsers of this century send them.

    Old pages and Internet Explorer put GBK bytes into links as they are; servers refuse them or
    read them as this (RFC 3986 2.5).
    """
    if target.isascii():
        return target
    return re.sub(rb"[\x80-\xff]", lambda match: b"%%%02X" % match[0][0], target)


def _climbs(path: bytes) -> bool:
    """Whether dot segments, plain or encoded, lead above the path that the operator chose."""
    plain = _ENCODED_SYNTAX.sub(lambda match: _SYNTAX[match[1].lower()], path)
    depth = 0
    for segment in plain.replace(b"\\", b"/").split(b"/")[1:]:
        # Path parameters are cut off by Java servers before they resolve dots: "..;x" climbs.
        name = segment.partition(b";")[0]
        depth += -1 if name == b".." else 0 if name in (b".", b"") else 1
        if depth < 0:
            return True
    return False
