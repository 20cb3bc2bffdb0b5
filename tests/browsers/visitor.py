"""What a visitor does with the toolbar and what he can tell of the page, in any browser."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from tests.browsers.driver import Driver

PATIENCE = 20.0  # seconds until something is so; a busy machine is no fault

# All our shadow roots, for the scripts below.
_ROOTS = """
const host = document.querySelector('a11y-toolbar')
const root = host && host.shadowRoot
const seen = (element) => {
  const { width, height } = element.getBoundingClientRect()
  return width > 0 && height > 0 && getComputedStyle(element).visibility == 'visible'
}
const nameOf = (element) => element.getAttribute('aria-label') || element.innerText.trim()
"""

# Where the button of this name is, in view and on top; or why not.
_BUTTON = (
    "async (name, begins) => {"
    + _ROOTS
    + """
  if (!root) return 'there is no toolbar'
  const found = [...root.querySelectorAll('button')].filter(seen).filter((button) =>
    begins ? nameOf(button).startsWith(name) : nameOf(button) == name)
  if (found.length != 1) {
    return `${found.length} buttons "${name}" among ` +
      [...root.querySelectorAll('button')].filter(seen).map(nameOf).join(', ')
  }
  found[0].scrollIntoView({ block: 'nearest' })
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  const { left, right, top, bottom } = found[0].getBoundingClientRect()
  const place = [(left + right) / 2, (top + bottom) / 2]
  const hit = root.elementFromPoint(...place)
  if (!hit || hit.closest('button') != found[0]) return `"${name}" is not on top at ${place}`
  return place
}"""
)

FOCUS = (
    "() => {"
    + _ROOTS
    + """
  const element = (root && root.activeElement) || document.activeElement
  return nameOf(element)
}"""
)

# The page as it is, without what is ours.
MARKUP = """() => {
  const copy = document.documentElement.cloneNode(true)
  for (const element of copy.querySelectorAll('a11y-toolbar')) element.remove()
  return copy.outerHTML
}"""

COMPLAINTS = """() => {
  const all = (view) => [view, ...Array.from(view.frames).flatMap(all)]
  return all(window).flatMap((view) => view[Symbol.for('watch')]?.complaints ?? [])
}"""
REPORTS = "() => window[Symbol.for('watch')].reports"


class NotSoError(AssertionError):
    """The browser shows something else than the behaviour asks for."""


@dataclass
class Visitor:
    """One who looks at one site in one browser."""

    driver: Driver
    site: str

    def visit(self, page: str, *, fresh: bool = True) -> None:
        """Open a page of the site; as somebody new unless told otherwise."""
        if fresh:
            self.driver.fresh(self.site)
        self.driver.goto(f"{self.site}/{page}")

    def remember(self, **values: Any) -> None:
        """Be somebody who has switched care mode on before."""
        self.driver.fresh(self.site)
        self.driver.goto(self.site + "/plain.html?bare")
        pairs = "&".join(f"{name}={value}" for name, value in values.items())
        self.ask("(value) => void (document.cookie = `a11y=${value}; Path=/`)", f"v1&on=1&{pairs}")

    def ask(self, function: str, *arguments: Any) -> Any:
        """What a function says that is called in the page."""
        return self.driver.evaluate(function, *arguments)

    def until(self, function: str, expected: Any, *arguments: Any) -> None:
        """Wait until a function says this. Raises `NotSoError` with what it says at last."""
        end = time.monotonic() + PATIENCE
        while (found := self.ask(function, *arguments)) != expected:
            if time.monotonic() > end:
                raise NotSoError(f"{function}: {found!r}, not {expected!r}")
            self.frame()

    def expect(self, function: str, expected: Any, *arguments: Any) -> None:
        """What a function says must be this, at once."""
        found = self.ask(function, *arguments)
        if found != expected:
            raise NotSoError(f"{function}: {found!r}, not {expected!r}")

    def frame(self) -> None:
        """Wait until the window has been painted once more."""
        self.ask(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame("
            "() => setTimeout(done, 0, true))))"
        )

    def click(self, *names: str, begins: bool = False) -> None:
        """Click the toolbar's buttons of these names, one after the other."""
        for name in names:
            end = time.monotonic() + PATIENCE
            while isinstance(place := self.ask(_BUTTON, name, begins), str):
                if time.monotonic() > end:
                    raise NotSoError(place)
                self.frame()
            self.driver.click(*place)

    def open(self, page: str) -> None:
        """Open a page and its toolbar."""
        self.visit(page)
        self.click("关爱模式")
        self.until("() => document.documentElement.hasAttribute('data-a11y-on')", True)

    def mark(self, name: str, value: str | None) -> None:
        """Wait until the page is marked with this choice."""
        self.until(
            "(name) => document.documentElement.getAttribute(name)", value, f"data-a11y-{name}"
        )

    def same(self, before: str) -> None:
        """Wait until the page's markup is this again, to the byte."""
        end = time.monotonic() + PATIENCE
        while (found := self.ask(MARKUP)) != before:
            if time.monotonic() > end:
                pairs = zip_longest(found, before)
                at = next(at for at, (one, other) in enumerate(pairs) if one != other)
                here = slice(max(0, at - 60), at + 80)
                raise NotSoError(f"the markup is {found[here]!r}, was {before[here]!r}")
            self.frame()

    def leave(self, before: str) -> None:
        """Leave care mode by its button; the page must be what it was, to the byte."""
        self.click("退出")
        self.mark("on", None)
        self.same(before)
        self.until("() => (document.adoptedStyleSheets ?? []).length", 0)

    def calm(self) -> None:
        """Nothing may have been complained of."""
        found = self.ask(COMPLAINTS)
        if found:
            raise NotSoError("; ".join(found))
