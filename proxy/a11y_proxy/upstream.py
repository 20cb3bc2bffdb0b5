"""What the proxy needs of an HTTP client: one interface, so that a faster client can take over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from a11y_proxy.request_headers import Headers


@dataclass(slots=True)
class UpstreamRequest:
    """A request for the portal: ``target`` and ``headers`` go out byte for byte.

    ``headers`` hold Host and, where the length of the body is known, Content-Length; the client
    adds Transfer-Encoding otherwise. ``body`` is None for a request without one.
    """

    method: str
    target: str
    headers: Headers
    body: AsyncIterator[bytes] | None


class UpstreamResponse(Protocol):
    """A response whose head is here; 1xx ones were dropped on the way."""

    @property
    def status(self) -> int:
        """200 to 599."""

    @property
    def headers(self) -> Headers:
        """As received, in their order; names in lower case, values raw."""

    @property
    def complete(self) -> bool:
        """Whether all of the body has been read."""

    async def read(self) -> bytes:
        """The next bytes of the body in its content coding; empty at the end.

        Raises UpstreamError where the body ends before it is whole.
        """

    def close(self) -> None:
        """Give up the rest, if there is one; the connection of an unread body is closed."""


class Upstream(Protocol):
    """The portal, and the pool of connections to it."""

    async def send(self, request: UpstreamRequest) -> UpstreamResponse:
        """Send a request, return when the response's head is here. Raises UpstreamError.

        Cancelling it closes the connection.
        """

    async def aclose(self) -> None:
        """Close all connections."""
