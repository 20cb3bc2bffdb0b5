"""Header fields that the operator sets or removes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from a11y_proxy.settings import ProxySettings

from a11y.errors import SettingsError
from tests.proxy.wire import Gateway, Portal, gateway, portal, value_in

REQUEST = {"X-Own": "1 2", "authorization": "Basic eDp5", "User-Agent": "", "X-Real-IP": ""}
RESPONSE = {"X-Frame-Options": "SAMEORIGIN", "Server": "", "X-Note": "你好"}


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Portal, Gateway]]:
    with (
        portal() as origin,
        gateway(origin.url, request_headers=REQUEST, response_headers=RESPONSE) as proxy,
    ):
        yield origin, proxy


def test_the_portal_gets_what_is_set_and_not_what_is_removed(
    servers: tuple[Portal, Gateway],
) -> None:
    origin, proxy = servers
    proxy.get(
        b"/",
        b"X-Own: forged",
        b"X_Own: forged",
        b"x_own: forged",
        b"Authorization: forged",
        b"User-Agent: x",
        b"User_Agent: x",
        b"X-Other: stays",
    )
    head = origin.requests[-1]
    assert b"forged" not in head
    assert value_in(head, b"x-own") == [b"1 2"]
    assert value_in(head, b"authorization") == [b"Basic eDp5"]
    assert b"user-agent" not in head.lower()
    assert b"x-real-ip" not in head.lower()
    assert value_in(head, b"x-other") == [b"stays"]
    assert value_in(head, b"x-forwarded-for") == [b"127.0.0.1"]


def test_the_visitor_gets_what_is_set_and_not_what_is_removed(
    servers: tuple[Portal, Gateway],
) -> None:
    origin, proxy = servers
    origin.answer = (
        b"HTTP/1.1 200 OK\r\nServer: IIS\r\nX-Frame-Options: DENY\r\nx-frame-options: X\r\n"
        b"X-Other: stays\r\nContent-Length: 2\r\n\r\nok"
    )
    response = proxy.get()
    assert response.body == b"ok"
    assert response.value(b"x-frame-options") == b"SAMEORIGIN"
    assert response.value(b"server") is None
    assert response.value(b"x-note") == "你好".encode()
    assert response.value(b"x-other") == b"stays"


@pytest.mark.parametrize("setting", ["request_headers", "response_headers"])
@pytest.mark.parametrize(
    ("name", "value", "legal"),
    [
        ("", "1", "letters, digits"),
        ("X Own", "1", "letters, digits"),
        ("X-Own:", "1", "letters, digits"),
        ("X-字", "1", "letters, digits"),
        ("X\r\nY", "1", "letters, digits"),
        ("Content-Length", "1", "connection, content-encoding"),
        ("transfer-encoding", "chunked", "connection, content-encoding"),
        ("Connection", "close", "connection, content-encoding"),
        ("Host", "evil", "connection, content-encoding"),
        ("TE", "", "connection, content-encoding"),
        ("X-Own", "a\r\nX-Evil: 1", "one line"),
        ("X-Own", "a\0", "one line"),
        ("X-Own", " a", "one line"),
    ],
)
def test_what_would_break_a_message_is_a_settings_error(
    setting: str, name: str, value: str, legal: str
) -> None:
    with pytest.raises(SettingsError, match=f"(?s){setting}.*{re.escape(legal)}"):
        ProxySettings.of({setting: {name: value}})


def test_a_name_stands_once() -> None:
    with pytest.raises(SettingsError, match="twice: x-own"):
        ProxySettings(request_headers={"X-Own": "1", "x-own": "2"})


@pytest.mark.parametrize("bad", [["X-Own"], {"X-Own": 1}, {1: "x"}, "X-Own: 1"])
def test_what_is_no_table_of_texts_is_a_settings_error(bad: object) -> None:
    with pytest.raises(SettingsError, match="request_headers must be names of fields"):
        ProxySettings.of({"request_headers": bad})


def test_rewritings_have_names() -> None:
    with pytest.raises(SettingsError, match="location, cookies, links"):
        ProxySettings(rewrite=("urls",))
