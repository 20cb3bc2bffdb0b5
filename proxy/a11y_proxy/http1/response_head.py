"""Heads of responses, read (RFC 9112 2 to 6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from a11y_proxy.header_rules import Headers
from a11y_proxy.http1.fields import MalformedError, parse_fields, split_lines

# HTTP-version SP status-code SP [reason]; servers leave out the space behind the code, too.
_STATUS = re.compile(rb"HTTP/1\.([0-9]) ([1-5][0-9]{2})(?: [^\x00-\x08\x0a-\x1f\x7f]*)?")
_START = b"HTTP/1."
_END_WITH_LF = re.compile(rb"\n\r?\n")
_FRAMING = frozenset({b"connection", b"content-length", b"transfer-encoding"})
_LENGTH = re.compile(rb"[0-9]{1,18}")

# Portals say the same to many visitors, at least within the second of a Date. So many heads are
# remembered, none of them long.
_KEPT = 256
_KEPT_BYTES = 1024
_OF_ONE = frozenset({b"set-cookie", b"authentication-info", b"www-authenticate", b"location"})


# Compared by identity, so that what follows from a kept one can be kept, too.
@dataclass(slots=True, eq=False)
class Head:
    """A response's head, and how its body is delimited.

    ``length`` is the body's in bytes, None for chunks or where only the connection's end ends it.
    ``kept``: the next head with these bytes is this very one, so nobody may change it.
    """

    status: int
    headers: Headers
    length: int | None
    chunked: bool
    keeps_alive: bool
    kept: bool = False

    @property
    def until_close(self) -> bool:
        """Whether nothing but the end of the connection ends the body (RFC 9112 6.3, 8)."""
        return self.length is None and not self.chunked


def end_of_head(received: bytes, at: int = 0, start: int = 0) -> tuple[int, int] | None:
    """Where the head at ``received[at]`` ends and where what follows begins.

    None while it is not all here. Before ``start`` the end was looked for already.
    """
    start = max(at, start)
    end = received.find(b"\r\n\r\n", start)
    if received.find(b"\n", at) == received.find(b"\r\n", at) + 1:
        return (end, end + 4) if end >= 0 else None
    found = _END_WITH_LF.search(received, start)
    return found.span() if found else None


def may_be_head(received: bytes, at: int = 0) -> bool:
    """Whether what came so far from ``at`` on can become a response of HTTP/1."""
    return _START.startswith(received[at : at + len(_START)])


def known_head(raw: bytes, method: str) -> Head:
    """``parse_head``, but one that came before is not read again: see ``Head.kept``."""
    heads = _heads_of_head if method == "HEAD" else _heads
    head = heads.get(raw)
    if head is None:
        head = parse_head(raw, method)
        if len(raw) <= _KEPT_BYTES and not _is_for_one(head.headers):
            if len(heads) >= _KEPT:
                heads.clear()
            heads[raw] = head
            head.kept = True
    return head


def _is_for_one(headers: Headers) -> bool:
    """Whether a head is a visitor's own, which we don't keep."""
    return any(name in _OF_ONE for name, _ in headers)


def parse_head(raw: bytes, method: str) -> Head:
    """A response's head from its bytes before the empty line. Raises MalformedError.

    ``method`` is the request's: answers to HEAD have no body (RFC 9112 6.3).
    """
    lines = split_lines(raw)
    status, old = _status_of(lines[0])
    del lines[0]
    return _framed(status, parse_fields(lines), method, old=old)


@lru_cache(maxsize=256)
def _status_of(line: bytes) -> tuple[int, bool]:
    """The status code, and whether it is HTTP/1.0. Raises MalformedError."""
    found = _STATUS.fullmatch(line)
    if found is None:
        raise MalformedError("no status line")
    return int(found[2]), found[1] == b"0"


def _framed(status: int, headers: Headers, method: str, *, old: bool) -> Head:
    length = coding = connection = None
    for name, value in headers:
        if name not in _FRAMING:
            continue
        if name == b"content-length":
            if length is not None or not _LENGTH.fullmatch(value):
                raise MalformedError("Content-Length is no length, or there are two")
            length = int(value)
        elif name == b"transfer-encoding":
            # "chunked" is the only one that everybody undoes (RFC 9112 7), and only once.
            if coding is not None or value.lower() != b"chunked":
                raise MalformedError("a Transfer-Encoding that is not chunked")
            coding = value
        else:
            connection = value if connection is None else connection + b"," + value
    if length is not None and coding is not None:
        raise MalformedError("Content-Length and Transfer-Encoding")
    keeps_alive = _keeps_alive(connection, old=old)
    if method == "HEAD" or status < 200 or status in (204, 304):
        # Some servers send a body all the same with these two: nobody could tell it from an answer.
        odd = (coding is not None and status in (204, 304)) or (status == 204 and bool(length))
        return Head(status, headers, 0, chunked=False, keeps_alive=keeps_alive and not odd)
    if coding is not None:
        # HTTP/1.0 has no chunks; servers that send them all the same mean them (RFC 9112 6.1).
        return Head(status, headers, None, chunked=True, keeps_alive=keeps_alive and not old)
    return Head(
        status, headers, length, chunked=False, keeps_alive=keeps_alive and length is not None
    )


def _keeps_alive(connection: bytes | None, *, old: bool) -> bool:
    """Whether the portal will read another request (RFC 9112 9.3)."""
    if connection is None:
        return not old
    options = [option.strip(b" \t") for option in connection.lower().split(b",")]
    return b"close" not in options and (not old or b"keep-alive" in options)


_heads: dict[bytes, Head] = {}
_heads_of_head: dict[bytes, Head] = {}
