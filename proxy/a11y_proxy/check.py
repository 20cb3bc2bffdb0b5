"""Asking the portal once, so that an operator learns at the start what visitors would meet."""

from __future__ import annotations

import re

from a11y_proxy.guard import Guard
from a11y_proxy.http1.client import Http1Upstream
from a11y_proxy.origin import Origin
from a11y_proxy.request_headers import Headers
from a11y_proxy.settings import ProxySettings
from a11y_proxy.upstream import UpstreamRequest

_ABSOLUTE = re.compile(rb"(?:https?:)?//", re.IGNORECASE)


async def ask(origin: Origin, settings: ProxySettings) -> str | None:
    """Get the portal's first page, not its body: any answer is good. Raises UpstreamError.

    Returns advice for the operator, one line, where the portal sends visitors elsewhere.
    """
    upstream = Http1Upstream(origin, settings)
    headers: Headers = [
        (b"host", origin.host_field),
        (b"user-agent", b"Mozilla/5.0 (compatible; a11y-proxy)"),
        (b"accept", b"text/html,*/*;q=0.5"),
        (b"accept-encoding", b"gzip"),
    ]
    try:
        async with Guard(settings):
            request = UpstreamRequest("GET", f"{origin.path}/", headers, None)
            response = await upstream.send(request)
        response.close()
    finally:
        await upstream.aclose()
    return _advice(origin, response.status, response.headers)


def _advice(origin: Origin, status: int, headers: Headers) -> str | None:
    if not 300 <= status <= 399:
        return None
    location = next((value.strip() for name, value in headers if name == b"location"), b"")
    located = origin.locate(location)
    if located is None and not _ABSOLUTE.match(location):
        return None
    if located is not None and located[0] == origin.scheme:
        return None
    shown = location.decode("utf-8", "replace")
    return (
        f"网站会转到 {shown},建议直接使用这个地址。"
        "(The portal redirects there: better give that address.)"
    )
