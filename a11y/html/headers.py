"""The header fields that must follow when a page changes, in both directions.

Fields are raw lists of (name, value) as in ASGI. Request names are in lower case, as servers give
them; response names may be in any case, and keep theirs.

Validators carry a mark: ``ETag: "abc"`` goes out as ``W/"abc;a11y-3f9c2a71s"``, weak since a page
may be compressed differently next time, with the version of our tag, and with the form of the
entity tag that was there: s strong, w weak, u without quotes, d made from Last-Modified since there
was none. A request with our mark is translated back, so that 304 goes on working; a validator
without it belongs to a page without the tag and is dropped, so that the browser gets the page anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from a11y.html.coding import narrow

if TYPE_CHECKING:
    from a11y.html.rules import Rules

Headers = list[tuple[bytes, bytes]]

# The methods of navigations: links and forms.
NAVIGATION_METHODS = frozenset(("GET", "HEAD", "POST"))
# The methods whose answers are cached, asked for in parts, and validated.
_CACHED_METHODS = frozenset(("GET", "HEAD"))

_REQUEST_FIELDS = frozenset(
    (
        *(b"accept", b"accept-encoding", b"if-modified-since", b"if-none-match"),
        *(b"if-range", b"range"),
    )
)
# What of them most requests have, and none that is in the way of keeping what was found out.
_USUAL = {b"accept", b"accept-encoding"}
_LONGEST_KEPT = 512
# What describes the bytes as the origin server sent them. Parts of a changed page can't be asked
# for, since the origin server counts its own bytes (RFC 9110 section 14.3).
_DROPPED = frozenset(
    (
        *(b"accept-ranges", b"content-md5", b"digest"),
        *(b"content-digest", b"repr-digest", b"unencoded-digest"),
    )
)

_ETAG = re.compile(rb'(?:W/)?"[^"]*"|\*')
_QUOTED = re.compile(rb'(W/)?"([^"]*)"')
# Not allowed, but sent; a browser gives it back as it came.
_UNQUOTED = re.compile(rb"()([\x21\x23-\x2b\x2d-\x7e]+)")
_MARK = re.compile(rb'W/"(.*);a11y-([0-9a-f]{8})([swud])"')
_FORMS = {b"s": b'"%b"', b"w": b'W/"%b"', b"u": b"%b"}


def origin_headers(method: str, headers: Headers, rules: Rules) -> Headers:
    """The request as the origin server shall see it; the very same list if nothing changes.

    On navigations that is: no coding that we can't undo, no part of a page. On every request:
    validators of ours are translated back.
    """
    if method not in NAVIGATION_METHODS:
        return _precondition(headers)
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _REQUEST_FIELDS:
            found[name] = found[name] + b", " + value if name in found else value
    if found.keys() == _USUAL:
        accept, coding = found[b"accept"], found[b"accept-encoding"]
        short = len(accept) + len(coding) <= _LONGEST_KEPT
        if short and _is_fine(accept, coding, rules.known_codings):
            return headers
    version = rules.version
    navigates = is_html_wanted(found.get(b"accept", b""))
    changes: dict[bytes, bytes | None] = {}
    if navigates and b"accept-encoding" in found:
        changes[b"accept-encoding"] = narrow(found[b"accept-encoding"], rules.known_codings)
    if method in _CACHED_METHODS:
        changes |= _conditions(found, version, navigates=navigates)
        if navigates and b"range" in found and not _is_strong(found.get(b"if-range", b"")):
            changes |= {b"range": None, b"if-range": None}
    return _changed(headers, {n: v for n, v in changes.items() if found.get(n) != v})


# Every browser sends the same two for all that is of one kind.
@lru_cache(maxsize=256)
def _is_fine(accept: bytes, accept_encoding: bytes, known: frozenset[bytes]) -> bool:
    """Whether a request that has no more of ours than these may go on as it is."""
    return not is_html_wanted(accept) or narrow(accept_encoding, known) == accept_encoding


def _precondition(headers: Headers) -> Headers:
    """If-Match of somebody who edits a page as the origin server knows it: the copy came from us.

    Whether the tag in his copy is today's does not matter here.
    """
    for index, (name, value) in enumerate(headers):
        if name == b"if-match" and b";a11y-" in value:
            tags = (_original(tag) or tag for tag in _ETAG.findall(value))
            return [*headers[:index], (name, b", ".join(tags)), *headers[index + 1 :]]
    return headers


def page_headers(
    headers: Headers,
    *,
    version: str,
    replaced: Mapping[int, bytes],
    growth: int | None,
    length: int | None = None,
) -> Headers:
    """The header section of a page that has the tag.

    ``replaced``: new values by index, for the fields of the security policy. ``growth``: by how
    many bytes the content grows; None: unknown, then Content-Length becomes ``length`` or goes.
    """
    result: Headers = []
    modified = b""
    has_etag = False
    for index, (name, value) in enumerate(headers):
        key = name.lower()
        if key in _DROPPED:
            continue
        if key == b"content-length":
            new = int(value) + growth if growth is not None else length
            if new is not None:
                result.append((name, b"%d" % new))
        elif key == b"etag":
            has_etag = True
            if (marked := _mark(value, version)) is not None:
                result.append((name, marked))
        else:
            if key == b"last-modified":
                modified = value
            result.append((name, replaced.get(index, value)))
    if modified and not has_etag:
        result.append((b"etag", _mark_date(modified, version)))
    return result


def without_digests(trailers: Headers) -> Headers:
    """A trailer section without the digests of the content as it was."""
    return [(name, value) for name, value in trailers if name.lower() not in _DROPPED]


def is_html_wanted(accept: bytes) -> bool:
    """Whether an Accept field names a type of page, as that of every navigation does."""
    accept = accept.lower()
    return b"text/html" in accept or b"application/xhtml+xml" in accept


def asks_for_ours(if_none_match: bytes, version: str) -> bool:
    """Whether If-None-Match names a page with today's tag."""
    return b";a11y-%b" % version.encode() in if_none_match


