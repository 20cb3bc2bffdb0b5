"""A portal's front page as long as the longest: 10,845 elements in a column of fixed width."""

from __future__ import annotations

ELEMENTS = 10_845

# Sizes in px and a column of 1000 px, as the portals have it.
_STYLE = """
body { margin: 0; font: 12px/20px SimSun, serif; color: #666; background: #f2e6c9; }
a { color: #06c; text-decoration: none; transition: color .2s; }
ul { list-style: none; margin: 0; padding: 0; }
#page { width: 1000px; margin: 0 auto; overflow: hidden; }
.box { float: left; width: 322px; margin: 4px; background: #fff; border: 1px solid #dde; }
.title { height: 26px; line-height: 26px; background: #00549a; color: #fff; padding-left: 8px; }
.date { float: right; color: #aaa; }
.new { color: #e33; font-weight: bold; }
.mark { display: inline-block; width: 12px; height: 12px; background: #c30; }
.pale { opacity: .6; }
"""
_ROWS = 13
_ITEM = (
    '<li{alt}><a href="/n/{box}-{row}"><i class="mark"></i>'
    '<span{new}>关于开展年度核验工作的公告</span></a><b class="pale"></b>'
    '<span class="date">11-23</span></li>'
)
# html, head, meta, title, style, body, h1, the column; a row, and a box with its title and list.
_FRAME, _ROW, _BOX = 8, 6, 3


def crowd_page() -> str:
    """The markup, of exactly ``ELEMENTS`` elements without what a widget adds."""
    boxes, rest = divmod(ELEMENTS - _FRAME, _BOX + _ROWS * _ROW)
    parts = [
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>公告</title>',
        f'<style>{_STYLE}</style></head><body><div id="page"><h1>公告公示</h1>',
        *(_box(number) for number in range(boxes)),
        "<br>" * rest,
        "</div></body></html>",
    ]
    return "".join(parts)


def _box(number: int) -> str:
    items = [
        _ITEM.format(
            alt=' style="background-color:#fafafa"' if row % 4 == 0 else "",
            new=' class="new"' if row % 5 == 0 else "",
            box=number,
            row=row,
        )
        for row in range(_ROWS)
    ]
    return f'<div class="box"><div class="title">通知公告</div><ul>{"".join(items)}</ul></div>'
