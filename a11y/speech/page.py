"""What a person would read of a page, as blocks of text: its main content, in its order.

A small walk over lxml's tree, for the command line: by the containers that Chinese content
management systems write, else by what has most text outside links. The toolbar does the same in
the browser (widget/src/reading), where it also knows what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from a11y.errors import SpeechUnavailableError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Article bodies as Chinese portals name them, then what the standards say; the first with text.
_CONTAINERS = (
    "//*[@id='UCAP-CONTENT']",
    "//*[contains(concat(' ',@class,' '),' TRS_UEDITOR ')]",
    "//*[contains(concat(' ',@class,' '),' TRS_Editor ')]",
    "//*[@id='zoom' or @id='Zoom' or @id='fontzoom']",
    "//*[@id='vsb_content' or contains(concat(' ',@class,' '),' v_news_content ')]",
    "//*[contains(@class,'wp_articlecontent') or contains(@class,'Article_Content')]",
    "//*[contains(@class,'pages_content') or contains(@class,'article-content')"
    " or contains(@class,'article_content') or @id='articleContent']",
    "//*[contains(@class,'news_content') or contains(@class,'xxgk_content')"
    " or @id='ContentBody' or @id='content_body']",
    "//main|//*[@role='main']",
    "//article|//*[@role='article']",
)
_SILENT_NAMES = (
    "script style noscript template head title nav iframe frame object embed video audio canvas "
    "svg math map area input select option textarea button datalist progress meter dialog rp rt"
)
_SILENT = frozenset(_SILENT_NAMES.split())
_SILENT_ROLE_NAMES = (
    "navigation search menu menubar toolbar tablist textbox searchbox combobox listbox slider"
)
_SILENT_ROLES = frozenset(_SILENT_ROLE_NAMES.split())
_ASIDE_TAGS = frozenset(("header", "footer", "aside"))
_ASIDE = re.compile(
    r"(^|[-_ ])(nav|menu|header|head|top|footer|foot|bottom|crumbs?|breadcrumb|position|location|"
    r"sidebar|share|copyright|pager|pagination|links?)([-_ ]|$)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CRUMBS = re.compile(r"(您|你)?(当前|现在|目前|所在|的|所处)*位置\s*[:：]")
# Elements that stand within a line; every other one is a block of its own.
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby s "
    "samp small span strike strong sub sup time tt u var wbr img"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_FILE_NAME = re.compile(r"\.(jpe?g|png|gif|bmp|webp|svg)$|^https?:", re.IGNORECASE)
_INVISIBLE = dict.fromkeys((0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF))
_HAN_BREAK = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
# Fewer characters are no content; a part is the content alone with this share of all text; what
# has more than this share is no aside, whatever its name. A row with more is a layout, not data.
_SOME, _MOST, _LITTLE, _LONG_ROW = 20, 0.6, 0.3, 240


def blocks_of(markup: str) -> list[str]:
    """The text of a page's main content, its title first, a paragraph or table row each.

    Raises SpeechUnavailableError without lxml.
    """
    try:
        from lxml import etree, html
    except ImportError as error:
        raise SpeechUnavailableError("pages need: pip install 'a11y-care[page]'") from error
    # What XML cannot hold, and a declaration that lxml would refuse in a text.
    plain = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]|^\s*<\?xml[^>]*\?>", "", markup)
    if not plain.strip():
        return []
    try:
        page = html.document_fromstring(plain)
    except etree.ParserError:  # nothing but a comment
        return []
    root, is_known = _content(page)
    reader = _Reader(0 if is_known else _LITTLE * _text_size(root), root)
    reader.walk(root)
    title = _title(page, root)
    return [text for text in (*title, *reader.finish()) if not _CRUMBS.match(text)]


def _content(page: HtmlElement) -> tuple[HtmlElement, bool]:
    """The content's element, and whether it was found by its name."""
    for path in _CONTAINERS:
        found = [one for one in page.xpath(path) if not _is_hidden(one)]
        sizes = [_size(one) for one in found]
        # Several of equal weight are a list of news, and its surroundings are the content.
        if found and max(sizes) >= max(_SOME, _MOST * sum(sizes)):
            return found[sizes.index(max(sizes))], True
    body = page.find("body")
    return _densest(page if body is None else body), False


def _densest(root: HtmlElement) -> HtmlElement:
    """The smallest element that holds most of the text outside links."""
    total = _text_size(root)
    if total < 5 * _SOME:
        return root
    while True:
        inner = next((one for one in _elements(root) if _text_size(one) >= _MOST * total), None)
        # A paragraph that dominates its article is not the article.
        if inner is None or inner.tag in _INLINE or re.fullmatch(r"p|h[1-6]|li|tr", inner.tag):
            return root
        root = inner


