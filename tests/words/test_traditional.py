"""Traditional characters, by phrases and piece for piece."""

from __future__ import annotations

import pytest

pytest.importorskip("opencc", reason="no OpenCC is installed")

from a11y.settings import TraditionalForm
from a11y.words.traditional import TraditionalConverter

GOLD = [
    ("头发", "頭髮"),
    ("发展", "發展"),
    ("皇后", "皇后"),
    ("以后", "以後"),
    ("公里", "公里"),
    ("干部", "幹部"),
    ("干净", "乾淨"),
    ("干涉", "干涉"),
    ("台风", "颱風"),
    ("台州", "台州"),
    ("台湾", "臺灣"),
    ("复查", "複查"),
    ("恢复", "恢復"),
    ("只有一只", "只有一隻"),
    ("几个", "幾個"),
    ("茶几", "茶几"),
    ("系统", "系統"),
    ("关系", "關係"),
    ("表格", "表格"),
    ("手表", "手錶"),
    ("证件丢失", "證件丟失"),
    ("面积", "面積"),
    ("面条", "麵條"),
    ("征收", "徵收"),
    ("长征", "長征"),
    ("咨询", "諮詢"),
    ("松树", "松樹"),
    ("放松", "放鬆"),
    ("准许", "准許"),
    ("标准", "標準"),
    ("制度", "制度"),
    ("制造", "製造"),
    ("冲突", "衝突"),
    ("联系", "聯繫"),
    ("为人民服务", "為人民服務"),
]


@pytest.fixture(scope="module")
def converter() -> TraditionalConverter:
    return TraditionalConverter("s2tw")


@pytest.mark.parametrize(("simplified", "traditional"), GOLD)
def test_a_phrase_gets_its_own_characters(
    converter: TraditionalConverter, simplified: str, traditional: str
) -> None:
    assert converter.convert((simplified,)) == (traditional,)


def test_a_word_may_go_on_in_the_next_piece(converter: TraditionalConverter) -> None:
    assert converter.convert(("头", "发和发", "展")) == ("頭", "髮和發", "展")


def test_all_else_stays_as_it_is(converter: TraditionalConverter) -> None:
    line = ("A 3，（）\n\t😀\u200b\u00a0", "a\0国", "", "ｱ")
    assert converter.convert(line) == (*line[:1], "a\0國", *line[2:])


@pytest.mark.parametrize(("form", "text"), [("s2t", "爲裏"), ("s2tw", "為裡"), ("s2hk", "為裏")])
def test_an_operator_chooses_the_form(form: TraditionalForm, text: str) -> None:
    assert TraditionalConverter(form).convert(("为里",)) == (text,)
