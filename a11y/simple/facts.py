"""What is said about an article around it: title, date, source, breadcrumb, neighbours, phones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from a11y.simple.tree import clean, is_hidden, is_silent, names_of, size

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CRUMBS = re.compile(r"(您|你)?(当前|现在|目前|所在|的|所处)*位置\s*[:：]")
_CRUMB_NAMES = re.compile(
    r"(^|[-_ ])(crumbs?|breadcrumbs?|BreadcrumbNav|position|location|dqwz|weizhi)", re.IGNORECASE
)
_TITLES = (
    "//h1|//h2|//ucaptitle|//*[contains(@class,'title') or contains(@class,'Title')"
    " or contains(@id,'title') or contains(@id,'Title')]"
)
_META_TITLES = ("ArticleTitle", "og:title", "title")
_META_DATES = (
    "PubDate",
    "pubdate",
    "publishdate",
    "article:published_time",
    "og:published_time",
    "date",
    "DC.date",
    "datePublished",
)
_META_SOURCES = ("ContentSource", "source", "og:site_name", "author")
_DATE = re.compile(r"((?:19|20)\d\d)\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*日?")
_SOURCE = re.compile(
    r"(?:信息|文章|稿件)?(?:来源|发布机构|发布单位)\s*[:：]\s*([^\s|【\[（(，,。<>:：]{2,30})"
)
_PHONE = re.compile(
    r"(?:(?<=热线)|(?<=拨打)|(?<=电话)|(?<=[话线][:：]))(?:12345|12329|12333|12348|12356)(?!\d)|"
    r"(?<![\d.\-/])(?:(?:\(?0\d{2,3}\)?[-—－ ]?)[2-9]\d{6,7}(?:[-—转]\d{1,5})?|"
    r"1[3-9]\d{9}|[48]00[-— ]?\d{3,4}[-— ]?\d{3,4}|"
    r"(?:12345|12329|12333|12348)(?=[\u4e00-\u9fff]{0,4}热线))(?![\d.\-/])"
)
_BETWEEN = re.compile(r"\s*(?:>>|>|»|›|→|/|＞|-)\s*")
# Names of a site after the title in the document's title.
_PARTS = re.compile(r"\s*[_|–—»]\s*|\s+-\s+|-(?=[^-]{2,20}$)")
_LEAST, _MOST, _LINES = 4, 120, 4


def metas_of(page: HtmlElement) -> dict[str, str]:
    """The page's meta elements by name, in small letters."""
    found: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop")
        if name and (value := clean(meta.get("content", ""))):
            found.setdefault(name.lower(), value)
    return found


def document_title(page: HtmlElement) -> str:
    """The text of the title element."""
    title = page.find(".//title")
    return "" if title is None else clean(title.text_content())


def title_of(page: HtmlElement, root: HtmlElement, metas: dict[str, str]) -> str:
    """The article's title, in one line where it was split over several paragraphs."""
    named = document_title(page)
    wanted = [metas.get(name.lower(), "") for name in _META_TITLES]
    known = [_bare(text) for text in (named, *wanted) if text]
    best = ""
    around = set(root.iterancestors())
    for one in page.xpath(_TITLES):
        if one in around or one is root or is_silent(one) or size(one.text_content()) > 2 * _MOST:
            continue
        text = clean(" ".join(one.itertext()) if _is_split(one) else one.text_content())
        text = _merged(text)
        if not _LEAST <= len(text) <= _MOST:
            continue
        # What the document's title says too.
        if any(name.startswith(_bare(text)) or _bare(text) in name for name in known):
            if len(text) > len(best):
                best = text
        elif not best and one.tag in {"h1", "ucaptitle"} and not wanted[0]:
            best = text
    return best or wanted[0] or next((part for part in _PARTS.split(named) if part), "")


def heading_of(page: HtmlElement, root: HtmlElement) -> list[str]:
    """The heading before content that has none of its own."""
    if root.xpath(".//h1"):
        return []
    for heading in page.xpath("//h1|//ucaptitle"):
        text = clean(heading.text_content())
        if _LEAST <= len(text) <= _MOST and root not in heading.iterancestors():
            return [text]
    return []


def _is_split(element: HtmlElement) -> bool:
    return any(one.tag in {"p", "br", "div"} for one in element.iterdescendants())


