"""docs/proxy.md names every option, key, metric and field that there is, and none else."""

from __future__ import annotations

import argparse
import dataclasses
import re
import tomllib
from pathlib import Path

from a11y_proxy.access_fields import DEFAULT_FIELDS, FIELDS
from a11y_proxy.cli import build_parser
from a11y_proxy.configuration import PASSING_KEYS, PROCESS_KEYS, SITE_KEYS
from a11y_proxy.metrics import names
from a11y_proxy.server_settings import ServerSettings
from a11y_proxy.settings import ProxySettings

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "proxy.md").read_text("utf-8")


def rows(heading: str, header: str) -> list[list[str]]:
    """The cells of the first table with that header line below a heading."""
    section = TEXT.partition(f"{heading}\n")[2]
    lines = section.partition(f"{header}\n")[2].partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def keys(heading: str, header: str) -> list[str]:
    return [name for row in rows(heading, header) for name in re.findall(r"`([^`]+)`", row[0])]


def test_the_options_of_the_command_line() -> None:
    documented = keys("## 三分钟试用", "| 选项 | 默认 | 含义 |")
    actions = build_parser()._actions
    options = [action.option_strings[-1] for action in actions if action.option_strings]
    positional = [str(a.metavar) for a in actions if not a.option_strings]
    assert sorted(documented) == sorted(options + positional)
    assert not any(action.help == argparse.SUPPRESS for action in actions)


def test_the_keys_of_the_process() -> None:
    documented = keys("### `[proxy]`:进程", "| 键 | 默认 | 含义 |")
    assert sorted(documented) == sorted([*ServerSettings.names(), *PROCESS_KEYS])


def test_the_keys_of_a_site() -> None:
    documented = keys("### `[[site]]`:网站", "| 键 | 默认 | 含义 |")
    assert sorted(documented) == sorted([*SITE_KEYS, *PASSING_KEYS])


def test_the_defaults() -> None:
    """Where a default is shown as TOML, it is the one of the dataclass."""
    defaults = {
        field.name: getattr(settings, field.name)
        for settings in (ServerSettings(), ProxySettings())
        for field in dataclasses.fields(settings)
    }
    checked = 0
    for heading in ("### `[proxy]`:进程", "### `[[site]]`:网站"):
        for name, shown, *_ in rows(heading, "| 键 | 默认 | 含义 |"):
            if shown.startswith("`"):
                key = name.strip("`")
                assert _same(shown.strip("`"), defaults.get(key, False)), name
                checked += 1
    assert checked > 25


def _same(shown: str, value: object) -> bool:
    plain = list(value) if isinstance(value, tuple) else value
    return bool(tomllib.loads(f"x = {shown}")["x"] == plain)


def test_the_metrics() -> None:
    assert sorted(keys("## 指标", "| 指标 | 标签 | 含义 |")) == sorted(names())


def test_the_fields_of_the_log() -> None:
    table = rows("## 日志", "| 字段 | 含义 |")
    assert [row[0].strip("`") for row in table] == list(FIELDS)
    private = [row[0].strip("`") for row in table if "默认没有" in row[1]]
    assert private == [name for name in FIELDS if name not in DEFAULT_FIELDS]


def test_every_section_can_be_reached_from_the_top() -> None:
    headings = re.findall(r"^## (.+)$", TEXT, flags=re.MULTILINE)
    linked = re.findall(r"\]\(#([^)]+)\)", TEXT.partition("## ")[0])
    assert linked == [heading.replace(" ", "-") for heading in headings]
