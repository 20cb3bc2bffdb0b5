"""The tree of a page knows where each start tag is in its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from a11y.encoding import encoding_of, real_codec
from a11y.fixes.tree import TooDeepError, elements_of, offset_of, start_tag, tree_of
from tests.corpus.pages import read_pages

OLD = """<!doctype html><table border=0><tr><td>一<td>二<tr><td><ul><li>a<li>b</ul>三</table>
<p>四<div>五</div><select><option>六<option>七</select><a href=1>八<a href=2>九</a>
<dl><dt>十<dd>百</dl>
""".encode("gbk")

COUNTS = {
    "tr": 2,
    "tr > td": 3,
    "td td": 0,
    "ul > li": 2,
    "li li": 0,
    "p > div": 0,
    "select > option": 2,
    "a a": 0,
    "dl > dd": 1,
}


@pytest.mark.parametrize(("select", "count"), COUNTS.items())
def test_end_tags_that_were_left_out_are_understood(select: str, count: int) -> None:
    assert len(tree_of(OLD, "gb18030").select(select)) == count


@pytest.mark.parametrize(
    "page",
    [
        b"<script>document.write('<img id=x>')</script>",
        b"<textarea><img id=x></textarea>",
        b"<title><img id=x></title>",
        b"<!-- <img id=x> -->",
        b"<!--><!-- <img id=x> --!>",
        b"<style>/* <img id=x> */</style>",
        b"<xmp><img id=x></xmp>",
        b"<a title='<img id=x>'>",
        b"<plaintext><img id=x>",
        b"<img id=x",
    ],
)
def test_what_a_browser_takes_for_text_is_no_element(page: bytes) -> None:
    assert tree_of(page, "utf-8").find(id="x") is None


def test_offsets_are_of_bytes_in_any_encoding() -> None:
    for codec in ("gb18030", "utf-8", "big5"):
        page = "\ufeff" * (codec == "utf-8") + "<p>關愛模式</p>\r\n<p class='甲'>中<b>文</b></p>"
        data = page.encode(codec)
        for element in elements_of(tree_of(data, codec)):
            assert start_tag(data, offset_of(element))[3].decode() == element.name
        assert tree_of(data, codec).find("b").get_text() == "文"  # type: ignore[union-attr]


def test_a_page_that_nests_too_deep_is_named() -> None:
    with pytest.raises(TooDeepError, match="512 deep"):
        tree_of(b"<div>" * 600, "utf-8")


@pytest.mark.corpus
def test_real_pages_have_the_tree_that_html5lib_makes(corpus: Path) -> None:
    for page in read_pages(corpus)[::12]:
        encoding = encoding_of("", page.body)
        if encoding.mark not in (None, "utf-8"):
            continue
        codec = real_codec(page.body, encoding)
        ours = tree_of(page.body, codec)
        theirs = BeautifulSoup(page.body.decode(codec, "replace"), "html5lib")
        for select in ("ul > li", "form input", "select > option", "div", "h1, h2, h3", "td td"):
            mine, yours = len(ours.select(select)), len(theirs.select(select))
            # Some misnesting is only repaired by html5lib.
            assert abs(mine - yours) <= 1 + yours // 50, (page.file, select)
