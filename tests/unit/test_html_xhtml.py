"""The place in a page that a browser gives to an XML parser. ``|`` is where the tag goes."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from a11y.html import Reason, Rules
from a11y.html.xhtml import XmlScanner

NAMESPACE = b'xmlns="http://www.w3.org/1999/xhtml"'
TAG = Rules(boot_path="/_a11y/boot.00000000.js").tag()


def find(page: bytes, *cuts: int, limit: int = 65536) -> int | Reason | None:
    scanner = XmlScanner(limit)
    for cut in cuts:
        answer = scanner.find(page[:cut], final=False)
        if answer is not None:
            return answer
    return scanner.find(page, final=True)


PLACES = {
    "plain": b"<html %b><head>|<title/></head><body/></html>",
    "with a prolog": (
        b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html PUBLIC "
        b"'-//W3C//DTD XHTML 1.0 Strict//EN' 'http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd'>"
        b"<!-- <html><head> -->\n<html lang='zh' %b>\n<!-- > -->\n<head id='>'>|<title/></head>"
        b"<body/></html>"
    ),
    "behind comments and instructions about other tags": (
        b"<?x <body > ?><!-- <body --><html %b><!--> <head><body -->\n<?y?><head\n>|</head><body/>"
        b"</html>"
    ),
    "with a byte order mark": b"\xef\xbb\xbf<html %b><head>|</head></html>",
    "with a prefix declared twice": (
        b"<html xmlns:h='a' %b xmlns:i='b'><head xmlns:h='c' title=' xmlns=\"\" '>|</head></html>"
    ),
}


@pytest.mark.parametrize("page", PLACES.values(), ids=PLACES)
def test_the_place_is_behind_head(page: bytes) -> None:
    page %= NAMESPACE
    place = page.index(b"|")
    page = page.replace(b"|", b"")
    for cut in range(len(page)):
        assert find(page, cut) == place
    ElementTree.fromstring(page[:place] + TAG + page[place:])  # noqa: S314 it is our own text


REFUSALS = {
    "without a head": (b"<html %b><body/></html>", Reason.XML),
    "with an empty head": (b"<html %b><head/><body/></html>", Reason.XML),
    "with another root": (b"<svg><head></head></svg>", Reason.XML),
    "with a prefix": (
        b"<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:head/>",
        Reason.XML,
    ),
    "in no namespace": (b"<html><head></head></html>", Reason.XML),
    "in no namespace, in spite of an attribute's text": (
        b"<html title=' xmlns=\"http://www.w3.org/1999/xhtml\" '><head></head></html>",
        Reason.XML,
    ),
    "with a head of another namespace": (
        b"<html %b><head xmlns='http://www.w3.org/2000/svg'></head></html>",
        Reason.XML,
    ),
    "with a head of no namespace, behind two spaces": (
        b"<html %b><head  xmlns=''></head></html>",
        Reason.XML,
    ),
    "with text before the head": (b"<html %b>x<head></head></html>", Reason.XML),
    "with a reference before the head": (b"<html %b>&x;<head></head></html>", Reason.XML),
    "with a doctype behind the root": (b"<html %b><!DOCTYPE html><head></head></html>", Reason.XML),
    "with NUL": (b"<?x \0?><html %b><head></head></html>", Reason.NUL),
    "without an end of its head tag": (b"<html %b><head a='>", Reason.XML),
    "in upper case": (b"<HTML %b><HEAD></HEAD></HTML>", Reason.XML),
    "with entities of its own": (
        b"<!DOCTYPE html [<!ENTITY a '<head>'>]><html %b><head></head></html>",
        Reason.XML,
    ),
    "with a style sheet": (
        b"<?xml-stylesheet href='a.xsl'?><html %b><head></head></html>",
        Reason.XML,
    ),
    "with text": (b"hello", Reason.XML),
    "without anything": (b"", Reason.XML),
    "in UTF-16": ("\ufeff<html/>".encode("utf-16-le"), Reason.CHARSET),
    "in an encoding with states": (
        b"<?xml version='1.0' encoding='iso-2022-jp'?><html %b><head></head></html>",
        Reason.CHARSET,
    ),
}


@pytest.mark.parametrize(("page", "reason"), REFUSALS.values(), ids=REFUSALS)
def test_no_place_in_a_page(page: bytes, reason: Reason) -> None:
    page = page.replace(b"%b", NAMESPACE)
    for cut in range(len(page) + 1):
        assert find(page, cut) == reason


@pytest.mark.parametrize(
    "page",
    [
        b"<html a='1'a='2'><head></head>",
        b"<html %b><head a></head>",
        b"<html %b><headx></headx>",
        b"<!DOCTYPE html [<!ENTITY x 'y'>",
        b"text",
        b"<div>",
    ],
)
def test_what_never_becomes_such_a_page_is_let_go_at_once(page: bytes) -> None:
    assert XmlScanner(65536).find(page.replace(b"%b", NAMESPACE), final=False) is Reason.XML


@pytest.mark.parametrize("piece", [b"<!-- > -->", b"<?x > ?>", b" ", b">", b"'>'", b"a='>' "])
@pytest.mark.parametrize(
    "opening", [b"", b"<!--", b"<?x ", b"<html ", b"<html a='", b"<!DOCTYPE '"]
)
def test_work_is_bounded_however_the_page_comes(opening: bytes, piece: bytes) -> None:
    limit = 2000
    scanner = XmlScanner(limit)
    page = opening + piece * (limit // len(piece) + 1)
    held = bytearray()
    for byte in page:
        held.append(byte)
        if scanner.find(held, final=False) is not None:
            break
    assert len(held) <= limit
    assert scanner.work <= 66 * limit


def test_the_page_is_not_searched_behind_the_limit() -> None:
    page = b"<html %b><!--%b--><head></head></html>" % (NAMESPACE, b" " * 1000)
    assert find(page) == page.index(b"<head>") + len(b"<head>")
    assert find(page, limit=500) is Reason.XML


def test_a_page_without_a_head_is_let_go_at_its_body() -> None:
    scanner = XmlScanner(65536)
    assert scanner.find(b"<html %b>" % NAMESPACE, final=False) is None
    assert scanner.find(b"<html %b><body>" % NAMESPACE, final=False) is Reason.XML
