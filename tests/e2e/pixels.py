"""The contrast that is really painted: cells of a page, measured in a picture of the window."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from itertools import pairwise
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from tests.e2e.looks import STILL

Color = tuple[int, int, int]

# Where to look: for a text of blocks (U+2588) and spaces the middle of each; else a line of pixels
# across the thing itself.
PLACES = """() => {
  const middle = ({ left, right, top, bottom }, by) =>
    [(left + right) / 2 + by.left, (top + bottom) / 2 + by.top]
  const textOf = (root) => {
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) if (walker.currentNode.data.includes('█')) return walker.currentNode
    for (const each of root.querySelectorAll('*')) {
      const text = each.shadowRoot && textOf(each.shadowRoot.firstElementChild)
      if (text) return text
    }
  }
  const points = (text, by) => {
    const range = text.ownerDocument.createRange()
    const at = text.data.indexOf('█')
    return [0, 1, 2, 3, 4].map((step) => {
      range.setStart(text, at + step)
      range.setEnd(text, at + step + 1)
      return middle(range.getBoundingClientRect(), by)
    })
  }
  const none = { left: 0, top: 0 }
  return [...document.querySelectorAll('[data-cell]')].map((cell) => {
    const { cell: name, how, least } = cell.dataset
    const place = { name, least: +(least ?? 0) }
    if (how == 'row' || how == 'column') {
      const { left, right, top, bottom } = cell.lastElementChild.getBoundingClientRect()
      // Across its edge for what is one; within it for what has a text.
      const edge = least ? -3 : 3
      const width = Math.min(right - left, +(cell.dataset.width ?? 120))
      const [x, y] = [Math.round(left), Math.round((top + bottom) / 2)]
      place.line = how == 'row' ? [x + edge, y, x + width - edge, y]
        : [x + 30, Math.round(top) + edge, x + 30, Math.round(bottom) - edge]
      return place
    }
    if (how == 'selection') getSelection().selectAllChildren(cell.lastElementChild)
    const frame = how == 'frame' && cell.querySelector('iframe')
    const text = frame ? textOf(frame.contentDocument.body) : textOf(cell)
    place.points = text ? points(text, frame ? frame.getBoundingClientRect() : none) : []
    return place
  })
}"""


def luminance(color: Color) -> float:
    """WCAG 2.2, "relative luminance"."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in color)
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def ratio(one: Color, other: Color) -> float:
    """WCAG 2.2, "contrast ratio"."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def measured(page: Page) -> dict[str, tuple[float, float]]:
    """The painted contrast of each ``[data-cell]``, and the least that it asks for (0: a text)."""
    page.evaluate(STILL)
    places: list[dict[str, Any]] = page.evaluate(PLACES)
    with Image.open(BytesIO(page.screenshot(animations="allow"))) as file:
        image = file.convert("RGB")
    return {place["name"]: (contrast_at(image, place), place["least"]) for place in places}


def contrast_at(image: Image.Image, place: dict[str, Any]) -> float:
    """The painted contrast at one of ``PLACES``."""
    if "line" in place:
        return _along(image, place["line"])
    colors = [_pixel(image, x, y) for x, y in place["points"]]
    if not colors:
        return 0.0
    # Each block against the space beside it: the lowest counts.
    return min(ratio(one, other) for one, other in pairwise(colors))


def _along(image: Image.Image, line: list[float]) -> float:
    """The strongest contrast on the line with the colour that most of it has."""
    left, top, right, bottom = map(int, line)
    points = [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    colors = [_pixel(image, x, y) for x, y in points]
    # Two pixels of one colour at least: a single one is the soft edge of something.
    runs = [one for one, other in pairwise(colors) if one == other]
    if not runs:
        return 0.0
    ground = Counter(runs).most_common(1)[0][0]
    return max(ratio(color, ground) for color in runs)


def _pixel(image: Image.Image, x: float, y: float) -> Color:
    found = image.getpixel((int(x), int(y)))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]
