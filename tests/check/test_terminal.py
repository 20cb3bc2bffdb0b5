"""Lines on terminals: narrow ones, those without colour, those in GBK."""

from __future__ import annotations

import io

import pytest

from a11y.check.terminal import Terminal, columns, wrapped


@pytest.mark.parametrize("width", [10, 20, 40])
@pytest.mark.parametrize(
    "text",
    [
        "网站的安全策略不允许本站的脚本,所以不会有关爱模式。" * 3,
        "http://www.example.gov.cn/" + "x" * 200,
        "words of a usual length that are broken between them",
        "混合 Content-Security-Policy 与中文",
        "",
    ],
)
def test_lines_are_not_wider_than_asked_for(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    # A closing mark may stand one beyond, as in print.
    assert all(columns(line) <= width + 2 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_line_does_not_begin_with_a_closing_mark() -> None:
    assert list(wrapped("一二三四五,六", 10)) == ["一二三四五,", "六"]


def test_chinese_is_two_columns_wide() -> None:
    assert columns("关爱a") == 5
    assert columns("e\u0301") == 1


def test_colours_only_where_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    class Tty(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert Terminal.of(Tty()).colors
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Terminal.of(Tty()).colors
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not Terminal.of(Tty()).colors
    assert not Terminal.of(io.StringIO()).colors


def test_the_width_is_the_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert Terminal.of(io.StringIO()).width == 60
    monkeypatch.setenv("COLUMNS", "1")
    assert Terminal.of(io.StringIO()).width == 40


def test_what_a_terminal_can_not_show_does_not_end_the_report() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="gbk", newline="\n")
    Terminal(out).line("关爱模式 \U0001f600")
    out.flush()
    assert raw.getvalue() == "关爱模式 ?\n".encode("gbk")
