"""What the rules do to elements: which attributes each shall have."""

from __future__ import annotations

from collections.abc import Iterator

import soupsieve
from bs4 import Tag

from a11y.fixes.problem import Problem, Trouble
from a11y.fixes.rule import Rule

Wanted = dict[str, str | None]

# What the keyboard comes to: https://html.spec.whatwg.org/multipage/interaction.html#focusable-area
_OPERABLE = soupsieve.compile(
    "a[href], area[href], button, input:not([type=hidden i]), select, textarea, summary, iframe, "
    "frame, object, embed, audio[controls], video[controls], [tabindex], [contenteditable]"
)
# Elements that are a landmark by themselves need no role.
_NATIVE = {
    "main": "main",
    "nav": "navigation",
    "aside": "complementary",
    "search": "search",
    "form": "form",
}
_FRAMES = ("frame", "iframe")


def wanted_of(rule: Rule, element: Tag) -> Iterator[tuple[str, str | None] | Problem]:
    """The attributes that the rule wants of an element, or why it can't have one."""
    if rule.decoration:
        yield from _decoration(rule, element)
    for name, template in rule.set.items():
        value = template.value(element)
        yield Problem(Trouble.NO_VALUE, rule.name, name) if value is None else (name, value)
    for name, template in rule.add.items():
        if element.has_attr(name):
            continue
        value = template.value(element)
        yield Problem(Trouble.NO_VALUE, rule.name, name) if value is None else (name, value)
    if rule.label is not None:
        value = rule.label.value(element)
        name = _name_attribute(element)
        yield Problem(Trouble.NO_VALUE, rule.name, name) if value is None else (name, value)
    if rule.landmark is not None and _NATIVE.get(element.name) != rule.landmark:
        yield "role", rule.landmark
    for name in rule.remove:
        if element.has_attr(name):
            yield name, None


def _decoration(rule: Rule, element: Tag) -> Iterator[tuple[str, str | None] | Problem]:
    """Nothing to read out: an empty alternative for a picture, hidden for anything else."""
    if element.name == "img":
        link = element.find_parent(["a", "button"])
        if isinstance(link, Tag) and not link.get_text(strip=True):
            # The picture is all that says where the link leads.
            yield Problem(Trouble.OPERABLE, rule.name, link.name)
            return
        yield "alt", ""
        for name in ("title", "aria-label", "aria-labelledby", "role"):
            if element.has_attr(name):
                yield name, None
        return
    operable = element if _OPERABLE.match(element) else _OPERABLE.select_one(element)
    if operable is not None:
        yield Problem(Trouble.OPERABLE, rule.name, operable.name)
        return
    yield "aria-hidden", "true"


def _name_attribute(element: Tag) -> str:
    """Where an element of this kind has its name."""
    if element.name in _FRAMES:
        return "title"
    image = element.name == "input" and str(element.get("type", "")).lower() == "image"
    return "alt" if element.name in ("img", "area") or image else "aria-label"
