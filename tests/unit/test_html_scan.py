"""The place for the tag, rule by rule. A ``|`` in a page below is where the tag goes."""

from __future__ import annotations

import pytest

from a11y.html import Reason
from a11y.html.scan import Scanner

LIMIT = 64 * 1024


def find(page: bytes, *, limit: int = LIMIT, label_known: bool = False) -> int | Reason | None:
    return Scanner(limit, label_known=label_known).find(page, final=True)


def find_split(page: bytes, *cuts: int, limit: int = LIMIT) -> int | Reason | None:
    """The answer for a page that comes in pieces."""
    scanner = Scanner(limit)
    for cut in cuts:
        answer = scanner.find(page[:cut], final=False)
        if answer is not None:
            return answer
    return scanner.find(page, final=True)


def at_mark(page: bytes) -> tuple[bytes, int]:
    place = page.index(b"|")
    return page[:place] + page[place + 1 :], place


PLACES = {
    "behind head": b"<!DOCTYPE html><html><head>|<title>t</title></head><body>",
    "behind head with attributes": b'<html><head id="h" profile=">">|<link rel=x></head>',
    "behind upper-case head": b"<HTML>\r\n<HEAD>|\r\n<TITLE>t</TITLE></HEAD>",
    "behind head with a slash": b"<html><head/>|<body>",
    "behind the head of a page without html": b"<head>|<script></script></head>",
    "behind a byte order mark": b"\xef\xbb\xbf<!doctype html><head>|</head>",
    "behind meta charset": b"<head><meta charset=gbk>|<title>t</title>",
    "behind meta content-type": (
        b"<head><meta http-equiv=Content-Type content='text/html; charset=gb2312'>|<script>"
    ),
    "behind X-UA-Compatible": b"<head><meta http-equiv='X-UA-Compatible' content=IE=7>|<style>",
    "behind both": (
        b"<head><meta charset=gbk>\n<meta http-equiv=x-ua-compatible content=IE=edge>|\n<script>"
    ),
    "behind a charset over title, comment and other metas": (
        b"<head>\n<!-- > --><title>a<b></title><meta name=viewport content='>'>"
        b"<meta name='description' content='x'><meta name=\"keywords\" content=\"y\">"
        b"<meta charset=big5>|</head>"
    ),
    "before the first meta without a head": b"<!doctype html>|<meta name=x><body>",
    "behind a charset without a head": b"<!doctype html><meta charset=gbk>|<title></title><p>",
    "before a policy": (
        b"<head>|<meta http-equiv='Content-Security-Policy' content=\"script-src 'self'\">"
    ),
    "before a policy with character references": (
        b"<head>|<meta http-equiv=content-security-policy content='script-src &#x27;self&#39;'>"
    ),
    "before a policy without content": b"<head>|<meta http-equiv=content-security-policy>",
    "before a policy that no browser heeds": (
        b"<head>|<meta http-equiv='Content-Security-Policy-Report-Only' "
        b"content=\"script-src 'none'\"><p>"
    ),
    "before a policy even if the charset follows": (
        b"<head>|<meta http-equiv=content-security-policy content=x><meta charset=gbk>"
    ),
    "behind both, whatever else there is": (
        b"<head><meta charset=gbk><meta http-equiv=x-ua-compatible content=IE=7>|"
        b"<meta name=x y><meta http-equiv=content-security-policy content=\"script-src 'none'\">"
    ),
    "behind a charset past byte 1024": (
        b"<head><!-- %b --><meta charset=gbk>|<link>" % (b"licence " * 200)
    ),
    "not behind a charset within another meta": (
        b"<head>|<meta name='a<meta charset=gbk>' content='charset=gbk'><link>"
    ),
    "not behind a charset for another purpose": (
        b"<head>|<meta name=description content='text/html; charset=gbk'><link>"
    ),
    "behind a charset over a meta that speaks of one": (
        b"<head><meta charset=gbk><meta name='<meta charset=x>' content='http-equiv'>"
        b"<meta http-equiv=x-ua-compatible content=IE=7>|<link>"
    ),
    "behind a charset with character references": (
        b"<head><meta http-equiv='content-typ&#101;' "
        b"content='a charset; charset = &quot;gbk&quot;'>|"
    ),
    "behind a charset without its value": b"<head>|<meta charset=''><meta charset><link>",
    "behind the first of two http-equiv": (
        b"<head>|<meta http-equiv=x http-equiv=content-security-policy content=x><link>"
    ),
    "behind head before NUL": b"<head>|\0",
    "behind head before a quote and NUL": b"<head>|'\0",
    "before base": b"<head>|<base href='https://cdn.example/'><meta charset=gbk>",
    "before noscript": b"<head>|<noscript><meta charset=gbk></noscript>",
    "before template": b"<head>|<template><meta charset=gbk></template>",
    "not in a comment": b"<!-- <head> --><html><!-- <head> --><head>|</head>",
    "not in a comment that ends oddly": b"<!--><html><!--- ><head> --!><head>|</head>",
    "not in a conditional comment": b"<!--[if IE]><html><head><![endif]--><html><head>|</head>",
    "behind a revealed conditional": b"<![if !IE]><html><![endif]><head>|</head>",
    "not in the doctype": b"<!DOCTYPE html SYSTEM 'about:legacy-compat'>\n<head>|</head>",
    "not in a title": b"<head><title><head></TITLEX></title ><meta charset=x>|</head>",
    "behind an XML declaration": b"<?xml version='1.0'?><!doctype html><html><head>|<title>",
    "before body": b"<!doctype html>\n<html lang=zh>\n|<body class=x>",
    "before frameset": b"<html>|<frameset rows='1,*'><frame src=a></frameset></html>",
    "in the head of a frameset page": b"<html><head>|<title>t</title></head><frameset>",
    "before the end of a head that is not there": b"<html>|</head><body>",
    "before text": b"<!doctype html>\n |Welcome",
    "before another character reference": b"<!doctype html>|&nbsp;<p>",
    "behind head before a character reference": b"<head>|&#10;<p>",
    "before a less-than sign": b"<!doctype html>|< p",
    "before text and the doctype behind it": b"|Notice: x<br />\n<!DOCTYPE html><html><head>",
    "before a second byte order mark": b"\xef\xbb\xbf|\xef\xbb\xbf<!doctype html><html>",
    "behind end tags that mean nothing yet": b"<!doctype html></p></div></>|<p>",
    "before an end tag that opens the body": b"<!doctype html>|</br>",
    "at the end of an empty page": b"<!doctype html>\n|",
    "behind a head that is all there is": b"<html><head>|",
    "behind the last meta before a broken tag": b"<head><meta charset=gbk>|<link rel='x",
    "behind head before a title without end": b"<head>|<title>t",
    "before what may stand in a head": b"|<title>t</title><link rel=x><style>p{}</style><body>",
    "before a script and its document": b"|<script>'<body>'</script><html>",
    "behind a second head": b"<head>|<head><link></head>",
    "behind an html tag in the head": b"<head><html lang=zh><meta charset=gbk>|</head>",
    "headers is no head": b"<!doctype html>|<header></header>",
    "an equals sign begins a name": b"<html =a='>'><head>|</head>",
    "quotes within an unquoted value": b"<html lang=a'b><head>|</head>",
    "a value without quotes may hold a slash": b"<html a=b/><head>|</head>",
    "spaces around the equals sign": b"<html lang\n=\t'>'><head a=>|</head>",
}


