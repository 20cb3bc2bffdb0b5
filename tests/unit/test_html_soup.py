"""Tag soup, made up by Hypothesis: whatever a page begins with, the tag changes nothing else."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from a11y.html import Inject, Reason, decide, injector_for
from a11y.html.scan import Scanner
from tests.corpus.dom import RULES, tree, tree_without_tag

TAG = RULES.tag()
PIECES = [
    *(b"<!DOCTYPE html>", b"<!doctype html SYSTEM 'x>'>", b"<!DOCTYPE", b"<?xml version='1.0'?>"),
    *(
        b"<html>",
        b"<HTML lang='>'>",
        b"<html",
        b"<head>",
        b'<head a=">" b>',
        b"<HEAD/>",
        b"</head>",
    ),
    *(b"<body>", b"</body>", b"</html>", b"<frameset>", b"<frame>", b"</br>", b"</p>", b"</>"),
    *(b"<meta charset=gbk>", b"<META HTTP-EQUIV=x-ua-compatible content=a>", b"<meta name=a"),
    *(b"<meta name='a' content=\"b>\">", b"<meta http-equiv=content-security-policy content=x>"),
    *(
        b"<title>",
        b"</title>",
        b"</title >",
        b"</titlex>",
        b"<TITLE a='</title>'>",
        b"<base href=x>",
    ),
    *(b"<link>", b"<style>", b"</style>", b"<script>", b"</script>", b"<noscript>", b"</noscript>"),
    *(b"<template>", b"</template>", b"<noframes>", b"<textarea>", b"</textarea>", b"<select>"),
    *(b"<p>", b"<table>", b"<tr>", b"<li", b"<svg>", b"<math>", b"<plaintext>", b"<headers>"),
    *(
        b"<!--",
        b"-->",
        b"--!>",
        b"<!-->",
        b"<!--->",
        b"<!-- <head> -->",
        b"<!x>",
        b"<![CDATA[",
        b"]]>",
    ),
    *(b"<![if !IE]>", b"<!--[if IE]>", b"<![endif]-->", b"<", b"</", b"<!", b"</!x>", b"< p>"),
    *(
        b">",
        b"/",
        b"=",
        b'"',
        b"'",
        b" a='",
        b" b=c/",
        b" =",
        b" = '>'",
        b"&lt;",
        b"&#10;",
        b"&Tab;",
        b"-",
        b"--",
    ),
    *(b" ", b"\n", b"\t", b"\r\n", b"\f", b"x", b"\xc4\xe3", b"\x81\x5c", b"\xef\xbb\xbf", b"\0"),
]
LEFT = (Reason.FRAGMENT, Reason.UNFINISHED, Reason.NUL, Reason.CHARACTER_REFERENCE)
soup = st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join)
documents = soup.map(lambda rest: b"<!doctype html>" + rest)


@settings(max_examples=600, deadline=None)
@given(soup | documents)
@example(b"<html <head></head>")
@example(b"<title><head></title>")
@example(b"</></br><meta charset=x>")
def test_a_parser_sees_the_tag_and_nothing_else_has_changed(page: bytes) -> None:
    place = Scanner(65536).find(page, final=True)
    assert place is not None
    if isinstance(place, Reason):
        assert place in LEFT
        return
    after, parent = tree_without_tag(page[:place] + TAG + page[place:])
    assert after == tree(page)
    assert parent == "head"


@settings(max_examples=300, deadline=None)
@given(soup | documents, st.lists(st.integers(0, 200), max_size=6))
def test_the_bytes_are_the_same_at_every_split(page: bytes, cuts: list[int]) -> None:
    verdict = decide("GET", [], 200, [(b"content-type", b"text/html")], RULES)
    assert isinstance(verdict, Inject)
    injector = injector_for(verdict)
    out = b""
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(page)], strict=True):
        out += injector.feed(page[start:end])
    out += injector.finish()
    assert (out.replace(TAG, b"", 1) if injector.injected else out) == page
    assert (TAG in out) == injector.injected
