"""The contract that every adapter keeps: the middleware, and the proxy that has it inside."""

from __future__ import annotations

from pathlib import Path

from tests.contract.case import MARK, NAVIGATION, Case, Headers

PORTALS = Path(__file__).parents[1] / "portals"
DATE = b"Wed, 21 Oct 2015 07:28:00 GMT"

PAGE = (
    b"<!DOCTYPE html><html><head><meta charset=gbk>{TAG}<title>\xc4\xfa\xba\xc3</title></head>"
    b"<body>" + b"<p>\xc4\xfa\xba\xc3\x81\x5c</p>\r\n" * 300 + b"</body></html>"
)
BARE = PAGE.replace(MARK, b"")
GZIP = ("gzip",)
FRAGMENT = b"<li>\xc4\xfa</li>" * 100


def typed(value: bytes) -> Headers:
    return ((b"content-type", value),)


def html(*headers: tuple[bytes, bytes]) -> Headers:
    return (*typed(b"text/html"), *headers)


def portal(name: str, before: bytes) -> bytes:
    """A page of tests/portals with the mark."""
    page = (PORTALS / name).read_bytes()
    assert page.count(before) == 1
    return page.replace(before, MARK + before)


PLAIN = Case(name="a page", page=PAGE)
LEFT = Case(name="", page=BARE)

PAGES = [
    PLAIN,
    PLAIN.but("a page in chunks", chunked=True, cuts=(100, 1000)),
    PLAIN.but("a page that dribbles", chunked=True, cuts=(1,) * 100),
    PLAIN.but("a page in pieces with its length", cuts=(20, 20, 20)),
    PLAIN.but("a compressed page", codings=GZIP),
    PLAIN.but("a compressed page in chunks", codings=GZIP, chunked=True, cuts=(1, 9, 30, 50)),
    PLAIN.but("a page in deflate", codings=("zlib",), chunked=True, cuts=(1, 9, 30)),
    PLAIN.but("a page in raw deflate", codings=("raw",), chunked=True, cuts=(1, 9, 30)),
    PLAIN.but("a page in brotli", codings=("br",), chunked=True, cuts=(1, 9, 30)),
    PLAIN.but("a page in zstd", codings=("zstd",), chunked=True, cuts=(1, 9, 30)),
    PLAIN.but("a page that is compressed twice", codings=("gzip", "br"), chunked=True, cuts=(50,)),
    PLAIN.but("a page in GBK", page=portal("gbk.html", b"\r\n<TITLE>")),
    PLAIN.but("a page in GB18030", page=portal("gb18030.html", b"\n<meta name=")),
    PLAIN.but("a page in Big5", page=portal("big5.html", b"\r\n<title>")),
    PLAIN.but("a page in UTF-8", page=portal("utf8.html", b"\n  <base")),
    PLAIN.but(
        "a charset behind byte 1024",
        page=b"<!doctype html><html><head>{TAG}<script>" + b"/**/" * 300 + b"</script>"
        b"<meta charset=gbk><title>\xc4\xfa</title></head><body></body></html>",
    ),
    PLAIN.but(
        "a compatibility mode, a policy and a base",
        page=b'<html><head><meta charset=gbk><meta http-equiv="X-UA-Compatible" content="IE=7">'
        b"{TAG}<meta http-equiv=content-security-policy content=\"script-src 'self'\">"
        b"<base href=//a.cn/><title>t</title></head><body></body></html>",
    ),
    PLAIN.but("no head and no body", page=b"<!doctype html>{TAG}<title>t</title><p>hello"),
    PLAIN.but(
        "markup in comments and scripts",
        page=b"<!doctype html><!-- <head> --><html><head>{TAG}"
        b"<script>'<head></head><body>'</script></head><body></body></html>",
    ),
    PLAIN.but("a page without head", page=b"<html>\n{TAG}<body><p>hello</p></body></html>"),
    PLAIN.but("a frameset", page=b"<html><head>{TAG}<title>t</title></head><frameset></frameset>"),
    PLAIN.but("an empty page", page=b"<!doctype html>{TAG}"),
    PLAIN.but("text before the doctype", page=b"{TAG}Warning: x\n<!DOCTYPE html><html><head>"),
    PLAIN.but(
        "XHTML",
        page=b'<html xmlns="http://www.w3.org/1999/xhtml"><head>{TAG}<title/></head><body/></html>',
        headers=typed(b"application/xhtml+xml"),
    ),
    PLAIN.but("the answer to a form", method="POST", request_body=b"q=%C4%FA"),
    PLAIN.but("a page that is not found", status=404),
    PLAIN.but("an error page", status=500),
    PLAIN.but("a page to a client that says little", request=()),
    PLAIN.but("a type in capitals", headers=typed(b'Text/HTML; Charset="GBK"')),
    PLAIN.but("a coding that is none", headers=html((b"content-encoding", b"identity"))),
    PLAIN.but(
        "a coding that is none among others",
        headers=html((b"content-encoding", b"identity, none,")),
    ),
    PLAIN.but(
        "a page for htmx's boosted links",
        request=(*NAVIGATION, (b"hx-boosted", b"true")),
    ),
    PLAIN.but(
        "a page in an Android app",
        request=(*NAVIGATION, (b"x-requested-with", b"cn.gov.example")),
    ),
    PLAIN.but("a page whose parts are fetched", request=((b"accept", b"*/*"),)),
    PLAIN.but("a page to log in", status=401, headers=html((b"www-authenticate", b"Basic"))),
    PLAIN.but("a page that is shown", headers=html((b"content-disposition", b"inline"))),
]

