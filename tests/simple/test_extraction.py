"""What of a page is its content, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("lxml", reason="pip install 'a11y-care[simple]'")

from a11y.simple import article_of
from a11y.simple.facts import link_phones, tel
from benchmarks.simple_score import f1, samples_of
from tests.simple.portal import ARTICLE

LINKS = "".join(f'<li><a href="/{n}">栏目名称之{n}</a></li>' for n in range(30))
TEXT = "".join(f"<p>正文第{n}段，说明办理的条件和需要的材料。</p>" for n in range(9))


def text_of(body: str) -> str:
    article = article_of(f"<html><body>{body}</body></html>")
    assert article is not None
    return "\n".join(article.texts)


@pytest.mark.parametrize(
    "container",
    [
        'id="UCAP-CONTENT"',
        'class="x TRS_UEDITOR y"',
        'class="TRS_Editor"',
        'id="zoom"',
        'id="vsb_content"',
        'class="wp_articlecontent"',
        'class="pages_content"',
        'itemprop="articleBody"',
        'class="arc_body"',
        'class="entry-content"',
        'class="rich-text"',
        'class="unheard-of"',
    ],
)
def test_the_container_is_found(container: str) -> None:
    text = text_of(
        f'<div class="nav"><ul>{LINKS}</ul></div><div><div {container}>{TEXT}</div>'
        '<div class="right"><h3>相关链接</h3><ul>' + LINKS + "</ul></div></div>"
        '<div class="footer">版权所有 某市政府 备案号</div>'
    )
    assert text.startswith("正文第0段")
    assert text.count("正文第") == 9
    assert "栏目名称" not in text
    assert "版权所有" not in text


def test_a_list_of_notices_is_content() -> None:
    text = text_of(f'<div class="head">某市</div><div class="list"><ul>{LINKS}</ul></div>')
    assert text.count("栏目名称") == 30


def test_hidden_parts_and_advertisements_are_left_out() -> None:
    text = text_of(
        f'<main>{TEXT}<p hidden>藏一</p><p style="display : none">藏二</p><p '
        'aria-hidden="true">藏三</p><div class="ad-box">广告词</div>'
        '<div class="share">分享到</div></main>'
    )
    assert text.count("\n") == 8


def test_the_opening_before_the_container_belongs_to_it() -> None:
    lead = "这是导语，说明这件事情为什么重要，以及从什么时候开始，请大家一起来看一看，想一想。"
    text = text_of(
        f'<div class="page"><p class="article-lead">{lead}</p>'
        f'<div class="article-content">{TEXT}</div></div>'
    )
    assert text.startswith("这是导语")


def test_what_is_said_about_an_article() -> None:
    article = article_of(ARTICLE)
    assert article is not None
    assert article.title == "关于做好高龄津贴认证工作的通知"
    assert article.date == "2026-03-05"
    assert article.source == "市民政局"
    assert [link.text for link in article.crumbs] == ["首页", "通知公告"]
    assert [(one.text, one.kind) for one in article.attachments] == [("附件：申请表", "DOC")]
    assert article.neighbours["previous"].text == "旧的通知"
    assert article.neighbours["next"].address == "3.html"
    assert article.phones == ["0730-8889999", "13800001111"]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("电话：0730-8889999。", ["tel:07308889999"]),
        ("(010)62345678转801", ["tel:01062345678;ext=801"]),
        ("拨打12345", ["tel:12345"]),
        ("共有12345人", []),
        ("编号202611231380000111122", []),
        ("2026-03-05", []),
    ],
)
def test_phone_numbers_are_told_from_other_numbers(text: str, addresses: list[str]) -> None:
    article = article_of(f"<main><p>{text}{'。' * 30}</p></main>")
    assert article is not None
    assert [tel(one) for one in article.phones] == addresses
    assert link_phones(f"<{text}").count("<a ") == len(addresses)
    assert link_phones("<b>").startswith("&lt;")


@pytest.mark.parametrize("markup", ["", "<!-- -->", "<", "\x00", "<frameset></frameset>"])
def test_pages_without_content_have_none(markup: str) -> None:
    article = article_of(markup)
    assert article is None or not article.texts


def test_deep_nesting_is_read() -> None:
    assert text_of("<div>" * 150 + "深处有字" + "</div>" * 150) == "深处有字"


@pytest.mark.corpus
def test_chinese_pages_are_found_as_their_readers_see_them(corpus: Path) -> None:
    samples = [sample for sample in samples_of(corpus) if sample.is_chinese]
    scores = []
    for sample in samples:
        article = article_of(sample.markup)
        assert article is not None
        scores.append(f1(*sample.score("\n".join(article.prose))))
    assert len(scores) >= 4
    assert sum(scores) / len(scores) >= 0.95
