"""The header fields of a request as the portal gets them."""

from __future__ import annotations

import re

from starlette.types import Scope

from a11y.html.headers import is_html_wanted
from a11y_proxy.framing import END_TO_END, options_of
from a11y_proxy.header_rules import Headers as Headers  # noqa: PLC0414 - said to be exported
from a11y_proxy.hints import FORWARDED_FOR
from a11y_proxy.origin import Origin
from a11y_proxy.settings import ProxySettings

# RFC 9110 7.6.1, and the older ones that it names. They speak about one connection.
HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)

# What we say ourselves. Expect: our server answers it with 100 when the portal's connection
# stands, as nginx does; old portals don't know it and let the visitor wait. Proxy: CGI makes of it
# the variable that names a proxy (httpoxy, CVE-2016-5385).
_DROPPED = HOP_BY_HOP | {
    b"expect",
    b"forwarded",
    b"host",
    b"http2-settings",
    b"proxy",
    b"proxy-authorization",
}

_FORWARDED = re.compile(rb"x-(?:forwarded-|real-ip$)")

_CODED_OR_PART = frozenset({b"accept-encoding", b"if-range", b"range"})

# Destination: of WebDAV (RFC 4918 10.3).
_WITH_OUR_ADDRESS = frozenset({b"origin", b"referer", b"destination"})


def upstream_headers(scope: Scope, host: bytes, origin: Origin, settings: ProxySettings) -> Headers:
    """The fields to send: raw, in their order, without hop-by-hop ones, with our X-Forwarded-*.

    ``host`` is the visitor's Host. Incoming X-Forwarded-* say nothing that we could know to be
    true; the server has already used them where the sender is trusted. What the operator sets
    comes last.
    """
    received: Headers = scope["headers"]
    preserve_host = settings.preserve_host
    scheme: bytes = scope["scheme"].encode("ascii")
    dropped = all_dropped(received, _DROPPED)
    headers = [(b"host", host if preserve_host and host else origin.host_field)]
    says_codings = False
    for field in received:
        name, value = field
        if name in dropped or (name[:1] == b"x" and _FORWARDED.match(name)):
            continue
        if b"_" in name and _shadows(name):
            continue
        if name == b"accept-encoding":
            says_codings = True
        elif name in _WITH_OUR_ADDRESS and not preserve_host:
            field = (name, _at_origin(value, scheme + b"://" + host.lower(), origin))  # noqa: PLW2901
        headers.append(field)
    if "links" in settings.rewrite and _navigates(received):
        # What is to be rewritten comes plain and whole.
        headers = [field for field in headers if field[0] not in _CODED_OR_PART]
        headers.append((b"accept-encoding", b"identity"))
    elif not says_codings:
        # Without it the portal may answer in any coding: RFC 9110 section 12.5.3.
        headers.append((b"accept-encoding", b"identity"))
    headers.append((b"x-forwarded-proto", scheme))
    if client := scope.get("client"):
        address = client[0].encode("ascii")
        headers.append((b"x-forwarded-for", scope.get(FORWARDED_FOR, address)))
        headers.append((b"x-real-ip", address))
    if host:
        headers.append((b"x-forwarded-host", host))
    rules = settings.request_rules
    return rules.apply(headers) if rules else headers


def _navigates(received: Headers) -> bool:
    return any(name == b"accept" and is_html_wanted(value) for name, value in received)


def _shadows(name: bytes) -> bool:
    """Whether CGI and its heirs would take x_forwarded_for for X-Forwarded-For, or its like."""
    plain = name.replace(b"_", b"-")
    return plain in _DROPPED or plain in END_TO_END or _FORWARDED.match(plain) is not None


def all_dropped(headers: Headers, always: frozenset[bytes]) -> frozenset[bytes]:
    """``always`` and the names that Connection fields call hop-by-hop (RFC 9110 7.6.1)."""
    values = [value for name, value in headers if name == b"connection"]
    if not values or values == [b"keep-alive"]:
        return always
    named = {option for value in values for option in options_of(value)}
    return always | (named - END_TO_END)


def _at_origin(value: bytes, own: bytes, origin: Origin) -> bytes:
    """An Origin or Referer on our address, as if the visitor were on the portal's.

    The portal gets its own Host; its protection against forged requests compares the two.
    """
    if value[: len(own)].lower() != own or value[len(own) : len(own) + 1] not in (b"", b"/"):
        return value
    rest = value[len(own) :]
    return origin.root + (origin.base + rest if rest else b"")
