"""What stands around a page's content and is no part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from a11y.simple.tree import INLINE, is_silent, names_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from a11y.simple.weights import Weights

_ASIDE_TAGS = frozenset(("header", "footer", "aside"))
_ASIDE_ROLES = frozenset(("banner", "contentinfo", "complementary", "alert", "alertdialog"))
_NAMES = (
    # around every page
    "nav navi navbar navigation menu submenu header head top topbar footer foot bottom "
    "crumb crumbs breadcrumb breadcrumbs position location sidebar side aside copyright "
    "pager paging pagination pages links link friendlink toolbar skip cookie cookies consent "
    "gdpr banner masthead "
    # beside an article
    "share sharing bdshare bshare jiathis social socials sns related relate recommend "
    "recommended recommendation recommendations popular trending hot rank ranking tags "
    "taglist comment comments commentlist disqus respond reply replies trackback pingback "
    "sharing sharedaddy relatedposts socialmedia "
    "byline metadata postmeta authorbox "
    "newsletter subscribe subscription signup promo promotion sponsor sponsored teaser "
    # advertising
    "ad ads adv advert advertisement advertising gg guanggao adsense adbox outbrain taboola "
    "popup modal overlay lightbox qrcode ewm erweima print printer noprint hidden hide "
    "editor zebian zrbj prev next prevnext pagenav"
)
_ASIDE_NAMES = frozenset(_NAMES.split())
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# What has more than this share of the content's text is no aside, whatever its name.
LITTLE = 0.3
# A form with less is a question beside the article, such as whether it was useful.
FEW = 0.15
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))


@lru_cache(maxsize=4096)
def _sounds_aside(names: str) -> bool:
    for name in names.split():
        words = [word.lower() for word in _WORD.findall(name)]
        if not _ASIDE_NAMES.isdisjoint(words) or name.lower() in _ASIDE_NAMES:
            return True
    return False


def is_aside(element: HtmlElement) -> bool:
    """Whether its name or kind says that it stands beside the content."""
    if element.tag in {"body", "html", "main", "article"}:
        return False
    if element.tag in _ASIDE_TAGS or element.get("role") in _ASIDE_ROLES:
        return True
    names = names_of(element)
    return len(names) > 1 and _sounds_aside(names)


class Filter:
    """Tells what of the content is left out.

    ``is_known``: the content's element was found by its name, and is the article alone: only what
    is silent is left out of it, and lists of links with a name of an aside. ``parts`` are of the
    content, too.
    """

    def __init__(
        self,
        root: HtmlElement,
        weights: Weights,
        *,
        is_known: bool,
        parts: Sequence[HtmlElement] = (),
    ) -> None:
        self._root, self._weights, self._is_known = root, weights, is_known
        self._parts = {root, *parts}
        self._little = LITTLE * weights[root].plain

    def __call__(self, element: HtmlElement) -> bool:
        """Whether the element is no part of the content."""
        if element in self._parts:
            return False
        if is_silent(element):
            return True
        if element.tag in INLINE:
            return False
        weight = self._weights[element]
        if self._is_known:
            return weight.is_links and is_aside(element)
        if weight.plain > self._little:
            return False
        return (
            self._is_link_list(element)
            or is_aside(element)
            or (element.tag == "form" and weight.plain < FEW * self._weights[self._root].plain)
            or (element.tag in _HEADINGS and self._heads_links(element))
        )

    def _heads_links(self, heading: HtmlElement) -> bool:
        """Whether it is the heading of a list of links that is left out."""
        after = next(heading.itersiblings("*"), None)
        return after is not None and after.tag not in INLINE and self._is_link_list(after)

    def _is_link_list(self, element: HtmlElement) -> bool:
        weight = self._weights[element]
        # Not where all the content is links, as on a page that lists notices.
        whole = self._weights[self._root]
        return (
            weight.is_links
            and element.tag in {"ul", "ol", "div", "table", "section", "dl"}
            and whole.linked < whole.plain
        )
