"""Set-Cookie fields, so that a cookie of the portal's domain is kept at the proxy's address."""

from __future__ import annotations

import re

from a11y_proxy.origin import Origin

# Attributes without which a browser refuses the cookie unless it is Secure: SameSite=None
# (RFC 6265bis 5.7) and Partitioned (CHIPS).
_NEEDS_SECURE = re.compile(rb"\s*(?:samesite\s*=\s*none|partitioned)\s*", re.IGNORECASE)

# Names that promise Secure (RFC 6265bis 4.1.3): without it no browser takes such a cookie. With it
# some do on http://localhost, which is all there is to win without https.
_PROMISES_SECURE = re.compile(rb"\s*__(?:host|secure|http|host-http)-", re.IGNORECASE)


def downstream_cookie(value: bytes, origin: Origin, host: bytes, *, secure: bool) -> bytes:
    """One Set-Cookie field for a visitor who knows us as ``host``; ``secure``: over https.

    Domain goes where it names the portal's domain and the visitor isn't in it; Path loses the
    portal's base path; on plain http Secure goes, or nobody could log in at http://127.0.0.1,
    unless the cookie's name promises it.
    Everything else stays as it is, byte for byte.
    """
    pair, *attributes = value.split(b";")
    secure = secure or _PROMISES_SECURE.match(pair) is not None
    kept = [pair]
    for attribute in attributes:
        name, _, content = attribute.partition(b"=")
        key = name.strip().lower()
        if key == b"domain" and _foreign(content, origin, host):
            continue
        if not secure and (key == b"secure" or _NEEDS_SECURE.fullmatch(attribute)):
            continue
        if key == b"path" and origin.path:
            attribute = name + b"=" + _without_base(content.strip(), origin)  # noqa: PLW2901
        kept.append(attribute)
    return b";".join(kept)


def _foreign(content: bytes, origin: Origin, host: bytes) -> bool:
    """Whether the domain is the portal's and not the visitor's, who would refuse the cookie."""
    domain = content.strip().lower().lstrip(b".")
    visitor = host.lower().rpartition(b":")[0] or host.lower()
    return _within(origin.host.encode("ascii"), domain) and not _within(visitor, domain)


def _within(host: bytes, domain: bytes) -> bool:
    """Whether a host domain-matches (RFC 6265 5.1.3)."""
    return host == domain or host.endswith(b"." + domain)


def _without_base(path: bytes, origin: Origin) -> bytes:
    if path == origin.base or path.startswith(origin.base + b"/"):
        return path[len(origin.base) :] or b"/"
    return path
