"""Whether a request comes from a page of this same site (Fetch Metadata, RFC 6454)."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers

_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_same_origin(headers: Headers) -> bool:
    """True unless the headers show another site.

    ``Sec-Fetch-Site`` says it where the browser sends it (only over HTTPS and to localhost). Else
    ``Origin``, which every browser sends with a cross-origin POST, must be the host that was asked,
    as the visitor's browser knows it: behind another proxy that is in ``X-Forwarded-Host``, which
    no page can send across origins without a preflight that we never grant. No ``Origin`` means
    that no page of another site is asking.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return True
    hosts = [headers.get("host", "")]
    hosts += headers.get("x-forwarded-host", "").split(",")
    return any(_is_at(origin, host.strip()) for host in hosts if host.strip())


def _is_at(origin: str, host: str) -> bool:
    try:
        ours, theirs = urlsplit(f"{urlsplit(origin).scheme}://{host}"), urlsplit(origin)
        default = _DEFAULT_PORTS.get(theirs.scheme)
        same_port = (ours.port or default) == (theirs.port or default)
    except ValueError:
        return False
    return bool(theirs.hostname) and ours.hostname == theirs.hostname and same_port