@pytest.mark.parametrize("page", PLACES.values(), ids=PLACES)
def test_the_place_is(page: bytes) -> None:
    page, place = at_mark(page)
    assert find(page) == place


@pytest.mark.parametrize("page", PLACES.values(), ids=PLACES)
def test_the_place_is_the_same_when_the_page_comes_in_two_pieces(page: bytes) -> None:
    page, place = at_mark(page)
    for cut in range(len(page)):
        # Behind stray text we do not wait: a fragment that is streamed must not be held up.
        assert find_split(page, cut) in (place, Reason.FRAGMENT), cut
        if page.startswith((b"<", b"\xef\xbb\xbf<")) and not page.startswith(b"<script"):
            assert find_split(page, cut) == place, cut


@pytest.mark.parametrize("page", PLACES.values(), ids=PLACES)
def test_nothing_is_said_before_the_place_is_there(page: bytes) -> None:
    page, place = at_mark(page)
    scanner = Scanner(LIMIT)
    for size in range(len(page)):
        answer = scanner.find(page[:size], final=False)
        assert answer is None or size >= place
        if answer is not None:
            return


def test_the_place_is_known_before_the_page_ends() -> None:
    page = b"<!doctype html><html><head><meta charset=gbk><link rel=stylesheet href=a>"
    assert Scanner(LIMIT).find(page, final=False) == page.index(b"<link")


