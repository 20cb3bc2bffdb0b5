"""Units of measure, and the words after a number that make it an amount."""

from __future__ import annotations

import re

# Longest first: km² before km, m before nothing.
_UNITS = {
    "km²": "平方公里",
    "km2": "平方公里",
    "km/h": "公里每小时",
    "m²": "平方米",
    "m2": "平方米",
    "㎡": "平方米",
    "m³": "立方米",
    "m3": "立方米",
    "㎥": "立方米",
    "mg/L": "毫克每升",
    "μg/m³": "微克每立方米",
    "μg/m3": "微克每立方米",
    "km": "公里",
    "cm": "厘米",
    "mm": "毫米",
    "kg": "公斤",
    "mg": "毫克",
    "ml": "毫升",
    "mL": "毫升",
    "kW·h": "千瓦时",
    "kWh": "千瓦时",
    "kW": "千瓦",
    "°C": "摄氏度",
    "℃": "摄氏度",
    "°": "度",
    "m": "米",
    "g": "克",
    "t": "吨",
    "h": "小时",
}

UNIT = "(?:" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + ")(?![A-Za-z])"

# What is counted: 2 before it is 两, and a number before it is no telephone number. 月, 日 and 号
# are not here: 二月二日.
COUNTERS = (
    r"\s?(?:万|亿|千|个|名|位|人|家|户|次|件|项(?!目)|份|套|台|辆|条|张|本|部|间|座|幢|栋|所|处|批|种|类|类型|组|"
    r"年(?!级)|天|周|小时|分钟|刻钟|元|块|角|米|公里|千米|公斤|斤|吨|亩|公顷|平方米|倍|岁|课时|场|轮|点(?!\d)|"
    r"余|多|成|双|对|把|只|头|棵|层|餐|门|篇|封|笔|款|例|起|遍|届|站|期)"
)


def read_unit(unit: str) -> str:
    """The spoken name of a unit that ``UNIT`` matched."""
    return _UNITS.get(unit, unit)
