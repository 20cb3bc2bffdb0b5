"""Signs: said where they mean something, a pause where they part, silent where they decorate."""

from __future__ import annotations

import re

from a11y.speech.text import numbers
from a11y.speech.text.rule import HAN, TO, YEAR, Rule, apart, say
from a11y.speech.text.units import PER, UNIT, read_unit

_PER = (
    "[年月日天时次人个件户份吨亩本张元公平立台辆套床班米斤支瓶袋盒片包股度学课栋层站只头株小千百毫"
    "间组名家所处块箱场门科]"
)
# Pictures, dingbats, arrows, boxes, joiners and variation selectors.
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u25a0-\u25ff\u2190-\u21ff\u2300-\u23ff"
_JOINERS = "\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\u20e3\U000e0020-\U000e007f\u00ad"
_UNITS_SAID = "米升斤克吨时分秒天瓦伏度里顷方元块角次人件套台份个户月年日瓶袋盒片支包名辆株粒枚张本"


def _per_unit(match: re.Match[str]) -> str:
    return "每" + read_unit(match[1])


RULES = (
    # 二○○九年, with whatever round sign was at hand
    Rule(
        "zero", r"〇|(?<=[一二三四五六七八九〇零○])[○◯](?=[一二三四五六七八九〇零○◯年])", say("零")
    ),
    Rule(
        "somebody",
        rf"(?<={HAN})(?:×{{1,6}}|[xX]{{2,6}})(?={HAN})|(?<![A-Za-z\d])(?:×{{2,6}}|[xX]{{2,6}})(?={HAN})",
        say("某某"),
    ),
    Rule("unit", f"(?<![A-Za-z])(?:{UNIT})(?<=[℃㎡㎥°])", lambda match: read_unit(match[0])),
    Rule("per_unit", rf"(?<=[{HAN[1:-1]}A-Za-z])\s?/\s?({PER})", _per_unit),
    Rule(
        "per",
        rf"(?<=[元次])/(?={HAN})|(?<=[{_UNITS_SAID}A-Za-z℃㎡³²])/(?={_PER})|(?<=/[人户㎡亩辆吨台])·(?={_PER})",
        say("每"),
    ),
    Rule(
        "either",
        rf"(?<={HAN})/(?={HAN})|(?<=[A-Za-z\d])/(?=[A-Za-z\d])|(?<={HAN})/(?=\d)",
        say("、"),
    ),
    Rule(
        "until",
        rf"(?:(?<=:\d\d)|(?<=[年月日号时点分秒条款项章节页级度℃%元角岁人万亿次届期批))周一二三四五六七八九十])){TO}"
        rf"(?=第|{YEAR}年|\d{{1,4}}[年月日号时点条款项℃%]|(?:周|星期|礼拜)[一二三四五六日末天]|\([一二三四五六七八九十])",
        say("至"),
    ),
    Rule("up_to", r"(?<=[\d′″])(?:[‐-―~〜∼-]{1,2})(?=[A-Z]{1,2}\d|\d{1,3}°)", say("至")),
    Rule("from_side", r"(?<=°[EWNS])[‐-―~-](?=\d)|(?<=[Ⅰ-Ⅻ])[‐-―~-](?=[Ⅰ-Ⅻ])", say("至")),
    Rule("power", r"\^(\d)", lambda match: f"的{numbers.cardinal(match[1])}次方"),
    Rule("at_most", "[≤≦⩽]", say("小于等于")),
    Rule("at_least", "[≥≧⩾]", say("大于等于")),
    Rule("not_equal", "≠", say("不等于")),
    Rule("about", "[≈≒]", say("约等于")),
    Rule("less", r"<(?=\s?\d)|(?<=\d)<(?=[A-Za-z])", say("小于")),
    Rule("more", rf"(?<![-=])>(?=\s?\d)(?!\s?{YEAR})", say("大于")),
    Rule("plus_minus", "±", say("正负")),
    Rule(
        "multiplied",
        r"(?<=[\dA-Za-z)㎡米])\s?[×*]\s?(?=[\dA-Za-z(])|(?<=[\u3400-\u9fff])×(?=[\d(\u3400-\u9fff])",
        say("乘"),
    ),
    Rule("divided", r"\s?÷\s?", say("除以")),
    Rule("squared", rf"(?<=[{HAN[1:-1]}A-Za-z\d)])²", say("的平方")),
    Rule("cubed", rf"(?<=[{HAN[1:-1]}A-Za-z\d)])³", say("的立方")),
    Rule("plus", rf"(?<=[{HAN[1:-1]}\dA-Za-z)”%‰+])(?:\+|\s\+(?!\d))", say("加")),
    Rule("number_sign", r"(?<=\d)#", say("号")),
    Rule("dotted", r"\.{3,6}", apart),
    Rule("and", "(?<=[A-Za-z])&(?=[A-Za-z])", say(" and ")),
    Rule("also", "&", say("和")),
    Rule("equals", r"(?<![=<>!])\s?=(?![=<>])(?=\s?[\w(-])", say("等于")),
    Rule("percent_sign", "%", say("百分号")),
    Rule("part", r"\s?(?:—{1,9}|[→➔➜⇒]|>{1,9}|»|\||\s-{1,2}\s)\s?", apart),
    Rule("bracket", r"[()]", apart),
    Rule(
        "quiet",
        r"[《》〈〉“”‘’「」『』【】〔〕〖〗﹝﹞\[\]<\"#*_`^{}\\~•●○◆◇■□★☆▲△▼▽▶▷►▪▫◎※☞☛✔✓✘✗√→⟶/@+=\-©®™°′″×"
        + _EMOJI
        + _JOINERS
        + r"]{1,64}",
        say(""),
    ),
)
