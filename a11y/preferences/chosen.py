"""What a visitor chose, from the cookie and back into it: the toolbar's own form of it.

``a11y=v1&on=1&size=150&theme=yellow-on-black``: only what differs from the defaults. Nothing in it
is trusted. The toolbar's side is widget/src/cookie.js and widget/src/store.js.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from a11y.preferences.catalogue import Palette, Value, catalogue, own_colors, written

_YEAR = 365 * 24 * 60 * 60
# A cookie of ours is a few hundred bytes; nobody has to read more.
_MOST_CHARS = 4096
# What a portal has added to the toolbar by itself; it is kept as it is.
_FOREIGN = re.compile(r"x-[a-z0-9-]{1,30}=[\w.-]{1,40}", re.ASCII)
_MOST_FOREIGN = 20


@dataclass(frozen=True)
class Chosen:
    """Whether care mode is on, and the value of every preference."""

    on: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()
    is_open: bool = False

    @classmethod
    def of(cls, cookies: Mapping[str, str]) -> Chosen:
        """What the request's cookies say."""
        text = cookies.get("a11y", "")[:_MOST_CHARS]
        if not text.startswith("v1&"):
            return cls.defaults()
        known = catalogue().preferences
        # The first of a name counts, as in the toolbar.
        pairs = dict(reversed(parse_qsl(text[3:], keep_blank_values=True)))
        values = {name: one.legal(pairs.get(name)) for name, one in known.items()}
        names = text.split("&")
        foreign = [pair for pair in names if _FOREIGN.fullmatch(pair)][:_MOST_FOREIGN]
        return cls(pairs.get("on") == "1", values, tuple(foreign), pairs.get("open") == "1")

    @classmethod
    def defaults(cls) -> Chosen:
        """Care mode off, nothing chosen."""
        return cls(values={n: one.initial for n, one in catalogue().preferences.items()})

    @property
    def palette(self) -> Palette | None:
        """The colours to wear; None: the page's own."""
        theme = str(self.values["theme"]) if self.on else "none"
        return catalogue().palettes.get(theme) or own_colors(theme)

    @property
    def cookie(self) -> str:
        """The cookie's value; empty where there is nothing to keep."""
        if not self.on:
            return ""
        known = catalogue().preferences
        pairs = [
            f"{name}={written(value)}"
            for name, value in self.values.items()
            if value != known[name].initial
        ]
        tail = ["open=1"] if self.is_open else []
        return "&".join(["v1", "on=1", *pairs, *self.foreign, *tail])

    def set_cookie(self, *, secure: bool, domain: str | None = None) -> str:
        """The value of the Set-Cookie field, as the toolbar's scripts would write it."""
        text = self.cookie
        parts = [f"a11y={text}", "Path=/", f"Max-Age={_YEAR if text else 0}", "SameSite=Lax"]
        if domain:
            parts.append(f"Domain={domain}")
        if secure:
            parts.append("Secure")
        return "; ".join(parts)
