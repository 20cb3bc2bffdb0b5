"""How our own pages look to a visitor: the chosen palette, size and spacing as CSS."""

from __future__ import annotations

from a11y.preferences.catalogue import Palette
from a11y.preferences.chosen import Chosen

# Our pages are large to begin with; the chosen size goes on from there.
_BASE_PX = 22
_USUAL = Palette(
    "light",
    {
        "background": "#ffffff",
        "text": "#1a1a1a",
        "link": "#0b4a8f",
        "border": "#5b6b7d",
        "focus": "#0b4a8f",
    },
)
_DARK = Palette(
    "dark",
    {
        "background": "#14181d",
        "text": "#f2f2f2",
        "link": "#9cc8ff",
        "border": "#8a97a6",
        "focus": "#9cc8ff",
    },
)


def sheet_for(chosen: Chosen) -> str:
    """The rule for ``:root``: ``--bg --fg --link --line --focus``, font size, spacing.

    Where no palette was chosen the system's light or dark is followed.
    """
    palette = chosen.palette
    rules = [f":root{{{_colors(palette or _USUAL)};{_text(chosen)}}}"]
    if palette is None:
        rules.append(f"@media(prefers-color-scheme:dark){{:root{{{_colors(_DARK)}}}}}")
    return "".join(rules)


def _colors(palette: Palette) -> str:
    colors = palette.colors
    return (
        f"color-scheme:{palette.scheme};--bg:{colors['background']};--fg:{colors['text']};"
        f"--link:{colors['link']};--line:{colors['border']};--focus:{colors['focus']}"
    )


def _text(chosen: Chosen) -> str:
    values = chosen.values if chosen.on else {}
    size = float(values.get("size", 100)) * float(values.get("zoom", 100)) / 10_000
    rules = [f"font-size:{_BASE_PX * min(size, 3):g}px"]
    for name, declaration, initial in (
        ("line", "--line-height:{}", "page"),
        ("letter", "letter-spacing:{}em", "page"),
        ("word", "word-spacing:{}em", "page"),
    ):
        if (value := values.get(name, initial)) != initial:
            rules.append(declaration.format(value))
    return ";".join(rules)
