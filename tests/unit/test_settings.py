"""What an operator may choose, and how a mistake is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from a11y import A11yError, Settings, SettingsError


def test_every_setting_has_a_default() -> None:
    assert Settings().prefix == "/_a11y"


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Settings().prefix = "/other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"prefixx": "/a"}, "legal are: prefix"),
        ({"prefix": "a11y"}, "a slash and 1 to 20"),
        ({"prefix": "/a/b"}, "a slash and 1 to 20"),
        ({"prefix": '/"><script>'}, "a slash and 1 to 20"),
        ({"prefix": ""}, "prefix must be a text"),
        ({"language": "fr"}, "zh-CN, en"),
        ({"speech": True}, "auto, espeak, edge, sherpa, off"),
        ({"words": "on"}, "auto, off"),
        ({"simple": "yes"}, "true or false"),
        ({"traditional": "t2s"}, "s2t, s2tw, s2hk"),
        ({"lexicon": 5}, "must be a path"),
        ({"scan_bytes": 0}, "at least 1"),
        ({"scan_bytes": True}, "whole number"),
        ({"scan_bytes": "65536"}, "whole number"),
        ({"speech_cache": 5}, "must be a path"),
        ({"speech_key": "short"}, "at least 16"),
        ({"speech_key": 7}, "must be a text"),
        ({"corner": "middle"}, "bottom-right, bottom-left, top-right, top-left"),
        ({"cookie_domain": ".city.gov.cn"}, "without a dot in front"),
        ({"cookie_domain": "cn"}, "a parent domain"),
        ({"cookie_domain": "City.gov.cn"}, "small letters"),
        ({"cookie_domain": "10.0.0.1"}, "a parent domain"),
        ({"cookie_domain": "city.gov.cn; Secure"}, "a parent domain"),
        ({"kiosk_seconds": 30}, "at least 60"),
        ({"kiosk_seconds": "90"}, "whole number"),
        ({"kiosk_age": 0}, "at least 1"),
        ({"no_transform": "keep"}, "inject, leave"),
        ({"leave_paths": "/api/**"}, "a list of texts"),
        ({"leave_paths": ["/a", 7]}, r"leave_paths\[1\] must be a text"),
        ({"leave_paths": ["api"]}, "leave_paths: a path begins with a slash"),
    ],
)
def test_a_bad_value_is_refused_by_name(values: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsError, match=named) as caught:
        Settings.from_mapping(values)
    assert isinstance(caught.value, A11yError)


def test_a_list_becomes_what_cannot_be_changed() -> None:
    assert Settings.from_mapping({"leave_paths": ["/a"]}).leave_paths == ("/a",)


def test_a_path_may_be_written_as_text() -> None:
    assert Settings.from_mapping({"speech_cache": "/var/cache/a11y"}).speech_cache == Path(
        "/var/cache/a11y"
    )


def test_a_toml_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a11y.toml"
    file.write_text('[a11y]\nlanguage = "en"\nspeech = "off"\n', encoding="utf-8")
    assert Settings.from_toml(file) == Settings(language="en", speech="off")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"[a11y\n", "not valid TOML"),
        (b"a11y = 3\n", "must be a table"),
        ("[a11y]\nlanguage = '中'\n".encode("gbk"), "not valid TOML"),
        (b"[a11y]\nlangauge = 'en'\n", "unknown setting langauge"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path: Path, content: bytes, named: str) -> None:
    file = tmp_path / "a11y.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=named):
        Settings.from_toml(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot read"):
        Settings.from_toml(tmp_path / "none.toml")
