"""The page that is measured: made here, so that everybody measures the same 50 KB."""

from __future__ import annotations

import random

ROW = (
    '<tr><td class="t"><a href="/art/2025/{n}.html" style="color:#333">{title}</a></td>'
    "<td>2025-03-{day:02d}</td></tr>\n"
)
HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
 "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<meta http-equiv="X-UA-Compatible" content="IE=edge" />
<title>通知公告</title>
<link href="/css/style.css" rel="stylesheet" />
</head>
<body><table width="1000">
"""
# Titles are drawn from these words of two characters, so that the page packs as real ones do.
_WORDS = (
    "关于做好开展印发公布组织申报推进加强规范优化调整落实完善实施举办征求转发全市全省"
    "本市城乡居民企业职工老年残疾儿童学校医院社区乡镇街道政务服务事项办理材料标准流程"
    "养老医疗保险待遇补贴救助就业创业培训住房公积保障安置教育招生考试资格证书名单结果"
    "公示通知公告意见方案办法细则指南计划目录清单报告交通环境生态水利农业林业安全应急"
    "消防食品药品市场监管税务财政预算决算审计采购招标土地征收规划许可登记注册年度季度"
)
WORDS = [_WORDS[at : at + 2] for at in range(0, len(_WORDS), 2)]


def page_of(size: int = 50 * 1024) -> bytes:
    """A list page of a portal in GBK, of at least ``size`` bytes; always the same."""
    draw = random.Random(size)
    parts = [HEAD.encode("gbk")]
    length, number = len(parts[0]), 0
    while length < size:
        number += 1
        title = "".join(draw.choices(WORDS, k=draw.randint(6, 14)))
        row = ROW.format(n=draw.randint(10_000, 99_999), title=title, day=number % 28 + 1)
        parts.append(row.encode("gbk"))
        length += len(parts[-1])
    return b"".join([*parts, b"</table></body></html>\n"])
