"""The usual beginning: how far the expression goes, and that the walk would lead there too."""

from __future__ import annotations

import pytest

from a11y.html import Reason
from a11y.html.charset import is_ascii_compatible
from a11y.html.meta import read_meta
from a11y.html.opening import HEAD, OPENING, PLACE, PLAINS, SETTLED
from a11y.html.scan import Scanner
from tests.fuzz.walker import Walker

LIMIT = 64 * 1024
BEGIN = b"<!DOCTYPE html><html><head>"


def place(page: bytes) -> int | None:
    """Where the tag goes if the beginning is enough to tell; both ways are asked."""
    answers = {kind(LIMIT).find(page, final=True) for kind in (Scanner, Walker)}
    assert len(answers) == 1
    found = OPENING.match(page)
    if found is None or (found.lastindex or 0) < SETTLED:
        return None
    behind = found.start(PLACE)
    answer = behind if behind >= 0 else found.start(HEAD)
    assert answers <= {answer, Reason.NUL, Reason.CHARSET}
    return answer


SETTLING = {
    "a script": b"<html><head>|<script>x</script>",
    "the end of the head": b"<!doctype html>\n<html lang=zh>\n<head>|\n</head>",
    "an encoding": b"<html><head><meta charset=gbk>|<link rel=x>",
    "an encoding in quotes": b"<html><head><meta charset='GB2312' />|<link rel=x>",
    "an old encoding": (
        b"<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'>|<body>"
    ),
    "an old encoding the other way": (
        b'<html><head><META content="text/html; charset=big5" http-equiv=Content-Type>|</HEAD>'
    ),
    "both": b'<html><head><meta charset="utf-8"><meta http-equiv="X-UA-Compatible" content="x">|',
    "both the other way": (
        b"<html><head><meta http-equiv='x-ua-compatible' content=IE9><meta charset=utf-8>|text"
    ),
    "an encoding behind a title and others": (
        b"\xef\xbb\xbf<html><head><!-- - --><title>t</title>\n<meta name=x content='>'>"
        b'<meta http-equiv="refresh" content="9"><meta data-rh="true" charset="utf-8">|<base>'
    ),
    "comments and processing instructions": (
        b"<!-- a --><?php b ?><!doctype html><!----><html><!--[if IE]>c<![endif]--><head>|<p>"
    ),
    "an XML declaration": b'<?xml version="1.0" encoding="utf-8"?><html><head>|<p>',
}


@pytest.mark.parametrize("page", SETTLING.values(), ids=SETTLING)
def test_what_is_settled_by_the_beginning(page: bytes) -> None:
    assert place(page.replace(b"|", b"")) == page.index(b"|")


LEFT_TO_THE_WALK = {
    "a policy": b"<meta http-equiv='Content-Security-Policy' content=x><p>",
    "a policy behind an encoding": (
        b"<meta charset=gbk><meta http-equiv=content-security-policy content=x><p>"
    ),
    "a policy with a character reference": b"<meta http-equiv='content-securit&#121;-policy'><p>",
    "an encoding that ASCII is not part of": b"<meta charset=iso-2022-jp><p>",
    "an encoding of two bytes each": b"<meta charset='utf-16'><p>",
    "two encodings": b"<meta charset=gbk><meta charset=gb2312><meta charset=gbk><p>",
    "an encoding among other attributes": b"<meta name=x charset=gbk><p>",
    "a value that ends with a slash": (
        b"<meta content='text/html; charset=gbk' http-equiv=content-type/><p>"
    ),
    "a comment that does not end": b"<!-- x",
    "a comment with very many dashes": b"<!--" + b"- " * 300 + b"--><p>",
    "a title with a tag in it": b"<title><b></title><p>",
    "text": b"text",
    "nothing": b"",
}


@pytest.mark.parametrize("rest", LEFT_TO_THE_WALK.values(), ids=LEFT_TO_THE_WALK)
def test_what_is_left_to_the_walk(rest: bytes) -> None:
    assert place(BEGIN + rest) is None


@pytest.mark.parametrize(
    "page", [b"<head>", b"<!doctype html><p>", b"<html><p>", b"\xff\xfe<", b""]
)
def test_other_beginnings(page: bytes) -> None:
    assert OPENING.match(page) is None


def test_every_encoding_that_it_knows_is_one_for_us() -> None:
    labels = (
        *("utf-8", "UTF8", "gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "big5", "euc-kr"),
        *("iso-8859-1", "iso-8859-15", "windows-1252", "shift_jis", "x-sjis", "us-ascii", "koi8-r"),
    )
    for label in labels:
        meta = b"<meta charset=%b>" % label.encode()
        assert place(BEGIN + meta + b"<p>") == len(BEGIN + meta)
        assert read_meta(meta).label == label
        assert is_ascii_compatible(label)


def test_the_plain_ones_declare_nothing() -> None:
    metas = (
        b'<meta name="a" content="charset=gbk">',
        b"<meta property=og:url content=x value>",
        b"<meta http-equiv='Content-Language' content=zh http-equiv='x-ua-compatible'>",
        b'<meta http-equiv="content-type" value="text/html; charset=gbk">',
        b"<meta>",
    )
    for meta in metas:
        assert PLAINS.fullmatch(meta) or b"http-equiv=" in meta[20:]
        assert read_meta(meta)[0] in ("", "content-language", "content-type")
        assert read_meta(meta).label is None
        assert place(BEGIN + meta + b"<p>") in (len(BEGIN), None)
