"""Units of measure, and the words after a number that make it an amount."""

from __future__ import annotations

import re

# GB 3100 and GB 3102; colloquial where offices are: 公里, 公斤.
_TABLE = """
km²=平方公里 km2=平方公里 ㎢=平方公里 hm²=公顷 hm2=公顷 m²=平方米 m2=平方米 ㎡=平方米
cm²=平方厘米 cm2=平方厘米 mm²=平方毫米 mm2=平方毫米 m³=立方米 m3=立方米 ㎥=立方米
Nm³=标准立方米 Nm3=标准立方米 cm³=立方厘米 cm3=立方厘米 km=公里 ㎞=公里 dm=分米 cm=厘米
㎝=厘米 mm=毫米 ㎜=毫米 μm=微米 nm=纳米 m=米 ha=公顷 kg=公斤 KG=公斤 Kg=公斤 ㎏=公斤
mg=毫克 ㎎=毫克 μg=微克 ng=纳克 g=克 t=吨 L=升 l=升 dL=分升 mL=毫升 ml=毫升
ML=毫升 ㏄=毫升 mol=摩尔 mmol=毫摩尔 μmol=微摩尔 mmHg=毫米汞柱 ppm=ppm °C=摄氏度
℃=摄氏度 °F=华氏度 ℉=华氏度 °=度 kW·h=千瓦时 kWh=千瓦时 KWh=千瓦时 kwh=千瓦时
MWh=兆瓦时 GWh=吉瓦时 kW=千瓦 KW=千瓦 kw=千瓦 MW=兆瓦 GW=吉瓦 W=瓦 kV=千伏
KV=千伏 kv=千伏 V=伏 mA=毫安 mAh=毫安时 kVA=千伏安 kva=千伏安 Hz=赫兹 kHz=千赫
MHz=兆赫 GHz=吉赫 Pa=帕 kPa=千帕 MPa=兆帕 hPa=百帕 kN=千牛 N=牛 dB=分贝
dB(A)=分贝 cd=坎德拉 lx=勒克斯 lm=流明 kJ=千焦 J=焦 kcal=千卡 Bq=贝可 mSv=毫西弗
μSv=微西弗 h=小时 min=分钟 s=秒 ms=毫秒 d=天 rpm=转每分 Mbps=兆 Gbps=G
kbps=千比特每秒 M=兆 Mb=兆 dpi=dpi KB=KB MB=MB GB=GB TB=TB kB=KB
K=K G=G T=T hm=百米 ML/d=百万升每天
"""
_UNITS = {unit: name for unit, _, name in (entry.partition("=") for entry in _TABLE.split())}
# Letters that are more often a name than a unit (5G, 4K, 3T) are read as letters, whatever follows.
_BASE = "(?:" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + ")"
_PER = r"\s?/\s?(?:" + _BASE[3:-1] + r"|[人年月日天时次户份吨亩本张公台辆套米千万])"
UNIT = rf"(?:{_BASE}(?:{_PER}(?![A-Za-z\d])|(?![A-Za-z]|\d)))"
PER = r"(?:" + _BASE[3:-1] + r")(?![A-Za-z\d])"

# What is counted: 2 before it is 两, and a number before it is no telephone number. 月, 日 and 号
# are not here: 二月二日.
COUNTERS = (
    r"\s?(?:万|亿|千|个|名|位|人|家|户|次(?!元)|件|项(?!目)|份|套|台|辆|条|张|本|部|间|座|处|批|种|类(?!医疗|射线|费)|组|"
    r"年(?!级)|天|周(?!边)|小时|分(?!之|公司)|刻钟|秒|元|块|角|米|公里|千米|公斤|斤|吨|亩|公顷|平方|平米|立方|倍|岁|课时|场|"
    r"轮|点(?!\d)|余|多|成|双|对|把(?!手)|只|头|棵|株|餐|门|篇|封|笔|款|例|起|遍|届|站|支|瓶|盒|袋|包|箱|枚|颗|粒|片|块|"
    r"句|段|节|词|字|页|样|口|所|艘|架|匹|顶|面|道|根|串|滴|杯|碗|桌|桶|车(?!道|间|次|位)|船|枝|朵|顿|回|趟|番|厘米|毫米|毫升|升|克|"
    r"时(?!代)|方面|县|省|国|镇|村|乡|市|地|岸|校|院|馆|中心|学期|学年|季度|世纪|代人)"
)
# These are as often the name of one (2栋, 2层, 2期) as the count of several (共2层).
SEVERAL = r"\s?(?:层|栋|幢|期|级|班|版|季|排|区|单元|路|线)"
COUNTED = (
    r"(?:共|共计|合计|总计|有|设|分|每|建|达|超|近|约|仅|各|为|需|等|另|其中|新增|以上|[加扩改]建)"
    r"\s?$"
)


def read_unit(unit: str) -> str:
    """The spoken name of a unit that ``UNIT`` matched: mg/L is 毫克每升."""
    first, slash, second = unit.replace(" ", "").partition("/")
    words = _UNITS.get(first, first)
    return f"{words}每{_UNITS.get(second, second)}" if slash else words
