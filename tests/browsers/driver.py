"""What the behaviours ask of a browser: the protocol that every driver speaks."""

from __future__ import annotations

from typing import Any, Protocol

# The window of an office desktop, in CSS pixels.
WIDTH, HEIGHT = 1366, 768

# Keys that WebDriver names by code points (WebDriver 2, section 17.4.2 "Keyboard actions").
CODES = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Alt": "\ue00a",
    "Escape": "\ue00c",
    "Space": " ",
    "ArrowUp": "\ue013",
    "ArrowDown": "\ue015",
}


class DriverError(Exception):
    """The browser refused, or a script of the page threw; the message is the browser's."""


class Driver(Protocol):
    """One browser with one window, in which one visitor after the other looks at pages."""

    version: str
    """Of the engine, as the browser names it: ``109.0.5412.0``."""

    def fresh(self, site: str) -> None:
        """A new visitor of that site: a window of ``WIDTH`` x ``HEIGHT``, no cookies."""

    def goto(self, url: str) -> None:
        """Open a page and wait for its load event."""

    def click(self, x: float, y: float) -> None:
        """A real click there, in CSS pixels of the window."""

    def press(self, keys: str) -> None:
        """Press a key of ``CODES`` or a character, with others held: ``Shift+Tab``."""

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """Call a JavaScript function in the page, with JSON; its value, or its promise's."""

    def screenshot(self) -> bytes:
        """The window as PNG."""

    def close(self) -> None:
        """End the browser."""


def chord(keys: str) -> list[str]:
    """``Alt+Shift+g`` as the code points of WebDriver, those to hold first."""
    return [CODES.get(key, key) for key in keys.split("+")]


def key_actions(keys: str) -> list[dict[str, Any]]:
    """Actions of one keyboard, as WebDriver and BiDi have them."""
    codes = chord(keys)
    down = [{"type": "keyDown", "value": code} for code in codes]
    return down + [{"type": "keyUp", "value": code} for code in reversed(codes)]


def pointer_actions(x: float, y: float) -> list[dict[str, Any]]:
    """A click of one mouse, likewise."""
    return [
        {"type": "pointerMove", "x": round(x), "y": round(y)},
        {"type": "pointerDown", "button": 0},
        {"type": "pointerUp", "button": 0},
    ]
