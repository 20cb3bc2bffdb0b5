"""What kind of page an answer is taken for."""

from __future__ import annotations

import pytest

from a11y.check import Kind, Source, analyse
from tests.check.cases import RULES, exchange, html

PARAGRAPH = "<p>" + "为了方便群众办事,现将有关事项通知如下。" * 20 + "</p>"
ROWS = "<li><a href='/a1.html'>云桥市人民政府关于印发办法的通知</a> 2025-03-20</li>" * 10
FIELDS = "<form method=post><input name=xm><input name=dh><select name=sx></select></form>"
SEARCH = "<form action=/search/><input name=q></form>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PARAGRAPH, Kind.ARTICLE),
        (ROWS, Kind.LIST),
        (ROWS * 2 + PARAGRAPH, Kind.LIST),
        (PARAGRAPH * 3 + ROWS, Kind.ARTICLE),
        (FIELDS, Kind.FORM),
        (PARAGRAPH + "<textarea name=nr></textarea>", Kind.ARTICLE),
        ("<form><textarea name=nr></textarea></form>", Kind.FORM),
        (SEARCH + PARAGRAPH, Kind.ARTICLE),
        ("<form><input name=u><input type=password></form>", Kind.LOGIN),
        ("<embed src=/files/1.pdf>", Kind.PDF_VIEWER),
        ("<script src=/pdfjs/build/pdf.js></script>", Kind.PDF_VIEWER),
        ("<p>x</p>", Kind.PAGE),
    ],
)
def test_pages_by_their_content(body: str, kind: Kind) -> None:
    assert analyse(exchange(html(body=body)), RULES).kind is kind


@pytest.mark.parametrize(
    ("source", "status", "kind"),
    [
        (Source.START, 200, Kind.HOME),
        (Source.START, 500, Kind.ERROR),
        (Source.PROBE, 404, Kind.ERROR),
        (Source.PROBE, 200, Kind.ERROR),
        (Source.LINK, 404, Kind.ERROR),
        (Source.LINK, 401, Kind.LOGIN),
        (Source.SEARCH, 200, Kind.SEARCH),
        (Source.FRAME, 200, Kind.FRAME),
        (Source.IFRAME, 200, Kind.IFRAME),
        (Source.XHR, 200, Kind.FRAGMENT),
        (Source.SCRIPT, 404, Kind.OTHER),
    ],
)
def test_pages_by_how_they_were_found(source: Source, status: int, kind: Kind) -> None:
    assert analyse(exchange(html(body=ROWS), source=source, status=status), RULES).kind is kind


@pytest.mark.parametrize(
    ("media_type", "body", "kind"),
    [
        (b"application/json; charset=utf-8", b"{}", Kind.JSON),
        (b"application/problem+json", b"{}", Kind.JSON),
        (b"application/x-javascript", b"1", Kind.SCRIPT),
        (b"text/css", b"", Kind.STYLE),
        (b"image/png", b"\x89PNG", Kind.IMAGE),
        (b"application/pdf", b"%PDF", Kind.DOCUMENT),
        (b"application/rss+xml", b"<rss>", Kind.FEED),
        (b"text/xml", b"<?xml version='1.0'?><rss>", Kind.FEED),
        (b"text/xml", b"<x/>", Kind.OTHER),
        (b"application/octet-stream", b"x", Kind.OTHER),
        (b"text/plain", b"<html><body>", Kind.OTHER),
    ],
)
def test_what_is_no_page_by_its_type(media_type: bytes, body: bytes, kind: Kind) -> None:
    report = analyse(exchange(body, type=media_type), RULES)
    assert (report.kind, report.works) == (kind, None)


def test_files() -> None:
    attached = exchange(
        b"x", (b"Content-Disposition", b"attachment; filename=\xd4"), type=b"application/msword"
    )
    named = exchange(b"x", type=b"application/octet-stream", url="http://x.cn/a.doc?v=1")
    assert analyse(attached, RULES).kind is Kind.DOWNLOAD
    assert analyse(named, RULES).kind is Kind.DOWNLOAD


def test_a_search_is_known_by_its_address() -> None:
    page = exchange(html(body=SEARCH + ROWS), url="http://x.cn/search/search.jsp?q=1")
    assert analyse(page, RULES).kind is Kind.SEARCH


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (503, [(b"cf-mitigated", b"challenge")], b"<html><head></head><body>Just a moment"),
        (521, [(b"set-cookie", b"__jsl_clearance=1|0")], b"<script>document.cookie=1</script>"),
        (200, [], b"<html><head></head><script>var a='acw_sc__v2'</script></html>"),
        (405, [], b"<html><head></head><body>https://errors.aliyun.com/error?x</body>"),
    ],
)
def test_challenges_are_not_the_site(
    status: int, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    assert analyse(exchange(body, *headers, status=status), RULES).kind is Kind.CHALLENGE


def test_an_article_on_firewalls_is_an_article() -> None:
    page = exchange(html(body=PARAGRAPH + "<p>acw_sc__v2</p>"))
    assert analyse(page, RULES).kind is Kind.ARTICLE


@pytest.mark.parametrize("charset", ["gb18030", "big5", "utf-8", "utf-16"])
def test_titles_are_read_in_their_encoding(charset: str) -> None:
    page = f"<html><head><meta charset={charset}><title>雲橋市\r\n政府</title>".encode(charset)
    assert analyse(exchange(page), RULES).title == "雲橋市 政府"
