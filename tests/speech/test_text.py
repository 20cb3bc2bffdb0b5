"""What is spoken for a text, where it came from, and where sentences end."""

from __future__ import annotations

import re
import re._parser  # type: ignore[import-not-found]
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from a11y.speech.text import Alignment, Spoken, normalise, segment, utf16_length, utf16_offsets
from a11y.speech.text.alignment import Piece
from a11y.speech.text.numbers import cardinal, decimal, quantity, roman, telephone
from a11y.speech.text.plain import plain, simple
from a11y.speech.text.rule import Rule
from a11y.speech.text.rules import RULES
from benchmarks import gold

GOLD = gold.sentences("development")
SCRAPS = (
    *"一二十万第年月日号元时两条款转共《》“”（）()[]〔〕/-—~…。，；：,.;:!?%‰￥$℃㎡°′+=×±<>*#&01289xXA😀𠮷",
    *("电话", "热线", "比例", "http://", "www.", ".cn", "@", "GB/T", "V1.", "〔2022〕", "(一)"),
    *("10", "12", "2022", "12345", "138", "0730", "VIP", "km", "mg", "PM", "Terms", "the"),
    *(" ", "\u200b", "\u0301", "\t", "\n"),
)
TEXTS = st.one_of(st.lists(st.sampled_from(SCRAPS), max_size=60).map("".join), st.text(max_size=80))
CHINESE = TEXTS.map(lambda text: f"好{text}好")


@pytest.mark.parametrize("sentence", GOLD, ids=lambda one: one.source)
def test_government_text_is_read_as_people_read_it(sentence: gold.Sentence) -> None:
    spoken = normalise(sentence.source).text
    assert sentence.accepts(spoken), f"{spoken} is not {sentence.reading}"


def test_sentences_that_no_rule_was_made_for_are_read_so_too() -> None:
    held_out = gold.sentences("held-out")
    wrong = [one for one in held_out if not one.accepts(normalise(one.source).text)]
    assert len(wrong) <= 0.02 * len(held_out), wrong


def test_the_gold_set_is_large_and_its_halves_are_apart() -> None:
    halves = [{one.source for one in gold.sentences(half)} for half in gold.HALVES]
    assert not halves[0] & halves[1]
    assert [len(half) >= 200 for half in halves] == [True, True]
    assert [len(gold.sentences(half)) for half in gold.HALVES] == [len(half) for half in halves]


@pytest.mark.parametrize(
    ("reading", "spoken", "is_right"),
    [
        ("二零二五{年|}", "二零二五年。", True),
        ("二零二五{年|}", "二零二五", True),
        ("二零二五[年]三号", "二零二五三号", True),
        ("二零二五[年]三号", "二零二五月三号", False),
        ("{两|二}万", "2万", False),
        ("两万", "二万", True),
        ("两个", "二个", False),
        ("拨打一一零", "拨打幺幺零!", True),
        ("VIP到访", "ｖｉｐ至访", True),
    ],
)
def test_what_the_gold_set_accepts(reading: str, spoken: str, is_right: bool) -> None:
    assert gold.Sentence("", reading).accepts(spoken) is is_right


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


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("I", 1), ("IV", 4), ("IX", 9), ("XII", 12), ("XXXIX", 39), ("IIII", None), ("VX", None)],
)
def test_roman_numerals(numeral: str, value: int | None) -> None:
    assert roman(numeral) == value


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
    assert spans("𠮷在2022年花50元", "𠮷在二零二二年花五十元") == [
        ("𠮷", "𠮷"),
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


def check_alignment(text: str, spoken: Spoken) -> None:
    """It covers the source and the spoken text, in order, and splits no surrogate pair."""
    pieces = spoken.alignment.pieces
    assert "".join(piece.source for piece in pieces) == text
    assert "".join(piece.spoken for piece in pieces) == spoken.text
    boundaries = set(utf16_offsets(text))
    offsets = utf16_offsets(spoken.text)
    previous = 0
    for start, end in pairwise(offsets):
        begin, stop = spoken.alignment.to_source(start, end)
        assert {begin, stop} <= boundaries, "a surrogate pair is split"
        assert previous <= begin <= stop <= utf16_length(text)
        previous = begin


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(["zh-CN", "zh-HK", "en"]))
def test_alignment_covers_everything_in_order(text: str, language: str) -> None:
    check_alignment(text, normalise(text, language=language))


@settings(max_examples=400, deadline=None)
@given(CHINESE)
def test_no_digit_is_left_to_the_engine(text: str) -> None:
    spoken = normalise(text)
    if spoken.language == "zh":
        assert not re.search(r"\d", spoken.text)


@given(TEXTS)
def test_plain_text_keeps_the_place_of_everything(text: str) -> None:
    assert len(plain(text)) == len(simple(plain(text))) == len(text)


# Work for one place of a text is bounded if what may match there is, so that the whole is linear.
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_looks_further_than_a_bounded_way(rule: Rule) -> None:
    _, most = re._parser.parse(rule.pattern).getwidth()
    assert most <= 2_000


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_begins_with_a_hanzi(rule: Rule) -> None:
    """``normalise`` passes over hanzi without asking."""
    for sentence in gold.sentences("development"):
        source = simple(plain(sentence.source))
        for match in rule.compiled.finditer(source):
            assert not re.match("[\u3400-\u9fff]", match[0])