REFUSALS = {
    "nothing": (b"", Reason.FRAGMENT),
    "white space": (b" \r\n ", Reason.FRAGMENT),
    "text": (b"ok", Reason.FRAGMENT),
    "json": (b'{"html": "<p>"}', Reason.FRAGMENT),
    "a list item": (b"<li>one</li>", Reason.FRAGMENT),
    "a table row": (b"<tr><td>1</td></tr>", Reason.FRAGMENT),
    "a script": (b"<script>document.write('<html><head>')</script>", Reason.FRAGMENT),
    "a comment with a document": (b"<!-- <html><head> --><p>x</p>", Reason.FRAGMENT),
    "a text field with a document": (b"<textarea><html></textarea>", Reason.FRAGMENT),
    "an attribute with a document": (b'<iframe srcdoc="<html><head>"></iframe>', Reason.FRAGMENT),
    "a title and content": (b"<title>new</title><div>content</div>", Reason.FRAGMENT),
    "a title": (b"<title>new</title>", Reason.FRAGMENT),
    "a style without end": (b"<style>p{}", Reason.FRAGMENT),
    "a feed": (b"<?xml version='1.0'?><rss><description><body></rss>", Reason.FRAGMENT),
    "gzip without its name": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", Reason.FRAGMENT),
    "a comment without end": (b"<!doctype html><!-- <head>", Reason.UNFINISHED),
    "a tag without end": (b"<!doctype html><html><body class='x", Reason.UNFINISHED),
    "a tag that has only begun": (b"<!doctype html><", Reason.UNFINISHED),
    "UTF-16, little-endian": ("\ufeff<html><head>".encode("utf-16-le"), Reason.CHARSET),
    "UTF-16, big-endian": ("\ufeff<html><head>".encode("utf-16-be"), Reason.CHARSET),
    "UTF-32, little-endian": ("\ufeff<html><head>".encode("utf-32-le"), Reason.CHARSET),
    "UTF-32, big-endian": ("\ufeff<html><head>".encode("utf-32-be"), Reason.CHARSET),
    "UTF-16 without its mark": ("<html><head>".encode("utf-16-le"), Reason.FRAGMENT),
    "a charset with states": (b"<head><meta charset=iso-2022-jp><body>", Reason.CHARSET),
    "HZ": (b"<head><meta charset='HZ-GB-2312'><body>", Reason.CHARSET),
    "escape sequences": (b"<head><title>\x1b$B</title><meta charset=x><p>", Reason.CHARSET),
    "a space as a character reference": (b"<!doctype html>&#10;<p>", Reason.CHARACTER_REFERENCE),
    "a line end by its name": (b"<!doctype html>&NewLine;", Reason.CHARACTER_REFERENCE),
    "a policy that would stop us": (
        b"<head><meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"></head>",
        Reason.CSP_META,
    ),
    "a policy with a nonce": (
        b'<head><meta content="default-src &#39;nonce-a&#39;" http-equiv=content-security-policy>'
        b"<p>",
        Reason.CSP_META,
    ),
    "a policy without quotes": (
        b"<head><meta http-equiv=content-security-policy content=script-src><p>",
        Reason.CSP_META,
    ),
    "a policy with character references in its name": (
        b"<head><meta http-equiv='content-security-polic&#121;' content=\"script-src 'none'\"><p>",
        Reason.CSP_META,
    ),
    "a long policy": (
        b'<head><meta http-equiv=content-security-policy content="script-src %b"></head>'
        % (b"https://cdn.example " * 100),
        Reason.CSP_META,
    ),
    "an XML declaration with a charset with states": (
        b"<?xml version='1.0' encoding='iso-2022-jp'?><html><head></head>",
        Reason.CHARSET,
    ),
    "two reasons, of which the first counts": (
        b"<head><meta charset=iso-2022-jp>"
        b"<meta http-equiv=content-security-policy content=\"script-src 'none'\">",
        Reason.CHARSET,
    ),
    "NUL in the head": (b"<head><title>\0</title><meta charset=x><p>", Reason.NUL),
    "NUL instead of text": (b"<!doctype html>\0<p>", Reason.NUL),
}


