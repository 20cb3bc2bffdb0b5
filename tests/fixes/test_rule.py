"""A file of rules is read whole or refused with the place and what would be legal."""

from __future__ import annotations

from pathlib import Path

import pytest

from a11y.errors import SettingsError
from a11y.fixes import FixBook, read_rules

GOOD = """
[[fix]]
name = "logo"
paths = ["/**"]
select = "img.logo"
set = { alt = "云梦县人民政府" }

[[fix]]
select = "input[type=text]"
label = "{text before}"
least = 0
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "fixes.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    logo, label = read_rules(path)
    assert logo.name == "logo"
    assert label.name == f"{path}: fix 2"
    assert FixBook.from_toml(path).version == FixBook.from_toml(path).version
    path.write_text(GOOD.replace("云梦县", "云溪县"), encoding="utf-8")
    assert FixBook.from_toml(path).version != FixBook([logo, label]).version


BAD = [
    ("fix = 1", r"write \[\[fix\]\]"),
    ("[fixes]", r"unknown table fixes; legal is: \[\[fix\]\]"),
    ("[[fix]", "not valid TOML"),
    ("[[fix]]\nselect = 'img'", "says nothing to do; one of: set, add"),
    ("[[fix]]\nset = {alt = ''}", "set needs select"),
    ("[[fix]]\nselect = 'img['\nset = {alt = ''}", "select is no CSS selector"),
    ("[[fix]]\nselect = 'a'\nset = {href = '/'}", "set may have abbr, alt, .*: 'href'"),
    ("[[fix]]\nselect = 'a'\nset = {onclick = '/'}", "set may have"),
    ("[[fix]]\nselect = 'a'\nset = {title = 1}", "set.title must be a text: 1"),
    ("[[fix]]\nselect = 'a'\nset = {}", "set must be a table"),
    ("[[fix]]\nselect = 'a'\nremove = ['href']", "remove may have"),
    ("[[fix]]\nselect = 'a'\nset = {title = '{nothing}'}", "unknown {nothing}; legal are {text}"),
    ("[[fix]]\nselect = 'a'\nset = {title = '{text'}", "a brace is not closed"),
    ("[[fix]]\nselect = 'a'\nlandmark = 'footer'", "landmark must be one of banner, .*'footer'"),
    ("[[fix]]\nselect = 'a'\ndecoration = 1", "decoration must be true or false: 1"),
    ("[[fix]]\nselect = 'a'\ndecoration = true\nset = {title='x'}", "no other attributes"),
    ("[[fix]]\nselect = 'a'\nlabel = 'x'\nmost = 0", "most must be a whole number of at least 1"),
    ("[[fix]]\nselect = 'a'\nlabel = 'x'\nleast = 9\nmost = 2", r"least \(9\) is more than most"),
    ("[[fix]]\nselect = 'a'\nset={lang='x'}\nremove=['lang']", "lang is set, so it cannot"),
    ("[[fix]]\nlanguage = '中文'", "language must be a language tag such as zh-CN"),
    ("[[fix]]\nselect = 'p'\nzoom = true", "zoom is about the page and takes no select"),
    ("[[fix]]\npaths = ['x']\nzoom = true", "paths: a path begins with a slash"),
    ("[[fix]]\npaths = []\nzoom = true", "paths must be a list of paths"),
    ("[[fix]]\ncolour = 'red'", "unknown key colour; legal are: add, decoration"),
    ("[[fix]]\nname='a'\nzoom=true\n[[fix]]\nname='a'\nzoom=true", "two fixes are named 'a'"),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        read_rules(write(tmp_path, text))
    assert "fixes.toml" in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot read .*gone\.toml: No such file"):
        read_rules(tmp_path / "gone.toml")