@pytest.mark.parametrize(
    "text",
    [
        *("1" * 5000, "1," * 3000, "1." * 3000, "1-" * 3000, "1 " * 3000, "a1" * 3000, "1:" * 3000),
        *(
            "a" * 5000,
            "a." * 3000,
            "a@" * 3000,
            "www." * 2000,
            "《" * 5000,
            "(" * 5000,
            "《?" * 3000,
        ),
        *(
            "第" * 5000,
            "¥" * 5000,
            "-" * 5000,
            " " * 5000,
            "…" * 5000,
            "😀" * 3000,
            "\u0301" * 5000,
        ),
        *("１" * 3000, "Ⅳ" * 3000, "①" * 3000, "%" * 5000, "1°" * 3000, "1/" * 3000, "+86 " * 2000),
        *("电话" * 2000 + "1" * 3000, "a b " * 3000, "\ud800" * 3000, "\x00" * 3000, "年2" * 3000),
    ],
    ids=lambda text: text[:6].encode("unicode-escape").decode(),
)
def test_hostile_text_comes_through_whole(text: str) -> None:
    spoken = normalise(f"好{text}好")
    assert "".join(piece.source for piece in spoken.alignment.pieces) == f"好{text}好"
    assert not re.search(r"\d", spoken.text)
    spoken.text.encode()
    parts = segment(text)
    assert all(len(part.text) <= 600 for part in parts)


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
        ["他说：“可以办！”", "然后走了。"],
        ["请读《为什么？怎么办！》一书。", "谢谢。"],
        ["《怎么办？》。", "下一句"],
        ["符合条件（是本人吗？）的可以办。", "完"],
        ["一、总体要求；", "二、主要任务。"],
        ["等等……还有呢？", "没有了。"],
        ["版本2.1.0.3可用。", "升级到V3.0！"],
        ["网址https://www.gov.cn/a.b/c?d=1.5可查。", "完"],
        ["It costs 1.5 yuan at No. 5, e.g. at noon.", "Really?", "Yes."],
        ["（见附件。）", "「好。」", "完"],
    ],
)
def test_where_sentences_end(parts: list[str]) -> None:
    glue = " " if parts[0].isascii() else "\n" if parts[-1] == "第二行" else ""
    assert sentences(glue.join(parts)) == parts


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        (
            "请阅读 Terms of Service 后继续。",
            "zh-CN",
            [("请阅读", "zh"), ("Terms of Service", "en"), ("后继续。", "zh")],
        ),
        ("WTO成员和VIP客户用Chrome打开", "zh-CN", [("WTO成员和VIP客户用Chrome打开", "zh")]),
        (
            "请发至 some_body@mail.gov.cn 即可",
            "zh-CN",
            [("请发至 some_body@mail.gov.cn 即可", "zh")],
        ),
        (
            "Open Monday to Friday. 周末休息。",
            "zh-CN",
            [("Open Monday to Friday.", "en"), ("周末休息。", "zh")],
        ),
        ("GB/T 37668-2019", "zh-CN", [("GB/T 37668-2019", "zh")]),
        ("3.5 km, 2025", "en-GB", [("3.5 km, 2025", "en")]),
        ("办公时间", "en", [("办公时间", "zh")]),
        ("辦公時間：上午9時", "zh-HK", [("辦公時間：上午9時", "yue")]),
        ("辦公時間", "zh-TW", [("辦公時間", "zh")]),
        ("今日は月曜日です", "zh-CN", [("今日は月曜日です", "ja")]),
        ("བོད་ཡིག", "zh-CN", [("བོད་ཡིག", "bo")]),
        ("ئۇيغۇرچە", "zh-CN", [("ئۇيغۇرچە", "ug")]),
        ("العربية", "ar", [("العربية", "ar")]),
        ("한국어", "zh-CN", [("한국어", "ko")]),
        ("Қазақша", "kk", [("Қазақша", "kk")]),
    ],
)
def test_each_sentence_knows_its_language(
    text: str, language: str, parts: list[tuple[str, str]]
) -> None:
    found = segment(text, language=language)
    assert [(one.text, one.language) for one in found] == parts
    assert [normalise(one.text, language=language).language for one in found] == [
        language for _, language in parts
    ]


def test_cantonese_has_its_own_ones() -> None:
    assert normalise("請致電110", language="zh-HK").text == "請致電一一零"
    assert normalise("请致电110").text == "请致电幺幺零"


def test_traditional_characters_are_kept_and_understood() -> None:
    assert normalise("2個工作日內辦結，電話2835 1234").text.startswith(
        "两個工作日內辦結，電話二八三五"
    )


def test_a_long_title_is_cut_before_what_it_is_about() -> None:
    title = "岳阳市人民政府办公室关于进一步做好高龄老年人津贴发放和资格认证有关工作的通知"
    assert sentences(title, first=True) == [title[:10], title[10:]]
    assert sentences(title) == [title]
    parts = sentences(title + "及" + title)
    assert all(4 <= len(part) <= 60 for part in parts)
    assert "".join(parts) == title + "及" + title


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
