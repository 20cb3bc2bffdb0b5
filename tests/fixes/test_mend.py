"""What rules make of a page, byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from a11y.encoding import encoding_of, real_codec
from a11y.fixes import Mended, Problem, Rule, Trouble, mend
from a11y.fixes.tree import elements_of, tree_of
from a11y.html.tokens import TAG
from tests.corpus.pages import read_pages

HEAD = "<!doctype html><html><head><title>首页</title></head><body>"


def rules(*tables: dict[str, Any]) -> list[Rule]:
    return [Rule.from_table({"name": f"r{n}", **table}, "fix") for n, table in enumerate(tables)]


def after(page: str, *tables: dict[str, Any], codec: str = "gb18030") -> str:
    return mend(page.encode(codec), codec, rules(*tables), sheet="/s.css").page.decode(codec)


def problems(page: str, *tables: dict[str, Any]) -> list[tuple[str, str]]:
    found = mend(page.encode(), "utf-8", rules(*tables)).problems
    return [(problem.trouble, problem.detail) for problem in found]


ONE_ELEMENT = [
    ("<img src=a/b%20c.gif>", {"select": "img", "set": {"alt": "{file name}"}}, 'alt="b c"'),
    ("<img src=%CD%BC.gif>", {"select": "img", "set": {"alt": "图 {file name}"}}, "alt="),
    ("<img alt=x>", {"select": "img", "add": {"alt": "y"}}, "<img alt=x>"),
    ("<img title=x>", {"select": "img", "set": {"alt": "{@title}"}}, '<img alt="x" title=x>'),
    ("<td>姓名:<td><input>", {"select": "input", "label": "{text before}"}, 'aria-label="姓名"'),
    (
        "<h2>通知</h2><a>更多</a>",
        {"select": "a", "set": {"aria-label": "{text}:{nearest heading}"}},
        '<a aria-label="更多:通知">更多</a>',
    ),
    ("<iframe src=a>", {"select": "iframe", "label": "天气"}, '<iframe title="天气" src=a>'),
    ("<input type=image>", {"select": "input", "label": "搜索"}, '<input alt="搜索" type=image>'),
    ("<div id=a>", {"select": "#a", "landmark": "main"}, '<div role="main" id=a>'),
    ("<main id=a>", {"select": "#a", "landmark": "main"}, "<main id=a>"),
    ("<img alt=x title=y>", {"select": "img", "decoration": True}, '<img alt="">'),
    ("<hr>", {"select": "hr", "decoration": True}, '<hr aria-hidden="true">'),
    ("<a target=_blank>", {"select": "a", "remove": ["target"]}, "<a>"),
    ("<a>", {"select": "a", "set": {"title": "{{x}}"}}, '<a title="{x}">'),
]


@pytest.mark.parametrize(("piece", "table", "expected"), ONE_ELEMENT)
def test_an_element_gets_what_its_rule_says(
    piece: str, table: dict[str, Any], expected: str
) -> None:
    page = HEAD + piece
    result = after(page, table)
    assert expected in result
    assert result.startswith(HEAD)


def test_the_later_rule_has_the_last_word() -> None:
    first, second = ({"select": "img", "set": {"alt": text}} for text in ("a", "b"))
    assert after("<img>", first, second) == '<img alt="b">'


WHOLE = [
    ("<html><p>", {"language": "zh-CN"}, '<html lang="zh-CN"><p>'),
    ("<html lang=en>", {"language": "zh-CN"}, '<html lang="zh-CN">'),
    (
        HEAD + "<h1>办事<br>指南</h1>",
        {"title": "{first heading} - {page title}"},
        HEAD.replace("首页", "办事 指南 - 首页") + "<h1>办事<br>指南</h1>",
    ),
    ("<head><p>", {"title": "a<b"}, "<head><title>a&lt;b</title><p>"),
    (
        "<body><div id=main>",
        {"skip_to": "#main"},
        '<body><link rel="stylesheet" href="/s.css"><a class="a11y-skip" href="#main">跳到正文</a>'
        "<div id=main>",
    ),
    (
        "<body><td class=zw>",
        {"skip_to": ".zw", "skip_text": "跳过"},
        '<body><link rel="stylesheet" href="/s.css"><a class="a11y-skip" href="#a11y-main">跳过</a>'
        '<td id="a11y-main" class=zw>',
    ),
    (
        '<meta name="Viewport" content="width=device-width,user-scalable=no;maximum-scale=1.0">',
        {"zoom": True},
        '<meta name="Viewport" content="width=device-width">',
    ),
    (
        '<meta name=viewport content="width=device-width, maximum-scale=5">',
        {"zoom": True},
        '<meta name=viewport content="width=device-width, maximum-scale=5">',
    ),
    ('<meta http-equiv="Refresh" content="30">', {"refresh": False}, '<meta content="30">'),
    (
        '<meta http-equiv=refresh content="5;url=/x">',
        {"refresh": False},
        '<meta content="5;url=/x">',
    ),
    # At once, so it is a redirect.
    (
        '<meta http-equiv=refresh content="0;url=/x">',
        {"refresh": False},
        '<meta http-equiv=refresh content="0;url=/x">',
    ),
]


@pytest.mark.parametrize(("page", "table", "expected"), WHOLE)
def test_a_page_gets_what_its_rule_says(page: str, table: dict[str, Any], expected: str) -> None:
    assert after(page, table) == expected


TROUBLES = [
    ("<p>", {"select": "img", "set": {"alt": ""}}, [(Trouble.NO_MATCH, "")]),
    ("<p>", {"select": "img", "set": {"alt": ""}, "least": 0}, []),
    ("<p><p>", {"select": "p", "set": {"lang": "en"}, "most": 1}, [(Trouble.TOO_MANY, "> 1")]),
    ("<p>", {"select": "p", "set": {"lang": "en"}, "least": 2}, [(Trouble.TOO_FEW, "1 < 2")]),
    ("<p>", {"select": "p", "set": {"title": "{text}"}}, [(Trouble.NO_VALUE, "title")]),
    ("<p><a href=x>", {"select": "p", "decoration": True}, [(Trouble.OPERABLE, "a")]),
    ("<a href=x><img></a>", {"select": "img", "decoration": True}, [(Trouble.OPERABLE, "a")]),
    ("<p>", {"language": "zh-CN"}, [(Trouble.NO_TAG, "<html>")]),
    ("<p>", {"title": "x"}, [(Trouble.NO_TAG, "<head>")]),
    ("<p id=m>", {"skip_to": "#m"}, [(Trouble.NO_TAG, "<body>")]),
    ("<body>", {"skip_to": "#m"}, [(Trouble.NO_MATCH, "skip_to")]),
    ("<p><i id=x>", {"select": "p", "set": {"id": "x"}}, [(Trouble.ID_TAKEN, "x")]),
]


@pytest.mark.parametrize(("page", "table", "expected"), TROUBLES)
def test_what_cannot_be_done_is_said_and_left(
    page: str, table: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(page, table) == expected
    assert after(page, table) == page


def test_an_unchanged_page_is_the_same_object() -> None:
    page = b"<p lang='en'>"
    table = {"select": "p", "add": {"lang": "en"}}
    assert mend(page, "utf-8", rules(table)).page is page


def test_too_deep_and_too_slow_pages_are_left() -> None:
    deep = b"<div>" * 1000
    table = rules({"select": "div", "set": {"lang": "en"}})
    assert mend(deep, "utf-8", table) == Mended(deep, problems=(Problem(Trouble.TOO_DEEP),))

    def times() -> Iterator[float]:
        yield from (0.0, 0.5, 9.0)

    clock = times()
    page = b"<div>"
    slow = mend(page, "utf-8", table * 2, clock=lambda: next(clock))
    assert slow.page is page
    assert slow.problems == (Problem(Trouble.TOO_SLOW, "r0"),)


MANY = rules(
    {"select": "img", "add": {"alt": "{file name}"}, "most": 5000, "least": 0},
    {"select": "a", "set": {"title": "{text} 𠮷"}, "most": 5000, "least": 0},
    {"select": "input", "label": "{text before}", "most": 5000, "least": 0},
    {"select": "table", "set": {"role": "presentation"}, "most": 5000, "least": 0},
    {"language": "zh-CN", "zoom": True, "refresh": False},
)


@pytest.mark.corpus
def test_on_real_pages_nothing_changes_outside_of_the_edited_start_tags(corpus: Path) -> None:
    changed = 0
    for page in read_pages(corpus):
        encoding = encoding_of("", page.body)
        codec = real_codec(page.body, encoding)
        if codec.startswith("utf-16") or len(page.body) > 400_000:
            continue
        mended = mend(page.body, codec, MANY)
        if any(problem.trouble is Trouble.TOO_DEEP for problem in mended.problems):
            continue
        changed += mended.page != page.body
        assert Trouble.UNSAFE not in {problem.trouble for problem in mended.problems}, page.file
        assert _without_tags(mended.page) == _without_tags(page.body), page.file
        before, now = (tree_of(body, codec) for body in (page.body, mended.page))
        assert [e.name for e in elements_of(now)] == [e.name for e in elements_of(before)]
        assert now.get_text() == before.get_text()
    assert changed > 250


def _without_tags(page: bytes) -> list[bytes]:
    """What stands between the start tags that rules were about."""
    tree = tree_of(page, "latin-1")
    pieces, at = [], 0
    for element in elements_of(tree):
        if element.name in {"img", "a", "input", "table", "html", "meta"}:
            start = element.sourcepos or 0
            pieces.append(page[at:start])
            tag = page[start:]
            at = start + _tag_length(tag)
    return [*pieces, page[at:]]


def _tag_length(tag: bytes) -> int:
    found = TAG.match(tag)
    assert found
    return found.end()