def _conditions(
    found: Mapping[bytes, bytes], version: str, *, navigates: bool
) -> dict[bytes, bytes | None]:
    """If-None-Match and If-Modified-Since for the origin server."""
    tags = found.get(b"if-none-match")
    since = found.get(b"if-modified-since")
    if tags is None:
        # The date alone does not tell whether the browser's copy has the tag.
        return {b"if-modified-since": None} if navigates and since else {}
    if not navigates and b";a11y-" not in tags:
        return {}
    if since and _mark_date(since, version) in tags:
        return {b"if-none-match": None}
    kept = [_unmark(tag, version, navigates=navigates) for tag in _ETAG.findall(tags)]
    known = b", ".join(tag for tag in kept if tag is not None)
    # Without the entity tags the date would begin to count (RFC 9110 section 13.1.3).
    return {b"if-none-match": known} if known else dict.fromkeys(_VALIDATORS)


_VALIDATORS = (b"if-none-match", b"if-modified-since")


def _mark(etag: bytes, version: str) -> bytes | None:
    """The entity tag of the page with our tag; None if this one can't be carried."""
    etag = etag.strip()
    if (found := _QUOTED.fullmatch(etag)) is not None:
        form = b"w" if found[1] else b"s"
    elif (found := _UNQUOTED.fullmatch(etag)) is not None:
        form = b"u"
    else:
        return None
    return b'W/"%b;a11y-%b%b"' % (found[2], version.encode(), form)


def _mark_date(modified: bytes, version: str) -> bytes:
    # An entity tag has no spaces (RFC 9110 section 8.8.3), a date without them is still unique.
    return b'W/"%b;a11y-%bd"' % (b"".join(modified.split()), version.encode())


def _unmark(etag: bytes, version: str, *, navigates: bool) -> bytes | None:
    """The origin server's own entity tag; None if it is not for the page with today's tag."""
    found = _MARK.fullmatch(etag)
    if found is None:
        return None if navigates and etag != b"*" else etag
    return _original(etag) if found[2] == version.encode() else None


def _original(etag: bytes) -> bytes | None:
    """The entity tag below our mark; None if there is no mark, or it was made from a date."""
    found = _MARK.fullmatch(etag)
    form = found and _FORMS.get(found[3])
    return form % found[1] if found and form else None


def _is_strong(if_range: bytes) -> bool:
    """Whether If-Range holds a strong entity tag, so one of the origin server: ours are weak."""
    return if_range.startswith(b'"')


def _changed(headers: Headers, changes: Mapping[bytes, bytes | None]) -> Headers:
    if not changes:
        return headers
    result: Headers = []
    done: set[bytes] = set()
    for name, value in headers:
        if name not in changes:
            result.append((name, value))
        elif name not in done:
            done.add(name)
            if (new := changes[name]) is not None:
                result.append((name, new))
    return result
