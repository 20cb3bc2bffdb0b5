"""Asking the portal once, so that an operator learns at the start what visitors would meet."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from a11y_proxy.configuration import Configuration, SiteSettings
from a11y_proxy.errors import ExchangeError, Reason
from a11y_proxy.guard import Guard
from a11y_proxy.http1.client import Http1Upstream
from a11y_proxy.origin import Origin
from a11y_proxy.request_headers import Headers
from a11y_proxy.settings import ProxySettings
from a11y_proxy.upstream import UpstreamRequest

_ABSOLUTE = re.compile(rb"(?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a portal answered: a ``status``, or the ``reason`` why there is none.

    ``advice`` for the operator, one line, where the portal sends visitors elsewhere.
    """

    status: int = 0
    advice: str | None = None
    reason: Reason | None = None


async def ask_all(configuration: Configuration) -> list[Answer]:
    """Ask the portals of all sites, a few at a time."""
    few = asyncio.Semaphore(16)

    async def one(site: SiteSettings) -> Answer:
        async with few:
            return await ask(site.origin, site.proxy)

    return list(await asyncio.gather(*map(one, configuration.sites)))


async def ask(origin: Origin, settings: ProxySettings) -> Answer:
    """Get the portal's first page, not its body: any answer is good."""
    upstream = Http1Upstream(origin, settings)
    headers: Headers = [
        (b"host", origin.host_field),
        (b"user-agent", b"Mozilla/5.0 (compatible; a11y-proxy)"),
        (b"accept", b"text/html,*/*;q=0.5"),
        (b"accept-encoding", b"gzip"),
    ]
    try:
        async with Guard(settings):
            request = UpstreamRequest("GET", origin.base + b"/", headers, None)
            response = await upstream.send(request)
        response.close()
    except ExchangeError as error:
        return Answer(reason=error.reason)
    finally:
        await upstream.aclose()
    return Answer(response.status, _advice(origin, response.status, response.headers))


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