# Neither page nor fields change, but for those of the transport.
UNTOUCHED = [
    LEFT.but("other methods", method="PUT", request_body=b"x", counted="method"),
    LEFT.but(
        "a request by a script",
        request=((b"x-requested-with", b"XMLHttpRequest"), (b"accept", b"*/*")),
        counted="script-request",
    ),
    LEFT.but(
        "a part that htmx fetches",
        request=(*NAVIGATION, (b"hx-request", b"true")),
        counted="script-request",
    ),
    LEFT.but("a feed", page=b"<rss/>", headers=typed(b"application/rss+xml"), counted="not-html"),
    LEFT.but(
        "a feed that is called a page",
        page=b"<?xml version='1.0'?><rss><channel><head/></channel></rss>",
        counted="fragment",
    ),
    LEFT.but("no content", status=204, page=b"", counted="no-content"),
    LEFT.but(
        "a part of a page",
        status=206,
        headers=html((b"content-range", b"bytes 0-9/10")),
        counted="partial",
    ),
    LEFT.but("a redirect", status=302, headers=html((b"location", b"/login")), counted="redirect"),
    LEFT.but("a style sheet", headers=typed(b"text/css"), counted="not-html"),
    LEFT.but("no type", headers=(), counted="not-html"),
    LEFT.but(
        "a download",
        headers=html((b"content-disposition", b"attachment; filename=a.html")),
        counted="download",
    ),
    LEFT.but("a path to leave alone", target=b"/left/%61?q", counted="left-path"),
    LEFT.but(
        "a page that must not be transformed",
        headers=html((b"cache-control", b"max-age=60, no-transform")),
        counted="no-transform",
    ),
    LEFT.but(
        "a coding that we can't undo",
        headers=html((b"content-encoding", b"compress")),
        counted="unknown-coding",
    ),
    LEFT.but("UTF-16", headers=typed(b"text/html; charset=utf-16"), counted="charset"),
    LEFT.but("ISO-2022-JP", headers=typed(b"text/html; charset=iso-2022-jp"), counted="charset"),
    LEFT.but("HZ", headers=typed(b"text/html; charset=hz-gb-2312"), counted="charset"),
    LEFT.but(
        "ISO-2022-JP in a meta element",
        page=b"<html><head><meta charset=ISO-2022-JP><title>t</title></head><body></body></html>",
        counted="charset",
    ),
    LEFT.but("UTF-32 by its mark", page=BARE.decode("gbk").encode("utf-32"), counted="charset"),
    LEFT.but("UTF-16 by its mark", page=BARE.decode("gbk").encode("utf-16"), counted="charset"),
    LEFT.but(
        "a sandbox",
        headers=html((b"content-security-policy", b"sandbox allow-forms")),
        counted="csp-sandbox",
    ),
    LEFT.but(
        "a policy against all scripts",
        headers=html((b"content-security-policy", b"default-src 'none'")),
        counted="csp-default-src",
    ),
    LEFT.but(
        "a policy against all but some scripts",
        headers=html((b"content-security-policy", b"script-src 'sha256-abc' 'strict-dynamic'")),
        counted="csp-script-src",
    ),
    LEFT.but(
        "a policy against all script elements",
        headers=html((b"content-security-policy", b"script-src-elem 'none'")),
        counted="csp-script-src-elem",
    ),
    LEFT.but(
        "scripts only with integrity",
        headers=html((b"integrity-policy", b"blocked-destinations=(script)")),
        counted="integrity-policy",
    ),
    LEFT.but(
        "a report-only policy that our script would break",
        headers=html((b"content-security-policy-report-only", b"script-src 'none'")),
        counted="csp-script-src",
    ),
    LEFT.but("a fragment", page=FRAGMENT, counted="fragment"),
    LEFT.but("a fragment in chunks", page=FRAGMENT, chunked=True, cuts=(2, 2), counted="fragment"),
    LEFT.but("a compressed fragment", page=FRAGMENT, codings=GZIP, counted="fragment"),
    LEFT.but("an empty answer", page=b"", counted="fragment"),
    LEFT.but("a late head", page=b"<!doctype html>" + b" " * 70_000 + b"<p>", counted="scan-limit"),
    LEFT.but("a page that is cut off", page=b"<!doctype html><!-- ", counted="unfinished"),
    LEFT.but(
        "a policy in a meta element",
        page=b'<head><meta http-equiv=content-security-policy content="script-src a.cn"></head>',
        counted="csp-meta",
    ),
    LEFT.but(
        "a space as a character reference",
        page=b"<!doctype html>&#10;<p>",
        counted="character-reference",
    ),
    LEFT.but("NUL", page=b"<!doctype html>\0<p>", counted="nul"),
    LEFT.but("XML", page=b"<svg/>", headers=typed(b"application/xhtml+xml"), counted="xml"),
    LEFT.but(
        "a page that has the tag",
        page=b"<head><script src='/_a11y/boot.00000000.js'></script></head>",
        counted="already-there",
    ),
    LEFT.but(
        "plain content that is called gzip",
        headers=html((b"content-encoding", b"gzip")),
        counted="broken-coding",
    ),
    LEFT.but(
        "plain content that is called deflate",
        headers=html((b"content-encoding", b"deflate")),
        counted="broken-coding",
    ),
    LEFT.but(
        "plain content that is called br",
        headers=html((b"content-encoding", b"br")),
        counted="broken-coding",
    ),
    LEFT.but(
        "a page that is compressed once less than it says",
        headers=html((b"content-encoding", b"br, gzip")),
        counted="broken-coding",
    ),
    LEFT.but(
        "nothing that is called gzip",
        page=b"",
        headers=html((b"content-encoding", b"gzip")),
        counted="broken-coding",
    ),
    # A thousand times its size; our tag would have its place only behind that.
    LEFT.but(
        "a page that swells beyond reason",
        page=b"<html>" + b" " * 9_000_000,
        codings=GZIP,
        counted="scan-limit",
    ),
    LEFT.but("a spoilt compressed page", codings=GZIP, spoiled=8, counted="broken-coding"),
]

