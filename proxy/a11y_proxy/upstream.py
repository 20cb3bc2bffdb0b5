"""What the proxy needs of an HTTP client: one interface, so that another client can take over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from a11y_proxy.header_rules import Headers
from a11y_proxy.tunnel import TunnelEnd
from a11y_proxy.visitor import Visitor


@dataclass(slots=True)
class UpstreamRequest:
    """A request for the portal: ``target`` and ``headers`` go out byte for byte.

    ``headers`` hold Host and, where the length of the body is known, Content-Length; the client
    adds Transfer-Encoding otherwise. ``body`` is None for a request without one.
    """

    method: str
    target: bytes
    headers: Headers
    body: AsyncIterator[bytes] | None
    # Who asks: authentication of a connection (NTLM) stays with this one. None: nobody in
    # particular, then a connection that carries such is used once.
    visitor: Visitor | None = None
    # Called, at once, with the fields of a 103 (Early Hints).
    on_hints: Callable[[Headers], None] | None = None
    # Whether 101 is an answer, so whether ``headers`` ask for another protocol.
    upgrades: bool = False
    # Whether it was sent before, on a kept connection that the portal had just closed: not again
    # on such a one.
    anew: bool = False


class UpstreamResponse(Protocol):
    """A response whose head is here; 1xx ones but 101 were dropped on the way."""

    @property
    def status(self) -> int:
        """200 to 599, or 101 where the request ``upgrades``."""

    @property
    def headers(self) -> Headers:
        """As received, in their order; names in lower case, values raw."""

    @property
    def chunked(self) -> bool:
        """Whether the body came in chunks, so that there may be ``trailers`` behind it."""

    @property
    def trailers(self) -> Headers:
        """The fields behind the body, once it is ``complete``."""

    @property
    def complete(self) -> bool:
        """Whether all of the body has been read."""

    async def read(self) -> bytes:
        """The next bytes of the body in its content coding; empty at the end.

        Raises UpstreamError where the body ends before it is whole.
        """

    def close(self) -> None:
        """Give up the rest, if there is one; the connection of an unread body is closed."""

    def tunnel_end(self) -> TunnelEnd:
        """The connection, once, after a 101: from here on its bytes are no HTTP of ours."""


class Upstream(Protocol):
    """The portal, and the pool of connections to it."""

    @property
    def states(self) -> dict[str, int]:
        """Connections by state: busy, idle, bound to one visitor; and requests waiting for one."""

    async def send(self, request: UpstreamRequest) -> UpstreamResponse:
        """Send a request, return when the response's head is here.

        Raises UpstreamError, and what the body raises. Cancelling it closes the connection.
        """

    async def aclose(self) -> None:
        """Close all connections."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """A request that was sent already: what came of it, and when that began (monotonic).

    Without ``error`` it is to be sent anew.
    """

    error: Exception | None
    began: float


class ResponseHead(Protocol):
    """A response's head, as far as it matters here. Nobody changes it."""

    @property
    def status(self) -> int:
        """200 to 599."""

    @property
    def headers(self) -> Headers:
        """As received, in their order; names in lower case, values raw."""

    @property
    def length(self) -> int | None:
        """Bytes of the body, None where that is not known before its end."""

    @property
    def chunked(self) -> bool:
        """Whether the body comes in chunks."""

    @property
    def kept(self) -> bool:
        """Whether the next one that is the same will be the same object."""


class Line(Protocol):
    """The connection that a request went out on, as far as who gets the response needs it."""

    @property
    def used(self) -> bool:
        """Whether it has carried a request before."""

    @property
    def answered(self) -> bool:
        """Whether a byte of the response has come."""

    def pause(self) -> None:
        """Take in no more of the response for now."""

    def resume(self) -> None:
        """Go on."""

    def abort(self) -> None:
        """Give up the response."""


class Taker(Protocol):
    """Who gets a response as it comes, each part at once."""

    def hint(self, headers: Headers) -> None:
        """A 103 (Early Hints) has come."""

    def begin(self, head: Any, *, follows: bool) -> None:
        """The head, a ResponseHead, is here; ``follows``: so is a part of the body."""

    def feed(self, data: bytes | memoryview) -> None:
        """The next bytes of the body in its content coding."""

    def end(self, data: bytes | memoryview, trailers: Headers) -> None:
        """The last ones, perhaps none. The connection is somebody else's now."""

    def fail(self, error: Exception) -> None:
        """There will be no response or no more of it: UpstreamError, or what a body raised."""


class DirectUpstream(Upstream, Protocol):
    """An upstream that can also answer by callbacks, which costs less than a task."""

    def begin(self, method: str, head: bytes, taker: Taker, visitor: Visitor | None) -> Line:
        """Send a request without a body, at once or when there is a connection.

        ``head`` is all of it as it goes out. The taker gets one ``begin``, then ``feed`` and one
        ``end``, or else one ``fail``.
        """