def _elements(parent: HtmlElement) -> Iterator[HtmlElement]:
    return (one for one in parent if isinstance(one.tag, str))


def _size(element: HtmlElement) -> int:
    return len("".join(element.text_content().split()))


def _text_size(element: HtmlElement) -> int:
    """How many characters of text stand outside links and of what nobody reads."""
    if element.tag == "a" or _is_silent(element):
        return 0
    own = len("".join((element.text or "").split()))
    tails = sum(len("".join((one.tail or "").split())) for one in element)
    return own + tails + sum(map(_text_size, _elements(element)))


def _is_silent(element: HtmlElement) -> bool:
    return (
        element.tag in _SILENT
        or element.get("role") in _SILENT_ROLES
        or element.get("aria-hidden") == "true"
        or _is_hidden(element)
    )


def _is_hidden(element: HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _title(page: HtmlElement, root: HtmlElement) -> list[str]:
    """The heading before content that has none of its own."""
    if root.xpath(".//h1"):
        return []
    for heading in page.xpath("//h1|//ucaptitle"):
        text = _clean(heading.text_content())
        if 4 <= len(text) <= 120 and root not in heading.iterancestors():
            return [text]
    return []


def _clean(text: str) -> str:
    # A source line that ends between two hanzi is no space in speech.
    return " ".join(_HAN_BREAK.sub("", text.translate(_INVISIBLE)).split())


class _Reader:
    """Collects blocks. What looks like an aside is left out unless it has so much text."""

    def __init__(self, little: float, root: HtmlElement) -> None:
        self._little, self._root = little, root
        self._blocks: list[str] = []
        self._text: list[str] = []

    def finish(self) -> list[str]:
        """All blocks."""
        self._end()
        return self._blocks

    def walk(self, element: HtmlElement) -> None:
        """Read an element and what is in it."""
        if _is_silent(element) or self._is_aside(element):
            return None
        if element.tag == "img":
            return self._text.append(_alt(element))
        if element.tag == "br":
            return self._end()
        if element.tag == "tr" and _is_data(element):
            return self._add(_row(element))
        is_block = element.tag not in _INLINE
        if is_block:
            self._end()
        self._text.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self.walk(child)
            self._text.append(child.tail or "")
        if is_block:
            self._end()
        return None

    def _end(self) -> None:
        text, self._text = _clean("".join(self._text)), []
        self._add(text)

    def _add(self, text: str) -> None:
        if self._text and any(map(str.strip, self._text)):
            self._end()
        if any(map(str.isalnum, text)):
            self._blocks.append(text)

    def _is_aside(self, element: HtmlElement) -> bool:
        if not self._little or element is self._root:
            return False
        names = f"{element.get('id', '')} {element.get('class', '')}"
        looks = element.tag in _ASIDE_TAGS or _ASIDE.search(names)
        return bool(looks) and _text_size(element) <= self._little


def _alt(image: HtmlElement) -> str:
    name = _clean(image.get("alt", ""))
    # A file's name or address says nothing to anybody.
    return "" if _FILE_NAME.search(name) else f" {name} "


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [one for one in _elements(row) if one.tag in {"td", "th"}]


def _is_data(row: HtmlElement) -> bool:
    """Whether a row holds data, to be read as one: several cells and no layout in them."""
    return (
        len(_cells(row)) > 1
        and _size(row) <= _LONG_ROW
        and not row.xpath(".//table|.//ul|.//ol|.//h1|.//h2|.//h3|.//h4|.//fieldset|.//p/../p[2]")
    )


def _row(row: HtmlElement) -> str:
    """The cells with commas between them, each after its column's heading if there is one."""
    headings = _headings(row)
    parts = []
    for index, cell in enumerate(_cells(row)):
        reader = _Reader(0, cell)
        for_cell: list[str] = []
        if not _is_silent(cell):
            reader.walk(cell)
            for_cell = reader.finish()
        text = " ".join(for_cell)
        heading = headings[index] if index < len(headings) else ""
        if text:
            parts.append(f"{heading}：{text}" if heading and heading != text else text)
    return "，".join(parts)


def _headings(row: HtmlElement) -> list[str]:
    """The headings of the columns, where the table's first row is of headings alone."""
    table: Any = next(row.iterancestors("table"), None)
    first = next(iter(table.iter("tr")), None) if table is not None else None
    if first is None or first is row or any(cell.tag != "th" for cell in _cells(first)):
        return []
    if any(cell.get("colspan", "1") != "1" for cell in (*_cells(first), *_cells(row))):
        return []
    return [_clean(cell.text_content()) for cell in _cells(first)]
