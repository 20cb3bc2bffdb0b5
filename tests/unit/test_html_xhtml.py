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


def test_the_page_is_not_searched_behind_the_limit() -> None:
    page = b"<html %b><!--%b--><head></head></html>" % (NAMESPACE, b" " * 1000)
    assert find(page) == page.index(b"<head>") + len(b"<head>")
    assert find(page, limit=500) is Reason.XML


def test_a_page_without_a_head_is_let_go_at_its_body() -> None:
    scanner = XmlScanner(65536)
    assert scanner.find(b"<html %b>" % NAMESPACE, final=False) is None
    assert scanner.find(b"<html %b><body>" % NAMESPACE, final=False) is Reason.XML
