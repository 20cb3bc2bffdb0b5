"""Addresses as people type them and as pages write them."""

from __future__ import annotations

import pytest

from a11y.check import Source
from a11y.check.addresses import clean, is_same_site, resolve, shape_of, start_address
from a11y.check.links import Link, links_of, redirect_of
from a11y.check.page import Page
from a11y.errors import SettingsError
from tests.check.cases import RULES, exchange, html

BASE = "http://www.example.gov.cn/a/b.html"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("http://www.example.gov.cn", "http://www.example.gov.cn/"),
        (" https://例子.测试:8443/公开?q=您 ", "https://xn--fsqu00a.xn--0zwm56d:8443/"),
        ("http://[::1]:80/", "http://[::1]:80/"),
    ],
)
def test_starts(typed: str, address: str) -> None:
    assert start_address(typed).startswith(address)


@pytest.mark.parametrize(
    "typed", ["", "www.example.gov.cn", "ftp://x/", "http://", "http://a:b@x/", "http://[", "x"]
)
def test_what_is_no_start(typed: str) -> None:
    with pytest.raises(SettingsError):
        start_address(typed)


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("c.html#x", "http://www.example.gov.cn/a/c.html"),
        ("/%C4%FA", "http://www.example.gov.cn/%C4%FA"),
        ("您", "http://www.example.gov.cn/a/%E6%82%A8"),
        ("/s?q=您&a=b c", "http://www.example.gov.cn/s?q=%C4%FA&a=b%20c"),
        ("//other.cn/x", "http://other.cn/x"),
        ("?p=2", "http://www.example.gov.cn/a/b.html?p=2"),
        (" /a\n/b ", "http://www.example.gov.cn/a/b"),
        ("#top", None),
        ("", None),
        ("javascript:void(0)", None),
        ("mailto:a@b.cn", None),
        ("http://[", None),
        ("http://x:99999/", None),
        ("http://a b/", None),
        ("/" + "x" * 5000, None),
    ],
)
def test_references(reference: str, address: str | None) -> None:
    resolved = resolve(BASE, reference, "gb18030")
    assert (resolved if resolved != BASE else None) == address


def test_shapes() -> None:
    assert shape_of("http://x/t2025_1.html?id=5&p=1") == shape_of("http://x/t2024_2.html?p=2&id=6")
    assert shape_of("http://x/a.html") != shape_of("http://x/b.html")
    assert is_same_site("http://example.cn/", "https://www.example.cn:443/x")
    assert not is_same_site("http://example.cn/", "http://example.com/")
    assert clean("http://x", "utf-8") == "http://x/"


def found(head: str = "", body: str = "", **options: object) -> list[Link]:
    return list(links_of(Page(exchange(html(head, body), url=BASE, **options), RULES)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "path", "source"),
    [
        ("<a href=/x>", "/x", Source.LINK),
        ("<a href=/x.pdf>", "/x.pdf", Source.FILE),
        ("<area href=/x>", "/x", Source.LINK),
        ("<iframe src=/x>", "/x", Source.IFRAME),
        ("<script src=/x></script>", "/x", Source.SCRIPT),
        ("<meta http-equiv=refresh content='0; url=/x'>", "/x", Source.LINK),
        ("<div hx-get=/x>", "/x", Source.XHR),
        ("<script>location.replace('/x')</script>", "/x", Source.LINK),
        ("<script>$.get('/x', f)</script>", "/x", Source.XHR),
        ("<noscript><a href=/x></noscript>", "/x", Source.LINK),
    ],
)
def test_where_a_page_leads(body: str, path: str, source: Source) -> None:
    assert found(body=body) == [Link(f"http://www.example.gov.cn{path}", source)]


@pytest.mark.parametrize(
    "body",
    [
        "<a href=/logout>",
        "<a href=/login/out.asp>",
        "<a href='/item?action=delete&id=1'>",
        "<a download href=/x>",
        "<!-- <a href=/x> -->",
        "<textarea><a href=/x></textarea>",
        "<p>long enough to be a page that shows something of its own, which this is</p>"
        "<script>function go(){location.href='/x'}</script>"
        "<p>long enough to be a page that shows something of its own, which this is</p>",
        "<form method=post action=/x><input name=q></form>",
    ],
)
def test_what_is_not_followed(body: str) -> None:
    assert found(body=body) == []


def test_a_search_is_asked_in_the_pages_encoding() -> None:
    form = "<form action=/s><input name=keyword></form>"
    (gbk,) = found("<meta charset=gbk>", form)
    assert gbk == Link("http://www.example.gov.cn/s?keyword=%B7%FE%CE%F1", Source.SEARCH)


def test_a_base_counts() -> None:
    assert found("<base href=/c/>", "<a href=x>")[0].url == "http://www.example.gov.cn/c/x"


def test_locations_in_any_encoding() -> None:
    moved = exchange(b"", (b"Location", "/您".encode("gb18030")), status=302)
    assert redirect_of(Page(moved, RULES)) == "http://www.example.gov.cn/%E6%82%A8"
    assert redirect_of(Page(exchange(b"", status=302), RULES)) is None