def _merged(text: str) -> str:
    """Without the spaces between hanzi that the lines of a split title leave."""
    return re.sub(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) (?=[\u2e80-\u9fff\uff00-\uffef])", "", text)


def _bare(text: str) -> str:
    return "".join(text.split()).lower()


def date_of(page: HtmlElement, root: HtmlElement, metas: dict[str, str]) -> str:
    """The day it was published, YYYY-MM-DD; empty where it is not said."""
    said = [metas[name.lower()] for name in _META_DATES if name.lower() in metas]
    times = [time.get("datetime") or "" for time in page.iter("time")]
    for text in (*said, *times[:1], *_lines_around(page, root)):
        if found := _DATE.search(text):
            year, month, day = map(int, found.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year:04d}-{month:02d}-{day:02d}"
    return ""


def source_of(page: HtmlElement, root: HtmlElement, metas: dict[str, str]) -> str:
    """Who published it, as the page says."""
    for text in _lines_around(page, root):
        if found := _SOURCE.search(text):
            return found[1]
    return next((metas[name.lower()] for name in _META_SOURCES if name.lower() in metas), "")


def _lines_around(page: HtmlElement, root: HtmlElement) -> list[str]:
    """The texts near the content in which date and source are said, the nearest first."""
    found: list[str] = []
    here: HtmlElement = root
    for _ in range(_LINES):
        parent = here.getparent()
        if parent is None or here.tag in {"body", "html"}:
            break
        before = (one for one in here.itersiblings("*", preceding=True) if not is_hidden(one))
        found += [clean(" ".join(one.itertext()))[:400] for one in before]
        here = parent
    if root.tag not in {"body", "html"}:
        inner = clean(" ".join(list(root.itertext())[:40]))
        found.append(inner[:200])
    return found


def crumbs_of(page: HtmlElement) -> list[tuple[str, str]]:
    """The way to this page as texts and addresses (empty where it is no link)."""
    for one in page.iter("div", "nav", "ol", "ul", "p", "td", "span"):
        text = clean(one.text_content()) if len(one) < 30 else ""
        by_text = CRUMBS.match(text)
        if not (by_text or _CRUMB_NAMES.search(names_of(one))) or not 2 <= len(text) <= 200:
            continue
        links = [(clean(link.text_content()), link.get("href", "")) for link in one.iter("a")]
        links = [(name, address) for name, address in links if name and address]
        if links:
            return links
        parts = _BETWEEN.split(CRUMBS.sub("", text))
        if len(parts) > 1:
            return [(part, "") for part in parts if part]
    return []


def neighbours_of(page: HtmlElement) -> dict[str, tuple[str, str]]:
    """The links to the ``previous`` and the ``next`` article: text and address."""
    found: dict[str, tuple[str, str]] = {}
    for link in page.iter("a"):
        address = link.get("href", "")
        if not address or address.startswith(("#", "javascript:")):
            continue
        text = clean(link.text_content())
        before = clean(
            (link.getprevious() is not None and (link.getprevious().tail or ""))
            or (link.getparent().text or "" if link.getparent() is not None else "")
        )[-12:]
        for key, zh, rel in (("previous", "上一", "prev"), ("next", "下一", "next")):
            said = text.startswith(zh) or before.startswith(zh) or link.get("rel", "") == rel
            if said and key not in found and not text.endswith("页"):
                found[key] = (re.sub(r"^[上下]一[篇条个]\s*[:：]?\s*", "", text), address)
    return found


def phones_of(texts: Iterable[str]) -> list[str]:
    """The phone numbers that are written there, as written, each once."""
    found: dict[str, None] = {}
    for text in texts:
        for match in _PHONE.finditer(text):
            found.setdefault(match[0].strip(), None)
    return list(found)


def link_phones(text: str) -> str:
    """The text as markup, its phone numbers as links that call them."""
    parts, at = [], 0
    for match in _PHONE.finditer(text):
        parts += [
            escape(text[at : match.start()]),
            f'<a href="{tel(match[0])}">{escape(match[0])}</a>',
        ]
        at = match.end()
    return "".join([*parts, escape(text[at:])])


def tel(number: str) -> str:
    """The address that calls a number (RFC 3966); with its extension."""
    main, *extension = re.split(r"转|(?<=\d{7})[-—](?=\d{1,5}$)", number.strip())
    digits = re.sub(r"\D", "", main)
    return f"tel:{digits}{';ext=' + extension[0] if extension else ''}"