FIELDS = [
    PLAIN.but(
        "validators carry our mark",
        headers=html((b"ETag", b'"abc"'), (b"Last-Modified", DATE)),
        fields=((b"etag", b'W/"abc;a11y-{VERSION}s"'), (b"last-modified", DATE)),
    ),
    PLAIN.but(
        "a date alone becomes an entity tag",
        headers=html((b"last-modified", DATE)),
        fields=((b"etag", b'W/"Wed,21Oct201507:28:00GMT;a11y-{VERSION}d"'),),
    ),
    PLAIN.but(
        "what describes the old bytes goes",
        headers=html(
            (b"accept-ranges", b"bytes"),
            (b"content-md5", b"x"),
            (b"digest", b"x"),
            (b"content-digest", b"x"),
            (b"repr-digest", b"x"),
        ),
        fields=(
            (b"accept-ranges", None),
            (b"content-md5", None),
            (b"digest", None),
            (b"content-digest", None),
            (b"repr-digest", None),
        ),
    ),
    PLAIN.but(
        "caches and cookies are told the same",
        headers=html(
            (b"vary", b"Accept-Encoding, Cookie"), (b"cache-control", b"public, max-age=60")
        ),
        fields=(
            (b"vary", b"Accept-Encoding, Cookie"),
            (b"cache-control", b"public, max-age=60"),
        ),
    ),
    PLAIN.but(
        "a compressed page stays compressed",
        codings=GZIP,
        fields=((b"content-encoding", b"gzip"),),
    ),
    PLAIN.but(
        "policies about embedding stay",
        headers=html(
            (b"cross-origin-embedder-policy", b"require-corp"),
            (b"cross-origin-resource-policy", b"same-site"),
            (b"permissions-policy", b"autoplay=()"),
            (b"document-policy", b"document-write=?0"),
        ),
        fields=(
            (b"cross-origin-embedder-policy", b"require-corp"),
            (b"cross-origin-resource-policy", b"same-site"),
            (b"permissions-policy", b"autoplay=()"),
            (b"document-policy", b"document-write=?0"),
        ),
    ),
    PLAIN.but(
        "the own origin is added where only reports would follow",
        headers=html((b"content-security-policy-report-only", b"script-src a.cn; media-src *")),
        fields=((b"content-security-policy-report-only", b"script-src a.cn 'self'; media-src *"),),
    ),
    PLAIN.but(
        "a policy with trusted types stays",
        headers=html(
            (
                b"content-security-policy",
                b"require-trusted-types-for 'script'; trusted-types 'none'",
            )
        ),
        fields=(
            (
                b"content-security-policy",
                b"require-trusted-types-for 'script'; trusted-types 'none'",
            ),
        ),
    ),
    PLAIN.but(
        "a nonce is used again",
        headers=html((b"content-security-policy", b"script-src 'nonce-abc' 'strict-dynamic'")),
        fields=((b"content-security-policy", b"script-src 'nonce-abc' 'strict-dynamic'"),),
        nonce="abc",
    ),
    PLAIN.but(
        "the own origin is added",
        headers=html((b"content-security-policy", b"default-src 'none'; script-src a.cn")),
        fields=(
            (
                b"content-security-policy",
                b"default-src 'none'; script-src a.cn 'self'; connect-src 'self'; media-src 'self'",
            ),
        ),
    ),
]

