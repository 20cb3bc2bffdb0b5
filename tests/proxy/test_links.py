"""Absolute links to the portal lose scheme and host; every other byte of the page stays."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Iterator
from html import escape

import html5lib
import pytest
from a11y_proxy.link_scan import LinkScanner
from a11y_proxy.link_target import Prefix
from a11y_proxy.origin import Origin

from tests.proxy.wire import Gateway, Portal, care_gateway, gateway, portal, value_in

SITE = "https://www.x.gov.cn"
OWN = b"https://www.x.gov.cn"


def rewritten(
    page: bytes, *, size: int | None = None, site: str = SITE, xml: bool = False
) -> bytes:
    scanner = LinkScanner(Prefix(Origin.parse(site)), is_xml=xml)
    size = size or len(page) or 1
    pieces = [scanner.feed(page[at : at + size]) for at in range(0, len(page), size)]
    return b"".join([*pieces, scanner.feed(b"", final=True)])


# {} is where scheme and host stand before, and not any more behind.
SHORTENED = [
    b'<a href="{}/a">',
    b"<a href='{}/a'>",
    b"<a href={}/a>",
    b"<a href={}/a/>",
    b"<A HREF = \n '{}/a?b#c' >",
    b'<a/href="{}/a"/title="x">',
    b'<a title=">" href="{}/a">',
    b'<a title=\'<a href="\' href="{}/a">',
    b'<a x==y href="{}/a">',
    b'<a =href="" href="{}/a">',
    b'<a data-x href="{}/a">',
    b'<a href=" \t\n{}/a ">',
    b'<img src="{}/a.png" alt="https://www.x.gov.cn/a">',
    b'<form action="{}/a"><button formaction="{}/b">',
    b'<video poster="{}/a"><body background="{}/b">',
    b'<object data="{}/a"></object>',
    b'<base href="{}/a/"><link rel=x href={}/b.css>',
    b'<svg><image xlink:href="{}/a"/></svg>',
    b'<img srcset="{}/a.png 1x, {}/b.png 2x">',
    b'<img srcset=" {}/a,b.png, {}/c.png 100w,{}/d.png">',
    b'<img srcset="data:image/png,a, {}/b.png 2x">',
    b"<img srcset={}/a.png,https://www.x.gov.cn/b.png>",
    b'<link imagesrcset="{}/a 1x">',
    b'<meta http-equiv=refresh content="5; url={}/a">',
    b"<meta http-equiv=refresh content=\"0;URL = '{}/a'\">",
    b'<meta content="0, {}/a" http-equiv=refresh>',
    b'<a href="{}/\xc4\xe3\xba\xc3?x=\x81\x5c&amp;b">\x81\x3c</a>',
    b'<p title="a\0b"><a href="{}/a">',
    b'<!-- <a href="https://www.x.gov.cn/a"> --><a href="{}/a">',
    b'<!--><a href="{}/a">',
    b'<!---><a href="{}/a">',
    b'<!--a--!><a href="{}/a">',
    b'<!DOCTYPE html PUBLIC "a>b"><a href="{}/a">',
    b'<?php echo "<a>" ?><a href="{}/a">',
    b'</ a><a href="{}/a">',
    b'</a title=">"><a href="{}/a">',
    b'a < b <a href="{}/a">',
    b'<script>"<a href=\'https://www.x.gov.cn/a\'>"</script><a href="{}/a">',
    b'<script src="{}/a.js"></script>',
    b"<script><!-- <script> </script> <a href='https://www.x.gov.cn'> --></script><a href='{}/a'>",
    b"<script><!--> </script><a href='{}/a'>",
    b"<script></scripts></SCRIPT\n><a href='{}/a'>",
    b"<style>a{background:url(https://www.x.gov.cn/a)}</style><a href='{}/a'>",
    b"<title><a href='https://www.x.gov.cn/a'></title><a href='{}/a'>",
    b"<textarea><a href='https://www.x.gov.cn/a'></textarea ><a href='{}/a'>",
    b"<noscript><img src='https://www.x.gov.cn/a'></noscript><a href='{}/a'>",
    b"<iframe src='{}/a'><a href='https://www.x.gov.cn/a'></iframe>",
    b"<" + b"a" * 200 + b" href='{}/a'>",
    b"<a " + b"b" * 200 + b"='https://www.x.gov.cn/a' href='{}/a'>",
    b"<a href='{}/" + b"long" * 1000 + b"'>",
    b"<img src='data:," + b"x" * 3000 + b"'><a href='{}/a'>",
]

# Nothing of these changes.
LEFT = [
    b'<a href="/a">',
    b'<a href="a">',
    b'<a href="https://other.cn/a">',
    b'<a href="https://www.x.gov.cn.evil.cn/a">',
    b'<a href="https://www.x.gov.cn@evil.cn/a">',
    b'<a href="https://u@www.x.gov.cn/a">',
    b'<a href="https://www.x.gov.cn:8443/a">',
    b'<a href="https://www.x.gov.cn-a/">',
    b'<a href="ftp://www.x.gov.cn/a">',
    b'<a href="https:&#x2f;/www.x.gov.cn/a">',
    b'<a href="h&#116;tps://www.x.gov.cn/a">',
    b"<a href=\"javascript:location='https://www.x.gov.cn/a'\">",
    b'<a href="?u=https://www.x.gov.cn/a">',
    b'<a href="' + b" " * 100 + b'https://www.x.gov.cn/a">',
    b'<a title="https://www.x.gov.cn/a" data-href="https://www.x.gov.cn/a">',
    b'<p data="https://www.x.gov.cn/a" content="5;url=https://www.x.gov.cn/a">',
    b'<meta property="og:url" content="https://www.x.gov.cn/a">',
    b'<meta name=description content="https://www.x.gov.cn/ 5">',
    b"https://www.x.gov.cn/a",
    b'</a href="https://www.x.gov.cn/a">',
    b'<!-- <a href="https://www.x.gov.cn/a">',
    b"<script>x='<a href=\"https://www.x.gov.cn/a\">'",
    b"<plaintext></plaintext><a href='https://www.x.gov.cn/a'>",
    b'<a href="',
    b"<a href=https://www.x.go",
    b"<a hre",
    b"<",
    b"</",
    b"<!-",
    b"",
]


@pytest.mark.parametrize("page", SHORTENED)
def test_the_portals_address_goes_at_every_split(page: bytes) -> None:
    whole, expected = page.replace(b"{}", OWN), page.replace(b"{}", b"")
    sizes = [None, *range(1, 24), 64, 513]
    assert {rewritten(whole, size=size) for size in sizes} == {expected}


@pytest.mark.parametrize("page", LEFT)
def test_what_is_no_link_to_the_portal_stays_at_every_split(page: bytes) -> None:
    assert {rewritten(page, size=size) for size in (None, *range(1, 24))} == {page}


@pytest.mark.parametrize(
    ("site", "before", "after"),
    [
        (SITE, b"https://www.x.gov.cn", b"/"),
        (SITE, b"https://www.x.gov.cn?a", b"/?a"),
        (SITE, b"https://www.x.gov.cn#a", b"/#a"),
        (SITE, b"HTTPS://WWW.X.GOV.CN:443/a", b"/a"),
        (SITE, b"http://www.x.gov.cn:80/a", b"/a"),
        (SITE, b"http://www.x.gov.cn:/a", b"/a"),
        (SITE, b"//www.x.gov.cn/a", b"/a"),
        (SITE, b"https://www.x.gov.cn//evil.cn/a", b"/.//evil.cn/a"),
        (SITE, b"https://www.x.gov.cn/\\evil.cn/a", b"/./\\evil.cn/a"),
        (SITE, b"https://www.x.gov.cn\\a", b"\\a"),
        ("http://x.cn:8080", b"http://x.cn:8080/a", b"/a"),
        ("http://x.cn:8080", b"http://x.cn/a", b"http://x.cn/a"),
        ("http://[::1]:81", b"http://[::1]:81/a", b"/a"),
        ("https://h/portal", b"https://h/portal/a", b"/a"),
        ("https://h/portal", b"https://h/portal", b"/"),
        ("https://h/portal", b"https://h/portal?a", b"/?a"),
        ("https://h/portal", b"https://h/portals", b"https://h/portals"),
        ("https://h/portal", b"https://h/", b"https://h/"),
        ("https://h/portal", b"/portal/a", b"/a"),
        ("https://h/portal", b"/portal//a", b"/.//a"),
        ("https://h/portal", b"/other", b"/other"),
        ("https://h/portal", b"//other/portal", b"//other/portal"),
    ],
)
def test_what_is_left_leads_to_the_same_page(site: str, before: bytes, after: bytes) -> None:
    for page in (b'<a href="%b">', b"<a href=%b >", b'<img srcset="%b 2x">'):
        for size in (None, 1, 3, 7):
            assert rewritten(page % before, size=size, site=site) == page % after


def test_xml_is_read_as_xml() -> None:
    page = (
        b"<?xml version='1.0'?><!--><a href='https://www.x.gov.cn/a'/>-->"
        b"<![CDATA[ <a href='https://www.x.gov.cn/a'> ]]><script src='{}/a'/><a href='{}/a'/>"
    )
    whole, expected = page.replace(b"{}", OWN), page.replace(b"{}", b"")
    assert {rewritten(whole, size=size, xml=True) for size in (None, *range(1, 24))} == {expected}


def test_the_tree_of_random_soup_is_the_same_but_for_links() -> None:
    dice = random.Random(3)  # noqa: S311 - no secret
    words = [
        *("<a href=", "<img src=", "'", '"', ">", "<", "/", "<!--", "-->", "<script>", "</script>"),
        *("<title>", "</title>", "<svg>", "</svg>", " ", "\n", "=", "x", "<p title=", SITE + "/a"),
        *("<textarea>", "</textarea>", "<style>", "</style>", "<br/>", "&amp;", "é", "</p"),
    ]
    for _ in range(400):
        page = "".join(dice.choices(words, k=dice.randint(1, 25))).encode()
        after = rewritten(page, size=dice.randint(1, 40))
        assert rewritten(page) == after
        assert _tree(after) == _tree(page)


def _tree(page: bytes) -> str:
    """The document with all links to the portal shortened, as html5lib finds them."""
    tree = html5lib.parse(page.decode(), treebuilder="etree", namespaceHTMLElements=False)
    lines = []
    for element in tree.iter():
        values = {
            str(name): value.strip().removeprefix(SITE) if str(name) in ("href", "src") else value
            for name, value in element.attrib.items()
        }
        lines.append(escape(repr((str(element.tag), sorted(values.items()), element.text))))
    return "\n".join(lines)


def test_little_is_kept_back_of_an_endless_page() -> None:
    scanner = LinkScanner(Prefix(Origin.parse(SITE)), is_xml=False)
    units = [b"x", b"<a b='", b"c", b"' d", b"e", b"=f><!-- ", b"-", b"--><script>", b"y"]
    kept = 0
    for number, unit in enumerate(units):
        piece = unit * 100_000 if number % 2 == 0 else unit
        kept += len(piece) - len(scanner.feed(piece))
        assert kept < 600


def page_of(origin: Portal, *, newline: bytes = b"") -> bytes:
    return b"<!DOCTYPE html><html><head></head><body><a href='%b/a'>x</a>%b</body></html>" % (
        origin.url.encode(),
        newline,
    )


def serve(origin: Portal, body: bytes, *fields: bytes) -> None:
    lines = [b"HTTP/1.1 200 OK", b"Content-Type: text/html; charset=gbk", *fields]
    length = b"Content-Length: %d" % len(body)
    origin.answer = b"\r\n".join([*lines, length]) + b"\r\n\r\n" + body


@pytest.fixture(scope="module")
def linked() -> Iterator[tuple[Portal, Gateway]]:
    with portal() as origin, gateway(origin.url, rewrite=("links",)) as proxy:
        yield origin, proxy


HTML = b"Accept: text/html"


def test_a_page_comes_plain_and_with_its_fields_changed(linked: tuple[Portal, Gateway]) -> None:
    origin, proxy = linked
    page = page_of(origin)
    serve(
        origin,
        page,
        b'ETag: "a"',
        b"Accept-Ranges: bytes",
        b"Content-MD5: x",
        b"Last-Modified: Mon, 01 Jan 2001 00:00:00 GMT",
        b"Link: <%b/a.css>; rel=preload, <http://other/b>" % origin.url.encode(),
    )
    response = proxy.get(b"/", HTML, b"Accept-Encoding: gzip, br", b"Range: bytes=0-9")
    assert response.body == page.replace(origin.url.encode(), b"")
    assert response.whole
    assert response.value(b"etag") == b'W/"a"'
    assert response.value(b"last-modified") is not None
    assert response.value(b"link") == b"</a.css>; rel=preload, <http://other/b>"
    for name in (b"content-length", b"accept-ranges", b"content-md5"):
        assert response.value(name) is None
    assert value_in(origin.requests[-1], b"accept-encoding") == [b"identity"]
    assert value_in(origin.requests[-1], b"range") == []


def test_other_requests_may_be_coded_and_in_parts(linked: tuple[Portal, Gateway]) -> None:
    origin, proxy = linked
    serve(origin, page_of(origin))
    proxy.get(b"/", b"Accept: */*", b"Accept-Encoding: gzip", b"Range: bytes=0-9")
    assert value_in(origin.requests[-1], b"accept-encoding") == [b"gzip"]
    assert value_in(origin.requests[-1], b"range") == [b"bytes=0-9"]


@pytest.mark.parametrize("coding", [b"gzip", b"x-gzip", b"deflate", b"deflate, gzip", b"identity"])
def test_a_coded_page_is_undone(linked: tuple[Portal, Gateway], coding: bytes) -> None:
    origin, proxy = linked
    page = page_of(origin, newline=b"z" * 300_000)
    coded = page
    for name in coding.split(b", "):
        if name != b"identity":
            coded = zlib.compress(coded) if name == b"deflate" else gzip.compress(coded)
    serve(origin, coded, b"Content-Encoding: " + coding)
    response = proxy.get(b"/", HTML)
    assert response.body == page.replace(origin.url.encode(), b"")
    assert response.whole
    assert response.value(b"content-encoding") is None


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ([b"Content-Encoding: unknown"], b"200 OK"),
        ([b"Content-Disposition: attachment"], b"200 OK"),
        ([b"Content-Range: bytes 0-9/10"], b"206 Partial Content"),
        ([b"Content-Type: text/html; charset=utf-16le"], b"200 OK"),
        ([b"Content-Type: text/plain"], b"200 OK"),
    ],
)
def test_what_is_no_page_stays(
    linked: tuple[Portal, Gateway], fields: list[bytes], status: bytes
) -> None:
    origin, proxy = linked
    page = page_of(origin)
    serve(origin, page, *fields)
    if b"Content-Type" in fields[0]:
        origin.answer = origin.answer.replace(b"Content-Type: text/html; charset=gbk\r\n", b"")
    origin.answer = origin.answer.replace(b"200 OK", status)
    response = proxy.get(b"/", HTML)
    assert response.body == page
    assert response.value(b"content-length") == b"%d" % len(page)


def test_wide_letters_stay(linked: tuple[Portal, Gateway]) -> None:
    origin, proxy = linked
    page = b"\xff\xfe" + page_of(origin).decode().encode("utf-16-le")
    serve(origin, page)
    assert proxy.get(b"/", HTML).body == page


def test_a_page_of_nothing_is_nothing(linked: tuple[Portal, Gateway]) -> None:
    origin, proxy = linked
    for fields in ([], [b"Content-Encoding: gzip"]):
        serve(origin, b"", *fields)
        response = proxy.get(b"/", HTML)
        assert (response.body, response.whole) == (b"", True)


def test_head_has_the_fields_of_the_page(linked: tuple[Portal, Gateway]) -> None:
    origin, proxy = linked
    origin.answer = (
        b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "a"\r\nContent-Length: 99\r\n\r\n'
    )
    response = proxy.ask(proxy.request(b"HEAD", b"/", HTML))
    assert response.value(b"etag") == b'W/"a"'
    assert response.value(b"content-length") is None


@pytest.mark.parametrize(
    ("coded", "code"),
    [
        (b"this is no gzip", "coding"),
        (gzip.compress(b"x" * 100_000)[:-20], "cut-short"),
        (gzip.compress(b"\0" * 12_000_000), "coding"),
    ],
    ids=["not coded", "truncated", "bomb"],
)
def test_a_page_that_breaks_its_coding_is_cut(coded: bytes, code: str) -> None:
    with portal() as origin, gateway(origin.url, rewrite=("links",)) as proxy:
        serve(origin, coded, b"Content-Encoding: gzip")
        response = proxy.get(b"/", HTML)
        assert not response.whole
        assert proxy.app.counters == {code: 1}


def test_care_mode_gets_a_page_whose_links_are_rewritten() -> None:
    with portal() as origin, care_gateway(origin.url, rewrite=("links",)) as proxy:
        page = page_of(origin)
        serve(origin, gzip.compress(page), b"Content-Encoding: gzip")
        body = proxy.get(b"/", HTML, b"Accept-Encoding: gzip").body
        assert b"<a href='/a'>" in body
        assert body.count(b"<script") == 1
