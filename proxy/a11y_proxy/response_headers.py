"""The header fields of a response as the visitor gets them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import formatdate

from a11y_proxy.cookies import downstream_cookie
from a11y_proxy.header_rules import Headers
from a11y_proxy.origin import Origin
from a11y_proxy.request_headers import HOP_BY_HOP, all_dropped
from a11y_proxy.settings import ProxySettings

# Alt-Svc says where else the *portal's* origin can be reached (RFC 7838 2): not ours.
_DROPPED = HOP_BY_HOP | {b"alt-svc", b"proxy-authenticate", b"proxy-authentication-info"}

_LOCATIONS = frozenset({b"content-location", b"location", b"refresh", b"service-worker-allowed"})
_POLICIES = frozenset({b"content-security-policy", b"strict-transport-security"})
_OF_VISITS = _LOCATIONS | {b"access-control-allow-origin", b"link", b"set-cookie"}
_REWRITTEN = _OF_VISITS | _POLICIES

# Servers refuse to send these. RFC 9110 5.5: a recipient replaces them by a space.
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")

# Of a Content-Security-Policy: asks browsers for https where there is none.
_UPGRADE = re.compile(rb"(?:^|;|(?<=,))\s*upgrade-insecure-requests\s*(?=;|,|$)", re.IGNORECASE)

# The target of a Link (RFC 8288 3).
_LINK_TARGET = re.compile(rb"<([^<>]*)>")

# Refresh: 5; url='https://host/path' (WHATWG HTML 4.2.5.3), quotes and spaces optional.
_REFRESH = re.compile(
    rb"(\s*[0-9.]*\s*[;,]?\s*url\s*=\s*)(['\"]?)(.*?)(\2\s*)", re.IGNORECASE | re.DOTALL
)


@dataclass(slots=True)
class Visit:
    """What the rewriting has to know about the request: the visitor's side of it."""

    host: bytes
    secure: bool
    target: bytes


def downstream_headers(
    headers: Headers, status: int, origin: Origin, settings: ProxySettings, visit: Visit
) -> Headers:
    """The fields to send, in their order, each on a line of its own; names in lower case."""
    dropped = all_dropped(headers, _DROPPED)
    if status in (204, 304):
        # RFC 9110 8.6 forbids it in 204 and never asks for it in 304; servers stumble over it.
        dropped |= {b"content-length"}
    sent: Headers = []
    dated = False
    for field in headers:
        name, value = field
        if name in dropped:
            continue
        if name in _REWRITTEN:
            rewritten = _rewritten(name, value, origin, settings, visit)
            if rewritten is None:
                continue
            field = (name, rewritten)  # noqa: PLW2901
        elif name == b"date":
            dated = True
        sent.append((name, _CONTROL.sub(b" ", field[1])) if _CONTROL.search(field[1]) else field)
    if not dated:
        sent.append((b"date", formatdate(usegmt=True).encode("ascii")))  # RFC 9110 6.6.1
    rules = settings.response_rules
    return rules.apply(sent) if rules else sent


def same_for_all(headers: Headers) -> bool:
    """Whether ``downstream_headers`` makes the same of these for whoever asks by one scheme."""
    names = {name for name, _ in headers}
    return b"date" in names and names.isdisjoint(_OF_VISITS)


def _rewritten(
    name: bytes, value: bytes, origin: Origin, settings: ProxySettings, visit: Visit
) -> bytes | None:
    """The value to send; None where the field goes."""
    rewrite = settings.rewrite
    if name == b"set-cookie" and "cookies" in rewrite:
        return downstream_cookie(value, origin, visit.host, secure=visit.secure)
    if name in _LOCATIONS and "location" in rewrite:
        locate = _refresh if name == b"refresh" else downstream_reference
        return locate(value, origin, visit)
    if name == b"link" and "links" in rewrite:
        return _LINK_TARGET.sub(
            lambda found: b"<%b>" % downstream_reference(found[1], origin, visit), value
        )
    if name in _POLICIES and not visit.secure:
        return _plain_policy(name, value)
    if name == b"access-control-allow-origin" and not settings.preserve_host:
        return _allowed_origin(value, origin, visit)
    return value


def _plain_policy(name: bytes, value: bytes) -> bytes | None:
    """A policy for a visitor on plain http, who could not obey one that demands https."""
    if name == b"strict-transport-security":
        return None  # RFC 6797 7.2
    return _UPGRADE.sub(b"", value).lstrip(b"; ") or None


def _allowed_origin(value: bytes, origin: Origin, visit: Visit) -> bytes:
    """The portal's own origin as ours: the portal took us for it, by the Origin that we sent."""
    if value.strip().lower() != origin.root or not visit.host:
        return value
    return (b"https://" if visit.secure else b"http://") + visit.host


def downstream_reference(value: bytes, origin: Origin, visit: Visit) -> bytes:
    """A Location on the portal as one on the proxy: without scheme and host; others unchanged."""
    reference = value.strip(b" \t")
    located = origin.locate(reference)
    if located is None:
        return _path_below(reference, origin) if reference[:1] == b"/" and origin.path else value
    scheme, rest = located
    if not rest.startswith(b"/"):
        rest = b"/" + rest
    base = origin.base
    if base and not _is_below(rest, base):
        return value
    if scheme != origin.scheme and _path_and_query(rest) == visit.target:
        # "Come again with https": through us it would be the same request, for ever. The
        # visitor goes to the portal itself; `--check` tells the operator.
        return value
    return _relative(rest[len(base) :])


def _path_below(reference: bytes, origin: Origin) -> bytes:
    """A Location that is a path: without the base path; one outside it leads to the portal."""
    base = origin.base
    if reference[1:2] in (b"/", b"\\"):
        return reference
    if _is_below(reference, base):
        return _relative(reference[len(base) :])
    return origin.root + reference


def _is_below(path: bytes, base: bytes) -> bool:
    return path.startswith(base) and path[len(base) : len(base) + 1] in (b"", b"/", b"?", b"#")


def _path_and_query(reference: bytes) -> bytes:
    return reference.partition(b"#")[0]


def _relative(rest: bytes) -> bytes:
    """A reference to the path on whatever address the visitor uses."""
    if not rest.startswith(b"/"):
        rest = b"/" + rest
    # "//a/b" would be another host: as "/.//a/b" it is the path again (RFC 3986 5.2.4).
    return b"/." + rest if rest[1:2] in (b"/", b"\\") else rest


def _refresh(value: bytes, origin: Origin, visit: Visit) -> bytes:
    match = _REFRESH.fullmatch(value)
    if match is None:
        return value
    return match[1] + match[2] + downstream_reference(match[3], origin, visit) + match[4]
