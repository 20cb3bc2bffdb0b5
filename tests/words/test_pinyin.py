"""Readings of government Chinese: a gold table, and what has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from a11y.errors import SettingsError
from a11y.words.lexicon import Lexicon, parse

pytest.importorskip("pypinyin", reason="no pypinyin is installed")

from a11y.words.pinyin import PinyinConverter

GOLD = [
    line.split("\t")
    for line in (Path(__file__).parent / "gold.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def converter() -> PinyinConverter:
    return PinyinConverter(Lexicon.load(None))


def test_the_gold_table_is_long_enough() -> None:
    assert len(GOLD) >= 60


@pytest.mark.parametrize(("text", "reading"), GOLD)
def test_a_phrase_is_read_as_people_read_it(
    converter: PinyinConverter, text: str, reading: str
) -> None:
    assert converter.convert((text,)) == (reading,)


@pytest.mark.parametrize(("text", "reading"), GOLD)
def test_every_character_has_its_syllable(
    converter: PinyinConverter, text: str, reading: str
) -> None:
    assert len(converter.convert((f"“{text}”",))[0].split(" ")) == len(text) + 2


def test_only_chinese_characters_are_read(converter: PinyinConverter) -> None:
    [reading] = converter.convert(("A类3个（VIP），2025年 email：a@b.cn ㄅ カ",))
    assert reading.split() == ["lèi", "gè", "nián"]


def test_a_syllable_stands_where_its_character_does(converter: PinyinConverter) -> None:
    text = "第1号,𠀀字😀好"
    syllables = converter.convert((text,))[0].split(" ")
    assert len(syllables) == len(text)  # code points, not UTF-16 units
    named = dict(zip(text, syllables, strict=True))
    assert [named[one] for one in "第号字好"] == ["dì", "hào", "zì", "hǎo"]
    assert [named[one] for one in "1,😀"] == ["", "", ""]


def test_a_word_may_go_on_in_the_next_piece(converter: PinyinConverter) -> None:
    assert converter.convert(("到重", "", "庆，", "A")) == ("dào chóng", "", "qìng ", "")


def test_a_lexicon_comes_before_ours_and_the_library(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_text('[readings]\n"六安" = "liù ān"\n"云溪镇" = "yún qī zhèn"\n', encoding="utf-8")
    converter = PinyinConverter(Lexicon.load(file))
    assert converter.convert(("去六安和云溪镇看看",)) == ("qù liù ān hé yún qī zhèn kàn kan",)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('[readings]\n"六安" = "lù"\n', "六安 must have 2 syllables"),
        (
            '[readings]\n"六安" = "lù ān"\n"长丰" = "cháng fong"\n',
            "line 3: 长丰: 'fong' is no syllable",
        ),
        ('[readings]\n"六安" = "lu6 an1"\n', "'lu6' is no syllable"),
        ('[readings]\n"六安" = "lìu ān"\n', "'lìu' is no syllable"),
        ('note = 1\n[readings]\n"六安" = "lù ān"\n', "line 1: unknown note; legal is: readings"),
        ('[readings]\n"六安" = 3\n', "六安 must have 2 syllables"),
        ('[readings]\n"六" = "lù"\n', "not a word of two"),
        ('[readings]\n"A座" = "ēi zuò"\n', "not a word of two"),
        ('[reading]\n"六安" = "lù ān"\n', "unknown reading; legal is: readings"),
        ("readings = 3\n", "must be a table"),
        ("[readings\n", "not valid TOML"),
    ],
)
def test_a_broken_lexicon_is_refused_by_name(content: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        parse(content.encode(), "place.toml")


def test_a_missing_lexicon_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot read"):
        Lexicon.load(tmp_path / "none.toml")


def test_the_library_itself_stays_as_it_was() -> None:
    """An application may use pypinyin for itself."""
    from pypinyin import lazy_pinyin

    PinyinConverter(Lexicon({"银行": ("a", "b")})).convert(("银行",))
    assert lazy_pinyin("银行") == ["yin", "hang"]


def test_tones_may_be_numbers() -> None:
    content = '[readings]\n"六安" = "lu4 an1"\n"绿的儿" = "lv4 de5 r"\n'
    assert parse(content.encode(), "place.toml") == {
        "六安": ("lù", "ān"),
        "绿的儿": ("lǜ", "de", "r"),
    }


def test_our_own_words_are_many_and_their_readings_are_syllables() -> None:
    assert len(Lexicon.load(None).readings) >= 300
