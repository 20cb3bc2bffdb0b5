"""Whether a number is an amount or a name, from the words around it."""

from __future__ import annotations

import re

from a11y.speech.text import numbers
from a11y.speech.text.rule import after, before
from a11y.speech.text.units import COUNTED, COUNTERS, SEVERAL

# Words that say of a number that it is called (幺) or is a name (digit by digit), not an amount.
_CALLS = re.compile(
    r"(?:电话|热线|专线|拨打?|致电|手机|传真|座机|客服|总机|来电|报警|急救|火警|短号|分机|转|短信|"
    r"事故|匪警|小灵通|寻呼|传呼)[^。;!?]{0,18}$"
)
_CALLED = re.compile(
    r"\s?[”\"』」]?(?:政务|便民|市民|服务|热线|专线|平台|举报|投诉|急救|报警|消防|客服|客户|反诈|电话)"
)
# National service numbers, never amounts: 12306 railways, 12315 consumers, 12345 government.
_SERVICES = re.compile(
    "123(?:0[015689]|1[0-9]|2[0-9]|3[0-9]|4[58]|5[0158]|6[0369]|7[18]|8[01689]|9[0346])"
)
_CALLABLE = re.compile(r"1[12]\d|1\d{4}|9\d{4,5}|[2-8]\d{6,7}")
_NAMES = re.compile(
    r"(?:邮政编码|邮编|尾号|编号|编码|证号|证件号|号码|代码|[账帐卡学工单户批档票]号|验证码|密码|标识码|索引号|许可证|区号|"
    r"房号|车次|航班|序列号|QQ群?|微信|公网安备|[字备]第?|端口|流水号|受理号|备案号|注册号|识别号|标识|波音|空客|频率码)"
    r"[为是:\s]{0,3}$"
)
_NAMED = re.compile(
    r"\s?(?:室|房(?![间屋产价])|办公室|会议室|病房|医院|教室|诊室|寝室|包厢|[国省县乡]道|次列车|次[高动城]|路公|路车|路[、,和及]|"
    r"号?信箱|高校|工作制|线公交|国标)"
)
# 211 and 985, the projects of universities; 996, the working hours.
_CALL_LIST = re.compile(r"(?:[、/和及或]\d{3,5}){1,4}\s?等?(?:电话|热线|报警|急救|联动)")
_PROJECTS = re.compile(r"(?:211|985|996|007)(?=$)")
_PROJECT = re.compile(r"\s?[”\"]?(?:高校|工程|院校|大学|工作制|毕业|[、/和](?:211|985))")
_ORDERED = re.compile(r"第[\s\d一二三四五六七八九十百千()、,\uff0c和及至到-]{0,16}$")
_SEVERAL = re.compile(SEVERAL)
_COUNTED = re.compile(COUNTED)
_COUNTERS = re.compile(COUNTERS)
_ADDRESS = re.compile(r"\s?(?:栋|幢|座|层|单元|楼)\s?\d")
_YEAR = re.compile(r"19[5-9]\d|20[0-4]\d")
_SUMS = re.compile(
    r"(?:共|计|达|约|总数|阅读|浏览|点击|访问|人数|第|合|近|超|余|有)[量数次为:\s]{0,3}$"
)
_LEADING = re.compile("[月日时点分秒]")


def amount(number: str, what: str, head: str = "") -> str:
    """The number before the words ``what``: 2 is 两 where something is counted.

    ``head`` is what stands before: 第2、3项 is ordered, not counted; nor is 2栋3单元.
    """
    if number != "2" or _ORDERED.search(head) or _ADDRESS.match(what):
        return numbers.decimal(number)
    if _COUNTERS.match(what) or (_SEVERAL.match(what) and _COUNTED.search(head)):
        return numbers.quantity(number)
    return numbers.decimal(number)


def is_year(number: str, right: str, left: str = "") -> bool:
    """Whether a number of four digits without 年 is more likely a year than an amount."""
    if _YEAR.fullmatch(number) is None or _SUMS.search(left):
        return False
    return not _COUNTERS.match(right) and not re.match(
        r"\s?(?:[十百千万亿月日号]|[a-zA-Z%‰℃㎡])", right
    )


def is_service(number: str) -> bool:
    """Whether this is the number of a nationwide service."""
    return _SERVICES.fullmatch(number) is not None


def name(number: str, match: re.Match[str]) -> str | None:
    """The digits one by one if the context says that the number is a name, else None."""
    left, right = before(match), after(match)
    if left.endswith("转") and 2 < len(number) < 7 and not _COUNTERS.match(right):
        return numbers.telephone(number)
    if _is_named(number, left, right):
        return numbers.digits(number)
    if _COUNTERS.match(right) and not _LEADING.match(right):
        return None
    if _is_called(number, left, right):
        return numbers.telephone(number)
    leading_zero = number[0] == "0" and len(number) > 1 and not _LEADING.match(right)
    is_name = leading_zero or len(number) > 8 or is_year(number, right, left)
    return numbers.digits(number) if is_name else None


def _is_named(number: str, left: str, right: str) -> bool:
    """邮编414000, 101室, 985高校, abc_123."""
    if left.endswith("_") or _NAMES.search(left):
        return True
    if _PROJECTS.match(number):
        return bool(_PROJECT.match(right) or re.search(r"(?:211|985)[、/和]$", left))
    return len(number) in {3, 4} and _NAMED.match(right) is not None


def _is_called(number: str, left: str, right: str) -> bool:
    """12345 anywhere, 110 and the like where somebody is called."""
    if is_service(number):
        return not re.match(r"[多余]", right)
    context = _CALLED.match(right) or _CALL_LIST.match(right) or _CALLS.search(left)
    return bool(context and _CALLABLE.fullmatch(number))