@pytest.mark.parametrize(("page", "reason"), REFUSALS.values(), ids=REFUSALS)
def test_no_place_in(page: bytes, reason: Reason) -> None:
    assert find(page) == reason


@pytest.mark.parametrize(("page", "reason"), REFUSALS.values(), ids=REFUSALS)
def test_no_place_in_pieces_of(page: bytes, reason: Reason) -> None:
    for cut in range(len(page)):
        assert find_split(page, cut) == reason


def test_a_charset_in_the_header_section_outranks_the_meta() -> None:
    page, place = at_mark(b"<head><meta charset=iso-2022-jp>|<body>")
    assert find(page, label_known=True) == place


def test_utf_16_in_a_meta_means_utf_8() -> None:
    page, place = at_mark(b"<head><meta charset=utf-16>|<body>")
    assert find(page) == place


def test_a_fragment_that_is_streamed_is_let_go_at_once() -> None:
    assert Scanner(LIMIT).find(b"<p>50 %</p>", final=False) is Reason.FRAGMENT
    assert Scanner(LIMIT).find(b"working\n", final=False) is Reason.FRAGMENT
    assert Scanner(LIMIT).find(b"<script>parent.tick()</script>", final=False) is Reason.FRAGMENT


def test_stray_text_may_be_long_but_not_too_long() -> None:
    notice = b"Notice: undefined index\n"
    assert find(notice * 100 + b"<html>") == 0
    assert find(notice * 200 + b"<html>") is Reason.FRAGMENT


def test_a_head_without_its_document_is_waited_for() -> None:
    scanner = Scanner(LIMIT)
    assert scanner.find(b"<title>t</title><style>p{", final=False) is None
    assert scanner.find(b"<title>t</title><style>p{}</style><body>", final=False) == 0


def test_the_place_may_lie_at_the_limit_but_not_behind() -> None:
    page = b"<!doctype html><!--" + b"-" * 100 + b"--><head><link>"
    place = page.index(b"<link")
    assert find(page, limit=len(page)) == place
    assert find(page, limit=place) == place
    assert find(page, limit=place - 1) is Reason.SCAN_LIMIT


def test_at_the_limit_the_best_place_so_far_is_taken() -> None:
    page = b"<head><!--" + b"x" * 1000 + b"--><meta charset=gbk><body>"
    assert find(page, limit=500) == len(b"<head>")


def test_at_the_limit_a_head_alone_makes_no_document() -> None:
    assert find(b"<title>t</title><style>" + b"x" * 100, limit=60) is Reason.FRAGMENT


def test_what_is_behind_the_limit_does_not_matter() -> None:
    page = b"<!doctype html><!--" + b"-" * 100
    assert find(page + b"--><head>", limit=60) is Reason.SCAN_LIMIT
    assert find_split(page + b"--><head>", 30, 90, limit=60) is Reason.SCAN_LIMIT


def dribble(page: bytes) -> tuple[int | Reason | None, int]:
    """The answer to a page that comes byte by byte, and after how many."""
    scanner = Scanner(LIMIT)
    held = bytearray()
    for byte in page:
        held.append(byte)
        if (answer := scanner.find(held, final=False)) is not None:
            return answer, len(held)
    return scanner.find(held, final=True), len(held)


def test_a_page_may_dribble_byte_by_byte() -> None:
    page = b"<!doctype html><!--" + b"-" * 30_000 + b"--><html><head><title>"
    assert dribble(page + b"</title><p>") == (page.index(b"<title>"), len(page) + 11)


def test_we_give_up_on_a_page_that_makes_us_look_again_and_again() -> None:
    answer, size = dribble(b"<!doctype html><!--x" + b">" * 30_000 + b"--><head>")
    assert answer is Reason.SCAN_LIMIT
    assert size < 5_000
