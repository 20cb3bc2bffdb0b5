"""Heads of answers as they go out to visitors, and how a visitor knows where the body ends."""

from __future__ import annotations

from typing import NamedTuple

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from a11y_proxy.header_rules import Headers

_EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\n"
# No field may have one: not CR and LF either, which are counted.
_CONTROL = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])


class AnswerHead(NamedTuple):
    """A head in bytes, and what it means for the body.

    ``left`` is the length of a body that is to be sent, None where its end says where it ends, by
    chunks if ``chunked``.
    """

    head: bytes
    left: int | None
    bodiless: bool
    chunked: bool
    keep_alive: bool


def answer_head(
    status: int, headers: Headers, *, method: str, version: str, keep_alive: bool
) -> AnswerHead:
    """The head of an answer. Raises RuntimeError where it would have more lines than fields.

    ``method`` and ``version`` are the request's. HTTP/1.0 gets a body that ends with the
    connection, not chunks.
    """
    length = None
    closes = False
    for name, value in headers:
        if name == b"content-length":
            length = int(value)
        elif name == b"connection" and value == b"close":
            closes = True
    bodiless = method == "HEAD" or status in (101, 204, 304)
    left = 0 if bodiless else length
    chunked = left is None and version == "1.1"
    framing = b"transfer-encoding: chunked\r\n" if chunked else b""
    # Without chunks, nothing but the connection's end ends a body of unknown length.
    keep_alive = keep_alive and not closes and (left is not None or chunked)
    if not (keep_alive or closes or status == 101):
        framing += b"connection: close\r\n"
    head = head_bytes(STATUS_LINE[status], headers, framing)
    return AnswerHead(head, left, bodiless, chunked, keep_alive)


def early_hints(headers: Headers) -> bytes:
    """A 103 with these fields (RFC 8297)."""
    return head_bytes(_EARLY_HINTS, headers, b"")


def head_bytes(first: bytes, headers: Headers, last: bytes) -> bytes:
    """A head. Raises RuntimeError where it would have more lines than fields."""
    lines = [name + b": " + value + b"\r\n" for name, value in headers]
    fields = b"".join(lines)
    count = len(lines)
    if (
        fields.count(b"\r") != count
        or fields.count(b"\n") != count
        or len(fields.translate(None, _CONTROL)) != len(fields)
    ):
        raise RuntimeError("a control character in a header field")
    return b"%b%b%b\r\n" % (first, fields, last)
