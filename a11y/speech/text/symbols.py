"""Signs: said where they mean something, a pause where they part, silent where they decorate."""

from __future__ import annotations

from a11y.speech.text.rule import HAN, Rule, apart, say
from a11y.speech.text.units import UNIT, read_unit

_PER = "[年月日天时次人个件户份吨亩本张]"

RULES = (
    Rule("unit", f"(?<![A-Za-z])(?:{UNIT})(?<=[℃㎡㎥°])", lambda match: read_unit(match[0])),
    Rule("per", rf"(?<={HAN})/(?={_PER})|(?<=/[人户])·(?={_PER})", say("每")),
    Rule("either", rf"(?<={HAN})/(?={HAN})", say("、")),
    Rule("at_most", "[≤≦]", say("小于等于")),
    Rule("at_least", "[≥≧]", say("大于等于")),
    Rule("less", r"<(?=\s?\d)", say("小于")),
    Rule("more", r">(?=\s?\d)", say("大于")),
    Rule("plus", rf"(?<={HAN})\s?\+(?=\s?{HAN})", say("加")),
    Rule("number_sign", r"(?<=\d)#", say("号")),
    Rule("and", "&", say("和")),
    Rule("equals", "=", say("等于")),
    Rule("percent_sign", "%", say("百分号")),
    Rule("part", r"\s?(?:—+|→|➔|>+|»|\||\s-+\s)\s?", apart),
    Rule("bracket", r"[()]", apart),
    Rule(
        "quiet",
        r"[《》〈〉“”‘’「」『』【】〔〕﹝﹞\[\]<\"#*_`^{}\\~•●○◆◇■□★☆▲△▼▶►▪※◎→/@+-]+",
        say(""),
    ),
)
