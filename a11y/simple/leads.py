"""The opening paragraph that stands before the element of the content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from a11y.simple.tree import is_silent, names_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from a11y.simple.weights import Weights

_NAMES = re.compile(
    r"(^|[-_ ])(lead|lede|intro|introduction|teaser|summary|standfirst|abstract|excerpt|dek|"
    r"subline|vorspann|zhaiyao|zy|daodu|daoyu)([-_ ]|$)",
    re.IGNORECASE,
)
# In characters: less is a label, more is an article. How far up it may stand.
_LEAST, _MOST, _LEVELS = 30, 800, 3


def leads_of(root: HtmlElement, weights: Weights) -> list[HtmlElement]:
    """Elements before the content that are named as its opening, in their order."""
    here = root
    for _ in range(_LEVELS):
        parent = here.getparent()
        if parent is None or here.tag in {"body", "main", "article"}:
            return []
        for sibling in here.itersiblings("*", preceding=True):
            found = [one for one in sibling.iter("*") if _is_lead(one, weights)]
            if found:
                return found[:1]
        here = parent
    return []


def _is_lead(element: HtmlElement, weights: Weights) -> bool:
    weight = weights[element]
    return (
        _LEAST <= weight.plain <= _MOST
        and not weight.is_links
        and not is_silent(element)
        and bool(_NAMES.search(names_of(element)))
    )
