"""The documentation names what there is."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from a11y import Settings
from a11y.html import Reason
from a11y.speech.text import normalise
from a11y.themes import contrast, read_themes

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/**/*.md")])


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE)
    assert documented == [field.name for field in dataclasses.fields(Settings)]


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_between_files_lead_somewhere(file: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", file.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (file.parent / target).exists(), target


def table(file: str, header: str) -> list[list[str]]:
    """The cells of the table below that header line."""
    text = (ROOT / "docs" / file).read_text(encoding="utf-8")
    rows = text.partition(f"{header}\n")[2].partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_the_contrast_figures_are_computed() -> None:
    computed = [
        [
            theme.label["zh-CN"],
            f"`{theme.name}`",
            *(
                f"{contrast(theme.colors[color], theme.colors['background']):.1f}"
                for color in ("text", "link", "border", "focus")
            ),
        ]
        for theme in read_themes(ROOT / "themes")
    ]
    assert table("themes.md", "| 配色 | 名字 | 文字 | 链接 | 边线 | 焦点框 |") == computed


def test_the_spoken_examples_are_what_is_spoken() -> None:
    rows = table("speech.md", "| 原文 | 读作 |")
    assert rows == [[source, normalise(source).text] for source, _ in rows]
    assert len(rows) >= 8


def test_the_pinyin_examples_are_what_is_shown() -> None:
    pytest.importorskip("pypinyin", reason="no pypinyin is installed")
    from a11y.words.lexicon import Lexicon
    from a11y.words.pinyin import PinyinConverter

    converter = PinyinConverter(Lexicon.load(None))
    rows = table("words.md", "| 原文 | 拼音 |")
    assert rows == [[source, *converter.convert((source,))] for source, _ in rows]
    assert len(rows) >= 8


def test_the_traditional_examples_are_what_is_shown() -> None:
    opencc = pytest.importorskip("opencc", reason="no OpenCC is installed")
    header = "| `traditional` | 字形 | 为了里面的面条,床,群众 |"
    rows = table("words.md", header)
    source = header.split("|")[3].strip()
    for form, _, shown in rows:
        assert opencc.OpenCC(form.split("`")[1]).convert(source) == shown


def test_every_reason_for_leaving_a_page_alone_is_documented() -> None:
    rows = table("injection.md", "| 原因 | 含义 |")
    documented = [name for cell, _ in rows for name in re.findall(r"`([a-z-]+)`", cell)]
    assert sorted(documented) == sorted(Reason)
