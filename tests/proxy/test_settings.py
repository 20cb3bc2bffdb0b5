"""The proxy's settings: every value checked, every refusal names what is legal."""

from __future__ import annotations

from typing import Any

import pytest
from a11y_proxy.app import ProxyApp, build_app
from a11y_proxy.origin import AddressError
from a11y_proxy.settings import ProxySettings

from a11y.errors import SettingsError


@pytest.mark.parametrize(
    ("option", "value", "legal"),
    [
        ("connect_seconds", 0, "above 0"),
        ("idle_seconds", "60", "above 0"),
        ("first_byte_seconds", float("inf"), "above 0"),
        ("client_seconds", True, "above 0"),
        ("connections", 0, "at least 1"),
        ("body_bytes", 1.5, "at least 1"),
        ("head_bytes", True, "at least 1"),
        ("preserve_host", "yes", "true or false"),
        ("trusted_proxies", "127.0.0.1", "a tuple"),
        ("trusted_proxies", (1,), "a tuple"),
        ("ca_file", "ca.pem", "a path"),
    ],
)
def test_a_bad_value_is_refused_with_what_is_legal(option: str, value: Any, legal: str) -> None:
    with pytest.raises(SettingsError, match=f"{option} must be .*{legal}"):
        ProxySettings(**{option: value})


def test_an_unknown_option_is_refused_with_the_legal_ones() -> None:
    with pytest.raises(SettingsError, match="timeout; legal are: connect_seconds, first_byte"):
        build_app("http://portal.example", timeout=5)


def test_settings_and_options_together_are_refused() -> None:
    with pytest.raises(SettingsError, match="not both"):
        ProxyApp("http://portal.example", ProxySettings(), connections=5)


def test_an_address_is_checked_before_anything_is_served() -> None:
    with pytest.raises(AddressError):
        build_app("portal.example")
