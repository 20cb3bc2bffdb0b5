"""What is spoken for a text, where it came from, and where sentences end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from a11y.speech.text import Alignment, normalise, segment, utf16_length, utf16_offsets
from a11y.speech.text.alignment import Piece
from a11y.speech.text.numbers import cardinal, decimal, quantity, telephone

GOLD = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "gold.tsv").read_text(encoding="utf-8").splitlines()
]
TEXTS = st.text(
    st.sampled_from(
        "一二十万第年月日号元电话:：,，。;；!?()（）《》“”〔〕/-—~0123456789aAVx.%￥¥℃😀𠮷 \n"
    )
    | st.characters(),
    max_size=120,
)


@pytest.mark.parametrize(("source", "reading"), GOLD, ids=[source for source, _ in GOLD])
def test_government_text_is_read_as_people_read_it(source: str, reading: str) -> None:
    assert normalise(source).text.rstrip() == reading


def test_the_gold_set_covers_what_portals_write() -> None:
    assert len(GOLD) >= 40


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "零"),
        ("10", "十"),
        ("12", "十二"),
        ("110", "一百一十"),
        ("202", "二百零二"),
        ("1001", "一千零一"),
        ("2022", "两千零二十二"),
        ("10010", "一万零一十"),
        ("22000", "两万两千"),
        ("10001000", "一千万一千"),
        ("100100000000", "一千零一亿"),
        ("1000000000000", "一万亿"),
        ("1234500000000", "一万两千三百四十五亿"),
        ("5,051,900", "五百零五万一千九百"),
        ("12345678901234567", "一二三四五六七八九零一二三四五六七"),
    ],
)
def test_whole_numbers(number: str, words: str) -> None:
    assert cardinal(number) == words


def test_numbers_by_use() -> None:
    assert [quantity("2"), decimal("2")] == ["两", "二"]
    assert decimal("-0.50") == "负零点五零"
    assert [telephone("110"), telephone("12345")] == ["幺幺零", "一二三四五"]


def test_text_in_latin_letters_is_left_to_a_foreign_voice() -> None:
    assert normalise("Open 9:00-17:00 in 2022").foreign
    assert not normalise("2022").foreign
    assert not normalise("请用 WPS").foreign


def test_what_would_steer_the_engine_does_not_reach_it() -> None:
    spoken = normalise("好\x00好\x01好\ud800好\u2028好")
    assert spoken.text == "好 好 好\ufffd好 好"
    spoken.text.encode()


def spans(text: str, spoken: str) -> list[tuple[str, str]]:
    """Each spoken character with the source that it is aligned to."""
    result = normalise(text)
    assert result.text == spoken
    units = text.encode("utf-16-le")
    offsets = utf16_offsets(result.text)
    pairs = []
    for index, character in enumerate(result.text):
        start, end = result.alignment.to_source(offsets[index], offsets[index + 1])
        pairs.append((character, units[2 * start : 2 * end].decode("utf-16-le")))
    return pairs


def test_spoken_characters_know_their_source() -> None:
    assert spans("😀在2022年花50元", "😀在二零二二年花五十元") == [
        ("😀", "😀"),
        ("在", "在"),
        *[("二", "2"), ("零", "0"), ("二", "2"), ("二", "2")],
        ("年", "年"),
        ("花", "花"),
        *[("五", "5"), ("十", "0")],
        ("元", "元"),
    ]


def test_a_reading_that_is_longer_than_its_source_points_at_all_of_it() -> None:
    assert spans("占3.5%", "占百分之三点五")[1:] == [(c, "3.5%") for c in "百分之三点五"]


def test_silent_marks_do_not_shift_what_follows() -> None:
    assert spans("《办法》第2条", "办法第二条") == [
        ("办", "办"),
        ("法", "法"),
        ("第", "第"),
        ("二", "2"),
        ("条", "条"),
    ]


def test_alignment_of_a_span_over_several_pieces() -> None:
    alignment = Alignment([Piece("ab", "ab"), Piece("《", ""), Piece("50%", "百分之五十")])
    assert alignment.to_source(1, 4) == (1, 6)
    assert alignment.to_source(0, 1) == (0, 1)
    assert Alignment([]).pieces == ()


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_alignment_covers_everything_in_order(text: str) -> None:
    spoken = normalise(text)
    pieces = spoken.alignment.pieces
    assert "".join(piece.source for piece in pieces) == text
    assert "".join(piece.spoken for piece in pieces) == spoken.text
    boundaries = set(utf16_offsets(text))
    offsets = utf16_offsets(spoken.text)
    previous = 0
    for index in range(len(spoken.text)):
        start, end = spoken.alignment.to_source(offsets[index], offsets[index + 1])
        assert {start, end} <= boundaries, "a surrogate pair is split"
        assert previous <= start <= end <= utf16_length(text)
        previous = start


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.booleans())
def test_sentences_are_in_order_and_lose_nothing_that_is_said(text: str, first: bool) -> None:
    units = text.encode("utf-16-le", "surrogatepass")
    at = 0
    left_out = []
    for sentence in segment(text, first=first):
        assert at <= sentence.start < sentence.end
        cut = units[2 * sentence.start : 2 * sentence.end]
        assert cut.decode("utf-16-le", "surrogatepass") == sentence.text
        assert sentence.text == sentence.text.strip()
        left_out.append(units[2 * at : 2 * sentence.start])
        at = sentence.end
    left_out.append(units[2 * at :])
    silent = b"".join(left_out).decode("utf-16-le", "surrogatepass")
    assert not any(character.isalnum() for character in silent)


def sentences(text: str, *, first: bool = False) -> list[str]:
    return [sentence.text for sentence in segment(text, first=first)]


@pytest.mark.parametrize(
    "parts",
    [
        ["今天办。", "明天取！", "好吗？", "好；", "完"],
        ["他说：“可以办。”", "我走了。"],
        ["（见附件。）", "第二句。"],
        ["见附件一.", "第二句."],
        ["1.身份证原件；", "2.户口簿。"],
        ["See Dr. Wang at 3.5 km.", "Open e.g. at 9:00.", "Next one!", "OK"],
        ["请看www.gov.cn/a?b=1；", "谢谢"],
        ["费用为1.5元。", "另付2元"],
        ["第一行", "第二行"],
    ],
)
def test_where_sentences_end(parts: list[str]) -> None:
    glue = " " if parts[0].isascii() else "\n" if parts[-1] == "第二行" else ""
    assert sentences(glue.join(parts)) == parts


def test_mere_punctuation_is_no_sentence() -> None:
    assert sentences(" …… —— ※ ") == []


def test_the_first_sentence_is_short_where_it_can_be() -> None:
    text = (
        "各县市区人民政府，市直各部门：为进一步优化营商环境，方便群众办事，现就有关事项通知如下。"
    )
    assert sentences(text, first=True)[0] == "各县市区人民政府，市直各部门："
    assert sentences(text) == [text]


def test_a_number_is_no_place_to_cut_early() -> None:
    text = "本年度本市常住人口总数达到5,051,900人的规模，这里再写一些字让它长一些。"
    assert sentences(text, first=True)[0] == text


def test_long_sentences_are_cut_at_a_breath() -> None:
    clause = "按照国务院有关部门的统一部署要求和安排，"
    parts = sentences(clause * 7 + "完。")
    assert len(parts) == 3
    assert all(part.endswith(("，", "。")) and len(part) <= 61 for part in parts)


def test_a_sentence_without_any_breath_is_cut_between_characters() -> None:
    parts = sentences("一" * 150)
    assert [len(part) for part in parts] == [50, 50, 50]
    assert sentences("一" * 70 + "1234567890" * 3) == ["一" * 50, "一" * 20 + "1234567890" * 3]
