"""What is read of a whole page: its content in order, and nothing that people skip."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("lxml", reason="pip install 'a11y-care[page]'")

from a11y.encoding import encoding_of, text_of
from a11y.speech.page import blocks_of
from tests.corpus.pages import read_pages

PORTALS = Path(__file__).parents[1] / "portals"

ARTICLE = """<!DOCTYPE html><html><head><title>关于高龄津贴的通知_某市人民政府</title>
<script>var a = "不读";</script></head><body>
<div class="header"><a href="/">首页</a><a href="/zwgk">政务公开</a></div>
<div class="position">您当前的位置：首页 &gt; 通知公告</div>
<h1>关于做好高龄津贴
认证工作的通知</h1>
<div id="zoom">
  <p>各县市区民政局，市直
  各单位：</p>
  <h2>一、认证对象</h2>
  <p>年满<b>80</b>周岁的老人。<br>包括新增对象。</p>
  <ul><li>本人身份证</li><li>户口簿</li></ul>
  <p><img src="a.jpg" alt="办理流程图"><img src="b.jpg" alt="IMG_0001.JPG"></p>
  <p style="display:none">隐藏的话</p><p hidden>也是隐藏的</p><p aria-hidden="true">不给人听</p>
  <table>
    <tr><th>年龄</th><th>标准</th><th>说明</th></tr>
    <tr><td>80至89岁</td><td>每月50元</td><td></td></tr>
    <tr><td>90至99岁</td><td>每月100元</td><td>含90岁</td></tr>
  </table>
  <form><label for="n">姓名</label><input id="n" value="张三的秘密"><span>请填真实姓名</span>
  <select><option>男</option></select><textarea>秘密二</textarea><button>提交</button></form>
  <ruby>岳<rp>(</rp><rt>yuè</rt></ruby>阳
</div>
<div class="footer">版权所有 某市人民政府 联系电话 0730-8889999</div>
</body></html>"""


def test_a_page_is_read_as_a_person_reads_it() -> None:
    assert blocks_of(ARTICLE) == [
        "关于做好高龄津贴认证工作的通知",
        "各县市区民政局，市直各单位：",
        "一、认证对象",
        "年满80周岁的老人。",
        "包括新增对象。",
        "本人身份证",
        "户口簿",
        "办理流程图",
        "年龄，标准，说明",
        "年龄：80至89岁，标准：每月50元",
        "年龄：90至99岁，标准：每月100元，说明：含90岁",
        "姓名请填真实姓名",
        "岳阳",
    ]


def test_without_a_known_container_the_text_outside_links_is_the_content() -> None:
    links = "".join(f'<li><a href="/{number}">栏目名称{number}</a></li>' for number in range(40))
    content = f"<p>{'正文第一段的内容。' * 12}</p><p>{'第二段。' * 20}</p>"
    page = f"""<html><body><div class="nav"><ul>{links}</ul></div>
      <div class="wrap"><div class="a1">{content}</div>
      <div class="sidebar">相关链接：某局</div></div>
      <div class="footer">主办单位：某市政府办公室</div></body></html>"""
    text = "\n".join(blocks_of(page))
    assert text.startswith("正文第一段")
    assert "第二段" in text
    assert "栏目名称" not in text
    assert "主办单位" not in text


def test_a_layout_table_is_no_data() -> None:
    page = (
        f"<main><table><tr><td><p>{'左边的正文。' * 50}</p></td><td>右边</td></tr></table></main>"
    )
    assert blocks_of(page) == ["左边的正文。" * 50, "右边"]


@pytest.mark.parametrize(
    "markup",
    ["", " ", "\x00", "<", "<html>", "<html></html>", "<frameset></frameset>", "<!-- x -->", "…"],
)
def test_pages_without_text_have_no_blocks(markup: str) -> None:
    assert blocks_of(markup) == []


def test_what_xml_could_not_hold_does_no_harm() -> None:
    page = '<?xml version="1.0" encoding="gbk"?><html><body><p>你\x01好\ud800</p></body></html>'
    assert blocks_of(page) == ["你好"]


def test_deep_and_broken_markup_is_read() -> None:
    assert blocks_of("<div>" * 150 + "深处有字" + "</p></b>" * 150) == ["深处有字"]


def test_portal_pages_in_their_own_encodings_are_read() -> None:
    pages = [path for path in PORTALS.rglob("*.html") if path.is_file()]
    assert pages
    for path in pages:
        content = path.read_bytes()
        for block in blocks_of(text_of(content, encoding_of("", content))):
            assert "\ufffd" not in block or b"\xff" in content
            assert block == block.strip()


@pytest.mark.corpus
def test_real_pages_have_something_to_read(corpus: Path) -> None:
    pages = [page for page in read_pages(corpus) if len(page.body) < 200_000]
    silent = [
        page for page in pages if not blocks_of(text_of(page.body, encoding_of("", page.body)))
    ]
    assert len(silent) < 0.2 * len(pages)
