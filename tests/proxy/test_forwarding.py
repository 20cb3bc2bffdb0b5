"""Whom the proxy believes about a visitor, and what the portal is told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from a11y_proxy.app import ProxyApp
from a11y_proxy.forwarding import Trust
from a11y_proxy.hints import FORWARDED_FOR, VISITOR_HOST
from a11y_proxy.settings import ProxySettings

from a11y.errors import SettingsError
from tests.proxy.wire import OK, Gateway, Portal, gateway, portal, serving, value_in

ALL = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port")
NETWORKS = ("10.0.0.0/8", "2001:db8:1::/48", "127.0.0.1")
PEER = ("10.0.0.9", 4000)


def believed(fields: dict[str, str], trusted: tuple[str, ...] = ALL) -> dict[str, Any]:
    """The scope of a request that the trusted 10.0.0.9 has sent with these fields."""
    scope: dict[str, Any] = {
        "client": PEER,
        "scheme": "http",
        "headers": [(name.lower().encode(), value.encode()) for name, value in fields.items()],
    }
    Trust(NETWORKS, trusted).believe(scope)
    return scope


@pytest.mark.parametrize(
    ("value", "client", "chain"),
    [
        ("1.2.3.4", "1.2.3.4", "1.2.3.4, 10.0.0.9"),
        ("1.2.3.4:5678", "1.2.3.4", "1.2.3.4, 10.0.0.9"),
        (" 1.2.3.4\t", "1.2.3.4", "1.2.3.4, 10.0.0.9"),
        ("2001:db8::1", "2001:db8::1", "2001:db8::1, 10.0.0.9"),
        ("[2001:DB8::1]", "2001:db8::1", "2001:db8::1, 10.0.0.9"),
        ("[2001:db8::1]:443", "2001:db8::1", "2001:db8::1, 10.0.0.9"),
        ("::ffff:1.2.3.4", "1.2.3.4", "1.2.3.4, 10.0.0.9"),
        # from the right, over our own proxies, to the first that is none of them
        ("6.6.6.6, 1.2.3.4", "1.2.3.4", "1.2.3.4, 10.0.0.9"),
        ("6.6.6.6, 1.2.3.4, 10.0.0.8", "1.2.3.4", "1.2.3.4, 10.0.0.8, 10.0.0.9"),
        ("6.6.6.6,1.2.3.4,2001:db8:1::5", "1.2.3.4", "1.2.3.4, 2001:db8:1::5, 10.0.0.9"),
        ("6.6.6.6, 1.2.3.4, ::ffff:10.0.0.8", "1.2.3.4", "1.2.3.4, 10.0.0.8, 10.0.0.9"),
        # nobody but our own proxies: the farthest of them
        ("10.0.0.7, 10.0.0.8", "10.0.0.7", "10.0.0.7, 10.0.0.8, 10.0.0.9"),
        # what is no address ends the walk
        ("1.2.3.4, unknown, 10.0.0.8", "10.0.0.8", "10.0.0.8, 10.0.0.9"),
        ("1.2.3.4, , 10.0.0.8", "10.0.0.8", "10.0.0.8, 10.0.0.9"),
        ("1.2.3.4, 10.0.0.8, garbage", "10.0.0.9", None),
        ("1.2.3.4.5", "10.0.0.9", None),
        ("010.0.0.1", "10.0.0.9", None),
        ("[1.2.3.4", "10.0.0.9", None),
        ("1.2.3.4:999999", "10.0.0.9", None),
        ("", "10.0.0.9", None),
        (",", "10.0.0.9", None),
        ("unix:", "10.0.0.9", None),
        ("你好", "10.0.0.9", None),
    ],
)
def test_the_visitor_is_the_last_address_that_is_none_of_our_proxies(
    value: str, client: str, chain: str | None
) -> None:
    scope = believed({"X-Forwarded-For": value})
    assert scope["client"][0] == client
    assert scope.get(FORWARDED_FOR) == (chain and chain.encode())


def test_a_list_may_stand_in_several_fields() -> None:
    scope = believed({"X-Forwarded-For": "6.6.6.6"})
    scope["headers"] = [(b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"1.2.3.4")]
    scope["client"] = PEER
    Trust(NETWORKS, ALL).believe(scope)
    assert scope["client"][0] == "1.2.3.4"


def test_an_endless_list_is_not_walked_to_its_end() -> None:
    scope = believed({"X-Forwarded-For": "6.6.6.6, " + ", ".join(["10.0.0.8"] * 5000)})
    assert scope["client"][0] == "10.0.0.8"
    assert len(scope[FORWARDED_FOR]) < 500


@pytest.mark.parametrize(
    ("proto", "scheme"),
    [
        ("https", "https"),
        ("HTTPS", "https"),
        ("https, http", "http"),  # the visitor's word, and behind it the proxy's
        ("http, https", "https"),
        ("wss", "http"),
        ("ftp", "http"),
        ("", "http"),
        ("https\x00", "http"),
    ],
)
def test_the_scheme_is_the_proxys_word(proto: str, scheme: str) -> None:
    fields = {"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": proto}
    assert believed(fields)["scheme"] == scheme
    assert believed({"X-Forwarded-Proto": proto})["scheme"] == scheme


def test_the_scheme_is_that_of_the_proxy_nearest_to_the_visitor() -> None:
    fields = {"X-Forwarded-For": "1.2.3.4, 10.0.0.8", "X-Forwarded-Proto": "https, http"}
    assert believed(fields)["scheme"] == "https"


@pytest.mark.parametrize(
    ("host", "port", "expected"),
    [
        ("care.x.cn", None, b"care.x.cn"),
        ("care.x.cn:8443", None, b"care.x.cn:8443"),
        ("care.x.cn", "8443", b"care.x.cn:8443"),
        ("care.x.cn", "443", b"care.x.cn"),
        ("care.x.cn:8443", "443", b"care.x.cn:8443"),
        ("[2001:db8::1]", "8443", b"[2001:db8::1]:8443"),
        (None, "8443", b"own.x.cn:8443"),
        ("evil.x.cn, care.x.cn", None, b"care.x.cn"),
        ("a/b", None, None),
        ("u@b", None, None),
        ("", None, None),
        ("care.x.cn", "0", b"care.x.cn"),
        ("care.x.cn", "-1", b"care.x.cn"),
    ],
)
def test_the_host_is_the_proxys_word_where_it_is_wanted(
    host: str | None, port: str | None, expected: bytes | None
) -> None:
    said = {"X-Forwarded-Host": host, "X-Forwarded-Port": port}
    fields = {"Host": "own.x.cn", "X-Forwarded-Proto": "https"}
    fields |= {name: value for name, value in said.items() if value is not None}
    assert believed(fields).get(VISITOR_HOST) == expected


@pytest.mark.parametrize(
    ("value", "client", "scheme", "host"),
    [
        ("for=1.2.3.4;proto=https;host=care.x.cn", "1.2.3.4", "https", b"care.x.cn"),
        ('For="[2001:db8::1]:4711";PROTO=https', "2001:db8::1", "https", None),
        ("for=6.6.6.6;proto=https, for=1.2.3.4;proto=http", "1.2.3.4", "http", None),
        ("for=1.2.3.4;proto=https, for=10.0.0.8;proto=http", "1.2.3.4", "https", None),
        ('for="1.2.3.4";by="a,b;c\\"d"', "1.2.3.4", "http", None),
        ("for=_hidden;proto=https", "10.0.0.9", "https", None),
        ("for=unknown", "10.0.0.9", "http", None),
        ("for=1.2.3.4; proto=https", "1.2.3.4", "https", None),
        # garbage is nobody's word, not even in part: who knows where an open quote ends
        ('for="6.6.6.6, for=1.2.3.4', "10.0.0.9", "http", None),
        ("for=1.2.3.4;proto", "10.0.0.9", "http", None),
        ("1.2.3.4", "10.0.0.9", "http", None),
        ("", "10.0.0.9", "http", None),
    ],
)
def test_the_standard_field_is_read_where_it_is_wanted(
    value: str, client: str, scheme: str, host: bytes | None
) -> None:
    scope = believed({"Forwarded": value, "X-Forwarded-For": "9.9.9.9"}, (*ALL, "forwarded"))
    assert (scope["client"][0], scope["scheme"], scope.get(VISITOR_HOST)) == (client, scheme, host)


def test_a_field_that_the_proxy_does_not_set_is_the_visitors_word() -> None:
    said = {"Forwarded": "for=6.6.6.6;host=evil", "X-Forwarded-Host": "evil"}
    scope = believed(said | {"X-Forwarded-For": "1.2.3.4"}, ProxySettings().trusted_headers)
    assert scope["client"][0] == "1.2.3.4"
    assert VISITOR_HOST not in scope


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [
        ("10.1.2.3", True),
        ("11.1.2.3", False),
        ("::ffff:10.1.2.3", True),
        ("2001:db8:1::9", True),
        ("2001:db8:2::9", False),
        ("unix", False),
        ("not an address", False),
        (None, False),
    ],
)
def test_a_peer_is_trusted_by_its_address(peer: str | None, *, trusted: bool) -> None:
    assert Trust(NETWORKS, ALL).trusts(peer) is trusted
    assert Trust(("unix",), ALL).trusts("unix")
    assert not Trust(("unix",), ALL).trusts(None)


@pytest.mark.parametrize("bad", ["*", "localhost", "10.0.0.0/33", "1.2.3", ""])
def test_what_is_no_network_is_a_settings_error(bad: str) -> None:
    with pytest.raises(SettingsError, match="trusted_proxies"):
        ProxySettings(trusted_proxies=(bad,))
    with pytest.raises(SettingsError, match=r"trusted_headers.*x-forwarded-for"):
        ProxySettings(trusted_headers=("x-real-ip",))


@pytest.fixture(scope="module")
def behind() -> Iterator[tuple[Portal, Gateway]]:
    """A proxy that trusts whoever connects from the loopback, in all fields."""
    with (
        portal() as origin,
        gateway(origin.url, trusted_proxies=("127.0.0.0/8",), trusted_headers=ALL) as proxy,
    ):
        yield origin, proxy


def test_the_visitors_host_is_that_in_front_of_the_proxy(behind: tuple[Portal, Gateway]) -> None:
    origin, proxy = behind
    origin.answer = (
        b"HTTP/1.1 302 Found\r\nLocation: %b/in\r\nSet-Cookie: a=1; Domain=x.cn; Secure\r\n"
        b"Content-Length: 0\r\n\r\n" % origin.url.encode()
    )
    own = b"https://care.x.cn"
    response = proxy.get(
        b"/",
        b"X-Forwarded-Host: care.x.cn",
        b"X-Forwarded-Proto: https",
        b"Origin: " + own,
        b"Referer: " + own + b"/a",
    )
    head = origin.requests[-1]
    assert value_in(head, b"x-forwarded-host") == [b"care.x.cn"]
    assert value_in(head, b"host") == [origin.host]
    assert value_in(head, b"origin") == [origin.url.encode()]
    assert value_in(head, b"referer") == [origin.url.encode() + b"/a"]
    assert response.value(b"location") == b"/in"
    assert response.value(b"set-cookie") == b"a=1; Domain=x.cn; Secure"


def test_the_portal_sees_the_visitor_and_the_chain(behind: tuple[Portal, Gateway]) -> None:
    origin, proxy = behind
    origin.answer = OK
    proxy.get(b"/", b"X-Forwarded-For: 6.6.6.6, 1.2.3.4, 127.0.0.7", b"X-Real-IP: 6.6.6.6")
    head = origin.requests[-1]
    assert value_in(head, b"x-forwarded-for") == [b"1.2.3.4, 127.0.0.7, 127.0.0.1"]
    assert value_in(head, b"x-real-ip") == [b"1.2.3.4"]


def test_preserve_host_passes_the_visitors_host() -> None:
    trusting = {"trusted_proxies": ("127.0.0.1",), "trusted_headers": ALL}
    with portal() as origin, gateway(origin.url, preserve_host=True, **trusting) as proxy:
        proxy.get(b"/", b"X-Forwarded-Host: care.x.cn")
        assert value_in(origin.requests[0], b"host") == [b"care.x.cn"]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no unix sockets")
@pytest.mark.parametrize(("trusted", "client"), [(("unix",), b"1.2.3.4"), ((), None)])
def test_a_unix_socket_is_trusted_by_its_name(
    tmp_path: Path, trusted: tuple[str, ...], client: bytes | None
) -> None:
    address = str(tmp_path / "proxy.sock")
    with socket.socket(socket.AF_UNIX) as listener, portal() as origin:
        listener.bind(address)
        listener.listen()
        app = ProxyApp(origin.url)
        with (
            serving(listener, app, trusted_proxies=trusted),
            socket.socket(socket.AF_UNIX) as visitor,
        ):
            visitor.connect(address)
            visitor.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n")
            assert visitor.recv(65536).startswith(b"HTTP/1.1 200")
        expected = [client] if client else []
        assert value_in(origin.requests[0], b"x-forwarded-for") == expected
        assert value_in(origin.requests[0], b"x-real-ip") == expected
