"""How much text each element of a page has, inside and outside links: one walk over the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from a11y.simple.tree import is_silent, size

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Browsers stop nesting at 512 (Blink, WebKit); what is deeper is counted with what is around it.
DEEPEST = 400


class Weight(NamedTuple):
    """Characters without spaces, and how many links."""

    plain: int = 0
    linked: int = 0
    links: int = 0

    @property
    def is_links(self) -> bool:
        """Whether it is a list of links: more than two, and little beside them."""
        return self.links > 2 and self.linked > 0.6 * (self.plain + self.linked)


NOTHING = Weight()


class Weights:
    """The weights of an element and all below it; what is silent weighs nothing."""

    def __init__(self, root: HtmlElement) -> None:
        self._weights: dict[HtmlElement, Weight] = {}
        self._weigh(root, 0)

    def __getitem__(self, element: HtmlElement) -> Weight:
        return self._weights.get(element, NOTHING)

    def _weigh(self, element: HtmlElement, depth: int) -> Weight:
        if is_silent(element):
            return NOTHING
        plain, linked, links = size(element.text), 0, 0
        for child in element:
            plain += size(child.tail)
            if isinstance(child.tag, str) and depth < DEEPEST:
                inner = self._weigh(child, depth + 1)
                plain, linked, links = plain + inner[0], linked + inner[1], links + inner[2]
        if element.tag == "a" and element.get("href") is not None:
            plain, linked, links = 0, plain + linked, 1
        found = self._weights[element] = Weight(plain, linked, links)
        return found