REQUESTS = [
    PLAIN.but(
        "codings that we can't undo are not asked for",
        request=(
            (b"accept", b"text/html"),
            (b"accept-encoding", b"compress, gzip;q=0.8, dcb, deflate;q=0.1"),
        ),
        seen=((b"accept-encoding", b"gzip;q=0.8, deflate;q=0.1"),),
    ),
    PLAIN.but(
        "no part of a page is asked for",
        request=(*NAVIGATION, (b"range", b"bytes=9-"), (b"if-range", DATE)),
        seen=((b"range", None), (b"if-range", None)),
    ),
    PLAIN.but(
        "a copy without the tag is not asked about",
        request=(*NAVIGATION, (b"if-none-match", b'"abc"'), (b"if-modified-since", DATE)),
        seen=((b"if-none-match", None), (b"if-modified-since", None)),
    ),
    LEFT.but(
        "a copy with the tag is asked about",
        request=(*NAVIGATION, (b"if-none-match", b'W/"abc;a11y-{VERSION}s"')),
        status=304,
        page=b"",
        headers=((b"etag", b'"abc"'),),
        fields=((b"etag", b'W/"abc;a11y-{VERSION}s"'),),
        seen=((b"if-none-match", b'"abc"'),),
        counted="not-modified",
    ),
    PLAIN.but(
        "a copy with an older tag is not asked about",
        request=(
            *NAVIGATION,
            (b"if-none-match", b'W/"abc;a11y-00000000s"'),
            (b"if-modified-since", DATE),
        ),
        seen=((b"if-none-match", None), (b"if-modified-since", None)),
    ),
    PLAIN.but(
        "whether there is anything at all is asked",
        request=(*NAVIGATION, (b"if-none-match", b"*")),
        seen=((b"if-none-match", b"*"),),
    ),
    PLAIN.but(
        "of several copies those with the tag are asked about",
        request=(
            *NAVIGATION,
            (b"if-none-match", b'"old", W/"abc;a11y-{VERSION}s", W/"d;a11y-{VERSION}w"'),
        ),
        seen=((b"if-none-match", b'"abc", W/"d"'),),
    ),
    PLAIN.but(
        "a date alone is not asked about",
        request=(*NAVIGATION, (b"if-modified-since", DATE)),
        seen=((b"if-modified-since", None),),
    ),
    LEFT.but(
        "who replaces a page names the one that the origin server has",
        method="PUT",
        request=((b"if-match", b'W/"abc;a11y-{VERSION}s"'),),
        request_body=b"x",
        status=204,
        page=b"",
        headers=(),
        seen=((b"if-match", b'"abc"'),),
        counted="method",
    ),
    LEFT.but(
        "a copy with the tag is asked about by its date",
        request=(
            *NAVIGATION,
            (b"if-none-match", b'W/"Wed,21Oct201507:28:00GMT;a11y-{VERSION}d"'),
            (b"if-modified-since", DATE),
        ),
        status=304,
        page=b"",
        headers=((b"last-modified", DATE),),
        fields=((b"etag", b'W/"Wed,21Oct201507:28:00GMT;a11y-{VERSION}d"'),),
        seen=((b"if-none-match", None), (b"if-modified-since", DATE)),
        counted="not-modified",
    ),
    LEFT.but(
        "the fields of a page without the page",
        method="HEAD",
        headers=html((b"etag", b'"abc"'), (b"accept-ranges", b"bytes")),
        fields=(
            (b"etag", b'W/"abc;a11y-{VERSION}s"'),
            (b"accept-ranges", None),
            (b"content-length", None),
        ),
        counted="head",
    ),
    PLAIN.but(
        "a form arrives as it was sent",
        method="POST",
        request=(*NAVIGATION, (b"content-type", b"application/x-www-form-urlencoded")),
        request_body=b"q=%C4%FA&" * 1000,
        seen=((b"content-type", b"application/x-www-form-urlencoded"),),
    ),
]
