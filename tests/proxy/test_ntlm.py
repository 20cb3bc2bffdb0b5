"""NTLM and Negotiate authenticate a connection: from then on it is one visitor's alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.proxy.wire import OK, PATIENCE, Gateway, Portal, Visitor, Wire, gateway, portal, value_in


class Domain:
    """A portal that asks each connection who it is, as IIS does: three requests, then it knows."""

    def __init__(self, scheme: bytes = b"NTLM") -> None:
        self.scheme = scheme
        # Of every request: its path and who the connection spoke for.
        self.seen: list[tuple[bytes, bytes]] = []
        self.heads: list[bytes] = []
        self._lock = threading.Lock()
        self.over = threading.Semaphore(0)

    def serve(self, wire: Wire) -> None:
        """Serve one connection."""
        user = b""
        challenged = False
        while head := wire.head():
            given = value_in(head, b"authorization")
            kind, _, token = (given or [b""])[0].partition(b" ")
            if kind == self.scheme and token == b"hello":
                user, challenged = b"", True
                answer = self._refusal(b" challenge")
            elif kind == self.scheme and challenged:
                user, challenged = token, False
                answer = self._greeting(user)
            else:
                answer = self._greeting(user) if user else self._refusal(b"")
            with self._lock:
                self.seen.append((head.split(b" ")[1], user))
                self.heads.append(head)
            wire.send(answer)
        self.over.release()

    def _refusal(self, more: bytes) -> bytes:
        return (
            b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: %b%b\r\nContent-Length: 0\r\n\r\n"
            % (self.scheme, more)
        )

    def _greeting(self, user: bytes) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(user), user)


@contextmanager
def domain(scheme: bytes = b"NTLM", **options: object) -> Iterator[tuple[Domain, Portal, Gateway]]:
    running = Domain(scheme)
    with portal(running.serve) as origin, gateway(origin.url, **options) as proxy:
        yield running, origin, proxy


def ask(
    proxy: Gateway, visitor: Visitor, *fields: bytes, target: bytes = b"/"
) -> tuple[int, bytes]:
    visitor.send(proxy.request(b"GET", target, *fields))
    response = visitor.response()
    return response.status, response.body


def log_in(proxy: Gateway, visitor: Visitor, user: bytes, scheme: bytes = b"NTLM") -> None:
    assert ask(proxy, visitor)[0] == 401
    assert ask(proxy, visitor, b"Authorization: " + scheme + b" hello")[0] == 401
    answer = ask(proxy, visitor, b"Authorization: " + scheme + b" " + user)
    assert answer == (200, user)


@pytest.mark.parametrize("scheme", [b"NTLM", b"Negotiate"])
def test_each_visitor_speaks_through_a_connection_of_his_own(scheme: bytes) -> None:
    with (
        domain(scheme) as (portal_of, origin, proxy),
        proxy.connect() as ann,
        proxy.connect() as bob,
        proxy.connect() as eve,
    ):
        log_in(proxy, ann, b"ann", scheme)
        log_in(proxy, bob, b"bob", scheme)
        for _ in range(3):
            assert ask(proxy, ann) == (200, b"ann")
            assert ask(proxy, bob) == (200, b"bob")
            assert ask(proxy, eve)[0] == 401
        assert origin.connections == 3
        assert not any(value_in(head, b"connection") for head in portal_of.heads)


def test_interleaved_handshakes_do_not_meet() -> None:
    with domain() as (_, _, proxy), proxy.connect() as ann, proxy.connect() as bob:
        for visitor in (ann, bob):
            assert ask(proxy, visitor)[0] == 401
        for visitor in (ann, bob):
            assert ask(proxy, visitor, b"Authorization: NTLM hello")[0] == 401
        for visitor, user in ((bob, b"bob"), (ann, b"ann")):
            assert ask(proxy, visitor, b"Authorization: NTLM " + user) == (200, user)
        assert ask(proxy, ann) == (200, b"ann")
        assert ask(proxy, bob) == (200, b"bob")


def test_a_connection_ends_with_its_visitor() -> None:
    with domain() as (running, origin, proxy):
        with proxy.connect() as ann:
            log_in(proxy, ann, b"ann")
        assert running.over.acquire(timeout=PATIENCE)
        with proxy.connect() as eve:
            assert ask(proxy, eve)[0] == 401
        assert running.seen[-1] == (b"/", b"")
        assert origin.connections == 2


def test_a_visitor_who_leaves_in_the_middle_takes_his_identity_along() -> None:
    with domain() as (running, _, proxy), proxy.connect() as eve:
        ann = proxy.connect()
        log_in(proxy, ann, b"ann")
        ann.send(proxy.request(b"GET", b"/last"))
        ann.reset()
        assert running.over.acquire(timeout=PATIENCE)
        assert ask(proxy, eve)[0] == 401


@pytest.mark.parametrize("trusted", [("127.0.0.1",), ("127.0.0.0/8",)])
def test_behind_a_proxy_that_many_share_no_connection_is_kept(trusted: tuple[str, ...]) -> None:
    with (
        domain(trusted_proxies=trusted) as (running, origin, proxy),
        proxy.connect() as shared,
    ):
        # Ann and Eve come through the same connection of the trusted proxy.
        assert ask(proxy, shared, b"Authorization: NTLM hello", b"X-Forwarded-For: 192.0.2.1")[0]
        assert ask(proxy, shared, b"Authorization: NTLM ann", b"X-Forwarded-For: 192.0.2.1")
        assert ask(proxy, shared, b"X-Forwarded-For: 192.0.2.6")[0] == 401
        assert [user for _, user in running.seen] == [b"", b"", b""]
        assert origin.connections == 3
        assert value_in(running.heads[0], b"connection") == [b"close"]


@pytest.mark.parametrize(
    "field", [b"Via: 1.1 squid", b"X-Forwarded-For: 192.0.2.1", b"Forwarded: a"]
)
def test_nor_behind_one_that_gives_itself_away(field: bytes) -> None:
    with domain() as (running, _, proxy), proxy.connect() as shared:
        log_in(proxy, shared, b"ann")
        assert ask(proxy, shared, field)[0] == 401
        assert running.over.acquire(timeout=PATIENCE)
        # Nor later, when it says nothing.
        assert ask(proxy, shared, b"Authorization: NTLM hello")[0] == 401
        assert ask(proxy, shared, b"Authorization: NTLM ann")[0] == 401


def test_other_authentication_shares_connections() -> None:
    with portal() as origin, gateway(origin.url) as proxy:
        for _ in range(3):
            assert proxy.get(b"/", b"Authorization: Basic eDp5").status == 200
        assert origin.connections == 1


def test_bound_connections_make_room_where_places_are_short() -> None:
    with domain(connections=2) as (_, _, proxy):
        visitors = [proxy.connect() for _ in range(4)]
        try:
            for number, visitor in enumerate(visitors):
                log_in(proxy, visitor, b"user%d" % number)
            assert ask(proxy, visitors[3]) == (200, b"user3")
            # The first one has to say again who he is; nobody answers in his name.
            assert ask(proxy, visitors[0])[0] == 401
            log_in(proxy, visitors[0], b"user0")
        finally:
            for visitor in visitors:
                visitor.socket.close()


def test_a_request_with_credentials_is_never_sent_twice() -> None:
    asked: list[bytes] = []

    def script(wire: Wire) -> None:
        asked.append(wire.head())
        wire.send(OK)
        asked.append(wire.head())

    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as ann:
        assert ask(proxy, ann, b"Authorization: NTLM hello")[0] == 200
        assert ask(proxy, ann, b"Authorization: NTLM ann")[0] == 502
    assert len([head for head in asked if head]) == 2
