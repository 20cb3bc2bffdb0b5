"""The meta elements that keep a visitor from enlarging a page, or from finishing to read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

# https://drafts.csswg.org/css-viewport/#parsing-algorithm: what separates the properties.
_SEPARATORS = re.compile(r"[,;\s]+(?=[A-Za-z])")
# WCAG 2.2, 1.4.4 asks for 200 %; a page that allows 500 % hinders nobody, as axe's rule
# meta-viewport-large has it.
_ENOUGH = 5.0
# https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps
_REFRESH = re.compile(r"\s*(\d*)[\d.]*(?:\s*[;,\s]\s*(.*))?", re.DOTALL)


def zoomable(tree: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """The viewport metas that hinder zooming, each with the content that does not."""
    for meta in _metas(tree, "name", "viewport"):
        content = str(meta.get("content") or "").strip()
        properties = [one for one in _SEPARATORS.split(content) if one]
        kept = [one for one in properties if not _hinders(one)]
        if kept != properties:
            yield meta, ", ".join(one.strip(" ,;") for one in kept)


def without_refresh(tree: BeautifulSoup) -> Iterator[Tag]:
    """The metas that reload the page or leave it after a while.

    One that leads on at once is a redirect, which takes nothing from a reader (WCAG 2.2, 2.2.1 and
    technique H76).
    """
    for meta in _metas(tree, "http-equiv", "refresh"):
        found = _REFRESH.match(str(meta.get("content") or ""))
        seconds = int(found[1] or 0) if found else 0
        leads_on = bool(found and (found[2] or "").strip())
        if found and (seconds or not leads_on):
            yield meta


def _metas(tree: BeautifulSoup, attribute: str, value: str) -> Iterator[Tag]:
    for meta in tree.find_all("meta"):
        if isinstance(meta, Tag) and str(meta.get(attribute) or "").strip().lower() == value:
            yield meta


def _hinders(item: str) -> bool:
    name, _, value = (part.strip(" ,;\t\n\r").lower() for part in item.partition("="))
    if name == "user-scalable":
        return value in ("no", "0", "false") or value.startswith("-")
    if name != "maximum-scale":
        return False
    try:
        return 0 <= float(value) < _ENOUGH
    except ValueError:
        return False
