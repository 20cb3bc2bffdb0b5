"""Documents that begin as nearly all do, and nearly as they do: what a11y.html.opening knows."""

from __future__ import annotations

from random import Random

from tests.fuzz import soup
from tests.fuzz.soup import Token, pick

# Where a page goes another way than it began: one byte is changed in so many of them.
_SPOILED = 0.25
_STRANGERS = (b"", b" ", b'"', b"'", b"<", b">", b"-", b"/", b"=", b"\0", b"\x1b", b"x", b"&")


def quote(chance: Random) -> bytes:
    return pick(chance, b'"', b'"', b'"', b"'", b"")


def end(chance: Random) -> bytes:
    return pick(chance, b">", b">", b" />", b"/>", b" >", b"\n>")


def comment(chance: Random) -> bytes:
    body = pick(
        chance,
        *(b" x ", b"", b"-", b"[if IE]>x<![endif]", b"[if !IE]><!", b"-->", b" a - b -- c ", b"<!"),
        *(b" --!> ", b"-" * 300, b" > ", b"!"),
    )
    return b"<!--" + body + b"-->"


def between(chance: Random) -> bytes:
    middle = pick(chance, *(b"",) * 8, comment(chance), b"<?php x ?>", b"<?xml version='1.0'?>")
    return soup.space(chance) + middle + soup.space(chance)


def encoding(chance: Random) -> bytes:
    q = quote(chance)
    label = pick(
        chance,
        *(b"utf-8", b"UTF8", b"gb2312", b"gb_2312-80", b"x-gbk", b"big5", b"big5-hkscs"),
        *(b"iso-8859-15", b"windows-1252", b"euc-jp", b"iso-2022-jp", b"utf-16", b"gbk;x", b""),
    )
    if chance.random() < 0.5:
        return b"charset=" + q + label + q
    other = quote(chance)
    kind = b"http-equiv=" + other + pick(chance, b"Content-Type", b"content-type") + other
    said = pick(chance, b"content", b"content", b"content", b"value") + b"=" + q
    said += pick(chance, b"text/html; charset=", b"text/html;charset=") + label + q
    return b" ".join(chance.sample((kind, said), k=2))


def mode(chance: Random) -> bytes:
    q = quote(chance)
    value = pick(chance, b"IE=edge", b"IE=7,IE=9", b"chrome", b"x")
    name = pick(chance, b"X-UA-Compatible", b"x-ua-compatible", b"X-UA-Compatibl")
    said = pick(chance, b"content", b"content", b"value") + b"=" + q + value + q
    parts = [b"http-equiv=" + q + name + q, said]
    return b" ".join(parts if chance.random() < 0.9 else parts[::-1])


def plain(chance: Random) -> bytes:
    q = quote(chance)
    if chance.random() < 0.5:
        return b'name="viewport" content="width=device-width"'
    name = pick(chance, b"name", b"property", b"id", b"data-rh", b"http-equiv", b"charsets")
    value = pick(
        chance,
        *(b"viewport", b"Cache-Control", b"content-language", b"content-security-policy", b"a=b"),
        *(b"content-type", b"charset=gbk", b"a>b", b""),
    )
    said = pick(chance, b"", b" content=" + q + b"x y"[: 3 if q else 1] + q, b" content", b" value")
    return name + b"=" + q + value + q + said


def meta(chance: Random) -> bytes:
    attributes = chance.choice((encoding, mode, plain, plain))(chance)
    if chance.random() < 0.2:
        attributes = b'data-rh="true" ' + attributes
    if chance.random() < 0.1:
        attributes += b" " + chance.choice((encoding, mode, plain))(chance)
    return b"<meta " + attributes + end(chance)


def title(chance: Random) -> bytes:
    opening = pick(chance, b"<title>", b"<title >", b'<title data-rh="true">', b"<TITLE>")
    return opening + pick(chance, b"x", b"\xc4\xe3", b"a < b", b"") + b"</title>"


def last(chance: Random) -> bytes:
    return pick(
        chance,
        *(b"<link rel=x>", b"</head>", b"<script>", b"<body>", b"<link/>", b"</body>", b"<p>"),
        *(b"text", b"</p>", b""),
        *(b"<header>", b"<metab>", b"</br>", b"</header>", b"<html a=b>", b"<head>", b"<base"),
    )


BEGINNINGS = (b"", b"", b"", b"\xef\xbb\xbf", b'<?xml version="1.0" encoding="gbk"?>\n')
PARTS: tuple[Token, ...] = (meta, meta, meta, title, between, comment)


def page(chance: Random) -> bytes:
    """A page with all that usually stands before its place for the tag; often a byte is wrong."""
    parts = [
        *(chance.choice(BEGINNINGS), between(chance)),
        *(pick(chance, b"<!DOCTYPE html>", b"<!doctype html>", b""), between(chance)),
        *(pick(chance, b"<html>", b'<html lang="zh">', b"<HTML >"), between(chance)),
        pick(chance, b"<head>", b"<HEAD>", b"<head id=x>", b"<head/>"),
    ]
    for _ in range(chance.randrange(7)):
        parts += (between(chance), chance.choice(PARTS)(chance))
    made = bytearray(b"".join(parts) + between(chance) + last(chance) + soup.text(chance))
    if chance.random() < _SPOILED:
        at = chance.randrange(len(made) + 1)
        made[at : at + chance.randrange(2)] = chance.choice(_STRANGERS)
    return bytes(made)
