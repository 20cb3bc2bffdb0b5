"""Where the content of a page is: by the containers of content management systems, else by text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from a11y.simple.asides import is_aside
from a11y.simple.tree import INLINE, elements, is_hidden
from a11y.simple.weights import Weights

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Article bodies as content management systems name them, the surest first, as ids (#) and classes;
# the first with text wins. What widget/src/reading/content.js knows, and more.
_NAMED = (
    "#UCAP-CONTENT",  # UCAP
    ".TRS_UEDITOR .trs_editor_view .trs_word .TRS_Editor .view.TRS_UEDITOR",  # TRS WCM
    "#zoom #Zoom #fontzoom #zoomcon #myzoom",
    "#vsb_content .v_news_content",  # VSB (博达)
    ".wp_articlecontent .Article_Content .wp_content",  # webplus
    "#contentMain #artibody #rwb_zw #Cnt-Main-Article-QQ #endText .post_text .rm_txt_con",
    ".pages_content .article-content .article_content .articleContent #articleContent"
    " .articlecontent .articleCon .article-con",
    ".xxgk_content .news_content .content-article #ContentBody #content_body .newscontent"
    " .newsContent .news-content .news_txt #news_content .detail_content #detail_content"
    " .detail-content .info_content .zwxl-article .xl_content #js_content .con_text .text_con",
    ".arc_body .artview_content",  # DedeCMS
    ".content-text .mainContent",  # SiteServer
    ".rich-text .block-rich_text",  # Wagtail: pieces of the content, so only where one has most
    ".entry-content .post-content .post-body .article-body .article__body .article_body"
    " .articleBody .story-body .td-post-content .single-content .entry__content .post__content"
    " .article-text .article_text .artikel-text",
)
# So many lines of them are editors' own names: nothing but the article is in there.
_SURE = 6
_TAGS = (("main", "main"), ("article", "article"))
# Fewer characters are no content; a part is the content alone with this share of all text.
SOME, _MOST = 20, 0.6
# A named or marked element must have so much of the page's text outside links to be the content.
_ENOUGH = 0.25
_NO_ARTICLE = re.compile(r"p|h[1-6]|li|tr|dd|blockquote")


class Found(NamedTuple):
    """The content's element, and whether it is known by its name to be the article alone."""

    root: HtmlElement
    is_known: bool
    weights: Weights


def content_of(page: HtmlElement) -> Found:
    """Where the content is; the body where nothing is better."""
    body = page.find("body")
    whole = page if body is None else body
    weights = Weights(whole)
    named = _by_name(whole, weights) or _by_mark(whole, weights)
    if named is not None:
        return Found(named[0], named[1], weights)
    return Found(_densest(whole, weights), False, weights)


def _by_name(whole: HtmlElement, weights: Weights) -> tuple[HtmlElement, bool] | None:
    places: dict[str, list[HtmlElement]] = {}
    for element in whole.iter():
        if not isinstance(element.tag, str):
            continue
        if name := element.get("id"):
            places.setdefault(f"#{name}", []).append(element)
        if classes := element.get("class"):
            for one in classes.split():
                places.setdefault(f".{one}", []).append(element)
        if element.get("itemprop") == "articleBody":
            places.setdefault("itemprop", []).append(element)
    least = _ENOUGH * weights[whole].plain
    for number, names in enumerate((*_NAMED[:_SURE], "itemprop", *_NAMED[_SURE:])):
        found = [one for name in names.split() for one in places.get(name, ())]
        best, is_sure = _only(found, weights), number < _SURE
        if best is not None and (is_sure or weights[best].plain >= least):
            return best, is_sure
    return None


def _by_mark(whole: HtmlElement, weights: Weights) -> tuple[HtmlElement, bool] | None:
    total = weights[whole].plain
    for tag, role in _TAGS:
        found = [one for one in whole.iter("*") if one.tag == tag or one.get("role") == role]
        best = _only(found, weights)
        if best is not None and weights[best].plain >= _ENOUGH * total:
            return _densest(best, weights), False
    return None


def _only(found: list[HtmlElement], weights: Weights) -> HtmlElement | None:
    """The one that has most of their text; several of equal weight are a list of news."""
    visible = {one for one in found if not is_hidden(one)}
    # The outermost of those within each other.
    apart = [one for one in visible if visible.isdisjoint(one.iterancestors())]
    if not apart:
        return None
    sizes = [weights[one].plain for one in apart]
    largest = max(sizes)
    if largest < max(SOME, _MOST * sum(sizes)):
        return None
    return apart[sizes.index(largest)]


def _densest(root: HtmlElement, weights: Weights) -> HtmlElement:
    """The smallest element that holds most of the text outside links."""
    asides: dict[HtmlElement, int] = {}
    if _kept(root, weights, asides) < 5 * SOME:
        return root
    while True:
        total = _kept(root, weights, asides)
        inner = next(
            (one for one in elements(root) if _kept(one, weights, asides) >= _MOST * total), None
        )
        # A paragraph that dominates its article is not the article.
        if inner is None or inner.tag in INLINE or _NO_ARTICLE.fullmatch(inner.tag):
            return root
        root = inner


def _kept(element: HtmlElement, weights: Weights, known: dict[HtmlElement, int]) -> int:
    """How much text it has outside links and outside asides."""
    if element in known:
        return known[element]
    weight = weights[element]
    count = weight.plain
    for child in elements(element):
        if (inner := weights[child].plain) and child.tag not in INLINE:
            whole = weights[child]
            is_left = inner < 0.3 * weight.plain and (whole.is_links or is_aside(child))
            count -= inner if is_left else inner - _kept(child, weights, known)
    known[element] = count
    return count
