"""One visitor's connection, as far as connections to portals depend on it."""

from __future__ import annotations

from typing import Protocol


class Bound(Protocol):
    """A connection to a portal that only this visitor may use."""

    def abort(self) -> None:
        """End it."""


class Visitor:
    """Holds what is bound to a visitor's connection, and ends it with that.

    NTLM and Negotiate authenticate a connection, not a request (RFC 4559 6): a connection to the
    portal that has carried them speaks for one visitor from then on.
    """

    __slots__ = ("_bound", "_left")

    def __init__(self) -> None:
        self._bound: dict[object, Bound] = {}
        self._left = False

    def take(self, pool: object) -> Bound | None:
        """The connection that ``pool`` has bound, which is not kept here while it is used."""
        return self._bound.pop(pool, None)

    def bind(self, pool: object, connection: Bound) -> None:
        """Keep a connection for the visitor's next request."""
        if self._left or pool in self._bound:
            connection.abort()
        else:
            self._bound[pool] = connection

    def forget(self, pool: object, connection: Bound) -> None:
        """The connection has ended by itself."""
        if self._bound.get(pool) is connection:
            del self._bound[pool]

    def leave(self) -> None:
        """The visitor's connection has ended."""
        self._left = True
        while self._bound:
            self._bound.popitem()[1].abort()
