"""Attributes of one start tag change; all else in it stays to the byte."""

from __future__ import annotations

import pytest
from bs4 import Tag
from hypothesis import given
from hypothesis import strategies as st

from a11y.fixes.tag import Changes, edited
from a11y.fixes.tree import tree_of
from a11y.html.tokens import TAG, attributes_of

TABLE = [
    (b"<img src=a.gif>", {"alt": "图"}, '<img alt="图" src=a.gif>'.encode("gbk")),
    (b"<IMG SRC=a.gif ALT=old  width=1>", {"alt": "b"}, b'<IMG SRC=a.gif ALT="b"  width=1>'),
    (b"<img alt='x' src=a/>", {"alt": ""}, b'<img alt="" src=a/>'),
    (b"<img src=a />", {"alt": "b"}, b'<img alt="b" src=a />'),
    (b"<img/src=a>", {"alt": "b"}, b'<img alt="b"/src=a>'),
    (b"<img alt= >", {"title": "t"}, b'<img title="t" alt= >'),
    (b"<img alt= >", {"alt": "t"}, b'<img alt="t">'),
    (b"<img alt>", {"alt": "t"}, b'<img alt="t">'),
    (b"<a href=x target=_blank>", {"target": None}, b"<a href=x>"),
    (b"<a target=_blank\n href=x>", {"target": None}, b"<a\n href=x>"),
    (b"<a target=1 href=x TARGET=2>", {"target": None}, b"<a href=x>"),
    (b"<a title=1 href=x title=2>", {"title": "3"}, b'<a title="3" href=x>'),
    (b"<a href=x>", {"title": None}, b"<a href=x>"),
    (b"<a title='\"<&'>", {"lang": "en"}, b'<a lang="en" title=\'"<&\'>'),
    (b"<a>", {"title": 'a"b&lt;<c>'}, b'<a title="a&quot;b&amp;lt;&lt;c&gt;">'),
    # What GBK lacks; a browser would read four bytes of GB18030, an old program would not.
    (b"<a>", {"title": "𠮷€"}, b'<a title="&#134071;&#8364;">'),
]


@pytest.mark.parametrize(("tag", "changes", "expected"), TABLE)
def test_only_what_was_asked_for_changes(tag: bytes, changes: Changes, expected: bytes) -> None:
    assert edited(tag, changes, "gb18030") == expected


def test_an_encoding_that_lacks_chinese_gets_references() -> None:
    assert edited(b"<a>", {"title": "图"}, "latin-1") == b'<a title="&#22270;">'


@pytest.mark.parametrize("no_tag", [b"</a>", b"<a", b"text", b"<a>b", b"<!-- -->"])
def test_what_is_no_start_tag_is_refused(no_tag: bytes) -> None:
    with pytest.raises(ValueError, match="no start tag"):
        edited(no_tag, {"title": "t"}, "utf-8")


NAMES = st.sampled_from(["alt", "title", "lang", "aria-label", "role"])
VALUES = st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=12)
INSIDE = st.text(st.sampled_from("ab=\"' /\t\n中<title alt"), max_size=40)


@given(inside=INSIDE, changes=st.dictionaries(NAMES, VALUES, max_size=3))
def test_the_tag_reads_as_before_but_for_the_changes(inside: str, changes: Changes) -> None:
    tag = f"<a {inside}>".encode("gbk")
    if not (found := TAG.fullmatch(tag)):
        return
    wanted = attributes_of(tag, found.end(3), len(tag) - 1)
    try:
        result = edited(tag, changes, "gb18030")
    except ValueError:
        return
    again = TAG.fullmatch(result)
    assert again
    got = attributes_of(result, again.end(3), len(result) - 1)
    others = {
        name: value for name, value in wanted.items() if name.decode("latin-1") not in changes
    }
    assert {n: v for n, v in got.items() if n.decode("latin-1") not in changes} == others
    for name, value in changes.items():
        assert (name.encode() in got) == (value is not None)
        if value is not None:
            assert text_of(result, name) == value


def text_of(tag: bytes, name: str) -> str:
    """An attribute's value as a reader of the page has it."""
    element = tree_of(tag, "gb18030").find(True)
    assert isinstance(element, Tag)
    return str(element[name])
