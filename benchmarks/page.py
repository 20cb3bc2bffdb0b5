"""The page that is measured: made here, so that everybody measures the same 50 KB."""

from __future__ import annotations

ROW = (
    '<tr><td class="t"><a href="/art/2025/{n}.html" style="color:#333">关于做好第{n}批政务服务事项'
    "标准化办理工作的通知</a></td><td>2025-03-{day:02d}</td></tr>\n"
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


def page_of(size: int = 50 * 1024) -> bytes:
    """A list page of a portal in GBK, of at least ``size`` bytes."""
    parts = [HEAD.encode("gbk")]
    length, number = len(parts[0]), 0
    while length < size:
        number += 1
        parts.append(ROW.format(n=number, day=number % 28 + 1).encode("gbk"))
        length += len(parts[-1])
    return b"".join([*parts, b"</table></body></html>\n"])
