"""The cookie means on the server what it means in the toolbar, and nothing in it is trusted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from a11y.preferences import Chosen, catalogue, sheet_for
from a11y.preferences.catalogue import own_colors, written


def chosen(cookie: str) -> Chosen:
    return Chosen.of({"a11y": cookie})


@pytest.mark.parametrize(
    ("cookie", "kept"),
    [
        ("v1&on=1", "v1&on=1"),
        ("v1&on=1&size=150&theme=yellow-on-black", "v1&on=1&size=150&theme=yellow-on-black"),
        ("v1&on=1&rate=1.25&open=1", "v1&on=1&rate=1.25&open=1"),
        ("v1&on=1&size=150&size=200", "v1&on=1&size=150"),
        ("v1&on=1&x-mine=1&x-Bad=1", "v1&on=1&x-mine=1"),
        ("v1&on=1&theme=000000-ffff00-ffffff", "v1&on=1&theme=000000-ffff00-ffffff"),
        ("v1&on=1&theme=000000-000001-ffffff", "v1&on=1"),
        ("v1&on=1&size=110", "v1&on=1"),
        ("v1&on=1&size=400&line=3&theme=</style>", "v1&on=1"),
        ("v1&on=1&size=1e2", "v1&on=1"),
        ("v1&on=0&size=150", ""),
        ("v2&on=1&size=150", ""),
        ("", ""),
    ],
)
def test_only_what_is_legal_is_kept(cookie: str, kept: str) -> None:
    assert chosen(cookie).cookie == kept
    assert chosen(chosen(cookie).cookie).cookie == kept


@given(st.text(max_size=300))
def test_any_cookie_can_be_read(text: str) -> None:
    for cookie in (text, "v1&on=1&" + text):
        found = chosen(cookie)
        for name, one in catalogue().preferences.items():
            value = found.values[name]
            assert value in one.values() or own_colors(str(value))
        assert "<" not in sheet_for(found)


def test_every_value_of_every_preference_survives() -> None:
    for name, one in catalogue().preferences.items():
        for value in one.values():
            assert chosen(f"v1&on=1&{name}={written(value)}").values[name] == value
            assert one.label("zh-CN", value)
            assert one.label("en", value)


def test_the_browser_is_told_as_the_toolbar_tells_it() -> None:
    field = chosen("v1&on=1&size=150").set_cookie(secure=True, domain="city.gov.cn")
    assert field == (
        "a11y=v1&on=1&size=150; Path=/; Max-Age=31536000; SameSite=Lax; Domain=city.gov.cn; Secure"
    )
    assert "Max-Age=0" in Chosen.defaults().set_cookie(secure=False)


def test_the_look_of_our_own_pages() -> None:
    sheet = sheet_for(chosen("v1&on=1&size=200&theme=yellow-on-black&line=2&letter=0.12"))
    assert "--bg:#000000" in sheet
    assert "font-size:44px" in sheet
    assert "--line-height:2" in sheet
    assert "letter-spacing:0.12em" in sheet
    assert "prefers-color-scheme" in sheet_for(Chosen.defaults())
    assert "prefers-color-scheme" not in sheet


def test_profiles_choose_what_there_is() -> None:
    known: Any = catalogue()
    assert {"elder", "sight", "reader"} <= set(known.profiles)
    for profile in known.profiles.values():
        for name, value in profile.values.items():
            assert known.preferences[name].legal(written(value)) == value
    assert json.dumps(list(known.palettes)).count("yellow") >= 2
