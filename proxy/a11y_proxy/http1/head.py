"""Heads of requests, written (RFC 9112 2 to 6)."""

from __future__ import annotations

from a11y_proxy.errors import BAD_REQUEST, RequestError
from a11y_proxy.header_rules import Headers
from a11y_proxy.upstream import UpstreamRequest

# Methods whose requests usually have a body say that there is none (RFC 9110 8.6).
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


def request_head(request: UpstreamRequest, extra: Headers) -> bytes:
    """A request's head as it goes out, ``extra`` behind its own fields.

    Raises RequestError for what would be more lines than there are fields.
    """
    fields = request.headers + extra if extra else request.headers
    framing = b""
    if request.body is None:
        if request.method in _WITH_BODY and not has_length(fields):
            framing = b"content-length: 0\r\n"
    elif not has_length(fields):
        framing = b"transfer-encoding: chunked\r\n"
    target = request.target
    if b"\r" in target or b"\n" in target or b"\0" in target:
        raise RequestError(BAD_REQUEST)
    return request_line(request.method, target) + field_lines(fields) + framing + b"\r\n"


def request_line(method: str, target: bytes) -> bytes:
    """The first line of a request."""
    return b"%b %b HTTP/1.1\r\n" % (method.encode("ascii"), target)


def field_lines(fields: Headers) -> bytes:
    """Fields as lines, each with its end.

    Raises RequestError for what would be more lines than there are fields: our own server lets no
    control character through, another one might.
    """
    lines = b"".join([name + b": " + value + b"\r\n" for name, value in fields])
    ends = len(fields)
    if lines.count(b"\r") != ends or lines.count(b"\n") != ends or b"\0" in lines:
        raise RequestError(BAD_REQUEST)
    return lines


def has_length(headers: Headers) -> bool:
    """Whether Content-Length says how long the body is."""
    return any(name == b"content-length" for name, _ in headers)
