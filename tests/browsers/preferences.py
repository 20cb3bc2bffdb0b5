"""Every preference on, off and gone without a trace: one row each, in every browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browsers.visitor import MARKUP, NotSoError, Visitor

PAGE = "portal.html"

# What must be so while a preference has a value, where a style sheet or a mark tells: a function of
# the page, and what it says with the value given.
_STYLE = (
    "(selector, name) => getComputedStyle(document.querySelector(selector)).getPropertyValue(name)"
)
_STAGE = """() => [...document.querySelector('a11y-toolbar').shadowRoot
  .querySelectorAll('.stage > *, .foot > *')].some((element) => !element.hidden)"""

Proof = Callable[[Visitor], None]


def _style(selector: str, name: str, *expected: str) -> Proof:
    def prove(visitor: Visitor) -> None:
        visitor.until(
            f"(...all) => {list(expected)!r}.includes(({_STYLE})(...all))", True, selector, name
        )

    return prove


def _has(function: str, expected: Any = True) -> Proof:
    return lambda visitor: visitor.until(function, expected)


# By name: the value to set, and what proves that it holds.
PROOFS: dict[str, tuple[Any, Proof]] = {
    "caption": ("large", _has(_STAGE)),
    "cross": ("on", _has(_STAGE)),
    "mask": ("on", _has(_STAGE)),
    "ruler": ("wide", _has(_STAGE)),
    "cursor": (
        "huge-yellow",
        _has("() => getComputedStyle(document.body).cursor.includes('/_a11y/cursor-')"),
    ),
    "dim": (
        "much",
        _has("() => getComputedStyle(document.querySelector('#photo')).filter.includes('0.5')"),
    ),
    "focus": (
        "on",
        lambda visitor: visitor.until(
            "() => { const link = document.querySelector('#news a'); link.focus();"
            " return getComputedStyle(link).outlineStyle }",
            "solid",
        ),
    ),
    "font": (
        "kai",
        _has("() => /kai/i.test(getComputedStyle(document.querySelector('#heading')).fontFamily)"),
    ),
    "headings": ("on", _has("() => !!document.documentElement.dataset.a11yHeadings")),
    "images": (
        "on",
        _has(
            "() => { const { display, visibility, opacity, width } ="
            " getComputedStyle(document.querySelector('#photo'));"
            " return display == 'none' || visibility == 'hidden' || opacity == '0'"
            " || document.querySelector('#photo').getAttribute('src') != 'hill.svg'"
            " || document.querySelector('#photo').hasAttribute('data-a11y-i') }"
        ),
    ),
    "letter": ("0.2", _style("#heading", "letter-spacing", "2.4px")),
    "word": ("0.5", _style("#heading", "word-spacing", "6px")),
    "line": (
        "2",
        _has(
            "() => { const { fontSize, lineHeight } ="
            " getComputedStyle(document.querySelector('#lead'));"
            " return parseFloat(lineHeight) >= 1.95 * parseFloat(fontSize) }"
        ),
    ),
    "paragraph": ("2", _style("#lead", "margin-bottom", "24px")),
    "links": ("on", _style("#news a", "outline-style", "solid")),
    "motion": ("on", _style("#tab", "transition-duration", "0.001s", "0.001s, 0.001s", "1ms")),
    "pinyin": ("on", _has("() => document.querySelectorAll('ruby[data-a11y-y]').length > 5")),
    "script": ("traditional", _has("() => document.body.textContent.includes('縣長信箱')")),
    "theme": ("white-on-black", _style("#lead", "background-color", "rgb(0, 0, 0)")),
    "zoom": (
        150,
        lambda visitor: visitor.until("() => +getComputedStyle(document.body).zoom || 1", 1.5),
    ),
    "size": (150, _has("() => document.querySelectorAll('[data-a11y-s]').length > 5")),
}


def switch(visitor: Visitor, name: str, schema: dict[str, Any], before: str) -> None:
    """Set each value of a preference in turn, then its default; the page must be what it was.

    Raises `NotSoError`.
    """
    values = schema.get("choices") or [schema["min"], schema["max"]]
    for value in values:
        visitor.ask("(name, value) => a11y.set(name, value)", name, value)
        visitor.mark(name, None if value == schema["initial"] else str(value))
    if name in PROOFS:
        value, proof = PROOFS[name]
        visitor.ask("(name, value) => a11y.set(name, value)", name, value)
        proof(visitor)
    visitor.ask("(name, value) => a11y.set(name, value)", name, schema["initial"])
    visitor.mark(name, None)
    visitor.same(before)
    visitor.calm()


def switch_all(visitor: Visitor) -> dict[str, str]:
    """Each preference alone, then leave; what went wrong by name, empty where nothing did."""
    visitor.visit(PAGE)
    visitor.until("() => !!document.querySelector('a11y-toolbar')", True)
    before = visitor.ask(MARKUP)
    visitor.click("关爱模式")
    visitor.until("() => document.documentElement.hasAttribute('data-a11y-on')", True)
    schemas = visitor.ask("async () => (await a11y.preferences())")
    visitor.frame()
    opened = visitor.ask(MARKUP)  # with the marks that make room for the bar
    found = {}
    for name, entry in sorted(schemas.items()):
        try:
            switch(visitor, name, entry["schema"], opened)
            found[name] = ""
        except NotSoError as error:
            found[name] = str(error)
            visitor.ask("() => void (window[Symbol.for('watch')].complaints.length = 0)")
            visitor.ask("() => a11y.reset()")
    visitor.leave(before)
    return found
