"""What a page looks like to somebody who reads it: scripts that measure, run in the page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Frame, Page

# Text nodes that can be seen, with the lines they fill.
_TEXTS = """
const texts = []
// Whether any of a line is left by the boxes around that show a part of what they hold.
const shown = (line, element) => {
  for (let box = element; box && box != document.body; box = box.parentElement) {
    if (getComputedStyle(box).overflowY == 'visible') continue
    const edge = box.getBoundingClientRect()
    if (line.top - scrollY >= edge.bottom - 2 || line.bottom - scrollY <= edge.top + 2) return false
    if (line.left - scrollX >= edge.right - 2 || line.right - scrollX <= edge.left + 2) return false
  }
  return true
}
for (const root of [document]) {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  while (walker.nextNode()) {
    const node = walker.currentNode
    const element = node.parentElement
    if (!node.data.trim() || element.closest('script,style,noscript,option,template')) continue
    const style = getComputedStyle(element)
    if (!element.checkVisibility() || style.visibility != 'visible') continue
    if (parseFloat(style.fontSize) < 3) continue
    // Spaces hang over the end of a line, where nobody sees them.
    const words = [...node.data.matchAll(/[^\u3000]+/g)].flatMap((part) => {
      range.setStart(node, part.index)
      range.setEnd(node, part.index + part[0].length)
      return [...range.getClientRects()]
    })
    const all = words.filter((line) => line.width > 1 && line.height > 1)
    const lines = all
      .map((line) => ({ left: line.left + scrollX, right: line.right + scrollX,
                        top: line.top + scrollY, bottom: line.bottom + scrollY }))
      .filter((line) => shown(line, element))
    const lost = all.length - lines.length
    if (lines.length) texts.push({ node, element, style, lines, lost })
  }
}
"""

# How many lines of text a box cuts, and how many lie over other text.
LAYOUT = (
    "() => {"
    + _TEXTS
    + """
  const clipped = []
  for (const { node, element, lines, lost } of texts) {
    if (element.closest('marquee')) continue
    if (lost) clipped.push(node.data.trim().slice(0, 20))
    for (let box = element; box && box != document.body; box = box.parentElement) {
      const style = getComputedStyle(box)
      if (style.overflowX == 'visible' && style.overflowY == 'visible') continue
      if (style.display == 'inline') continue
      const edge = box.getBoundingClientRect()
      const scrolls = /auto|scroll/
      for (const line of lines) {
        // glyphs fill about two thirds of the height of their line's box
        const slack = (line.bottom - line.top) * 0.15 + 1
        const deep = Math.max(line.bottom - scrollY - edge.bottom, edge.top - line.top + scrollY)
        const wide = Math.max(line.right - scrollX - edge.right, edge.left - line.left + scrollX)
        const cut = (deep > slack && !scrolls.test(style.overflowY)) ||
                    (wide > 2 && !scrolls.test(style.overflowX))
        if (cut) clipped.push(node.data.trim().slice(0, 20))
      }
    }
  }
  // Pop-ups and adverts that float over the page hide whatever is scrolled below them, at any size;
  // what is fixed to the top (below the bar, 100 px) hides the same text for ever.
  const floating = (element) => {
    for (let box = element; box; box = box.parentElement) {
      if (getComputedStyle(box).position != 'fixed') continue
      return box.getBoundingClientRect().top > 100 ? box : undefined
    }
  }
  const overlapping = []
  // A ticker runs below what stands beside it, sooner or later, at any size.
  const still = texts.filter(({ element }) => !element.closest('marquee'))
  const flat = still.flatMap(({ node, element, lines }) =>
    lines.map((line) => ({ node, line, float: floating(element) })))
  flat.forEach(({ node, line, float }, at) => {
    for (const other of flat.slice(at + 1)) {
      // The lines of one text may touch; boxes of one line beside each other do not lie over it.
      if (other.float != float || (other.node == node && other.line.top - line.top < 2)) continue
      const deep = Math.min(line.bottom, other.line.bottom) - Math.max(line.top, other.line.top)
      const wide = Math.min(line.right, other.line.right) - Math.max(line.left, other.line.left)
      const low = Math.min(line.bottom - line.top, other.line.bottom - other.line.top)
      if (deep <= low * 0.25 || wide <= 2) continue
      overlapping.push([node, other.node].map(({ data }) => data.trim().slice(0, 12)))
    }
  })
  // Nobody scrolls to what lies left of the page or above it.
  const outside = texts
    .filter(({ lines }) => lines.some(({ left, top }) => left < -2 || top < -2))
    .map(({ node }) => node.data.trim().slice(0, 20))
  const { scrollWidth, clientWidth } = document.documentElement
  const overflow = scrollWidth - clientWidth
  return { clipped, overlapping, outside, texts: texts.length, overflow }
}"""
)

# The contrast of each text with what is painted below it (WCAG 2.2 contrast ratio), lowest first.
CONTRAST = (
    "() => {"
    + _TEXTS
    + """
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number)
    return [r, g, b, a]
  }
  const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0)
  const ratio = (one, two) => {
    const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  }
  // The first opaque colour at a point below the text; a picture on the way counts as none.
  const below = (x, y, element) => {
    const stack = document.elementsFromPoint(x, y)
    const from = stack.indexOf(element)
    if (from < 0) return 'hidden'
    for (const box of stack.slice(from)) {
      const style = getComputedStyle(box)
      if (/^(IMG|VIDEO|CANVAS|rect|path)$/.test(box.tagName)) return 'picture'
      // A sign beside the text: a plain gradient lies over it, below the text.
      if (box.hasAttribute('data-a11y-ti'))
        return parse(/rgba?\\([^)]*\\)/.exec(style.backgroundImage)[0])
      if (style.backgroundImage != 'none' && style.webkitBackgroundClip != 'text') return 'picture'
      const color = parse(style.backgroundColor)
      if (color[3] == 1) return color
    }
    return [255, 255, 255]
  }
  const found = []
  for (const { node, element, style, lines } of texts) {
    const line = lines[0]
    scrollTo(0, line.top - innerHeight / 2)
    const x = (line.left + line.right) / 2 - scrollX, y = (line.top + line.bottom) / 2 - scrollY
    const back = below(x, y, element)
    if (back == 'hidden') continue
    let opacity = 1
    for (let box = element; box; box = box.parentElement) opacity *= +getComputedStyle(box).opacity
    const svg = element.namespaceURI.endsWith('svg')
    const front = parse(svg ? style.fill : style.webkitTextFillColor)
    const outlined = svg && style.paintOrder.startsWith('stroke')
    const under = outlined ? parse(style.stroke) : back
    const value = under == 'picture' || opacity < 1 || front[3] < 1 ? 0 : ratio(front, under)
    found.push({ text: node.data.trim().slice(0, 20), ratio: value })
  }
  scrollTo(0, 0)
  return found.sort((a, b) => a.ratio - b.ratio)
}"""
)

# The page's own transitions take their time, and may begin a little after what causes them. (Not by
# animation frames: a frame that is not shown has none.)
STILL = """async () => {
  const end = performance.now() + 5000
  for (let still = 0; still < 4 && performance.now() < end;) {
    await new Promise((done) => setTimeout(done, 20))
    still = document.getAnimations().length ? 0 : still + 1
  }
}"""

# The page as it is, without what is ours.
MARKUP = """() => {
  const root = document.documentElement.cloneNode(true)
  root.querySelectorAll('a11y-toolbar').forEach((element) => element.remove())
  return root.outerHTML
}"""


def layout(page: Page | Frame) -> dict[str, Any]:
    """Which texts are cut or lie over others, how many there are, the overflow sideways in px."""
    found: dict[str, Any] = page.evaluate(LAYOUT)
    return found


def contrasts(page: Page | Frame) -> list[dict[str, Any]]:
    """Each visible text with its contrast ratio, the lowest first, once all is still."""
    page.evaluate(STILL)
    found: list[dict[str, Any]] = page.evaluate(CONTRAST)
    return found


def markup(page: Page | Frame) -> str:
    """The page's markup without the toolbar's element."""
    text: str = page.evaluate(MARKUP)
    return text
