"""What scripts do that care mode has to live with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from a11y.check.finding import Finding
from a11y.check.page import Page

_SIGNS = {
    "script.service-worker": re.compile(r"serviceWorker\s*(?:\?\.|\.)\s*register\s*\([^)]{0,80}"),
    "script.websocket": re.compile(r"new\s+(?:window\.)?WebSocket\s*\([^)]{0,80}"),
    "script.activex": re.compile(r"new\s+ActiveXObject\s*\([^)]{0,80}"),
}
# Old scripts ask for these to find out whether there is XMLHttpRequest, XML or Flash.
_HARMLESS = re.compile(r"(?:Microsoft|MSXML\d?|ShockwaveFlash)\.", re.IGNORECASE)
_CLASS_ID = re.compile(r"^\s*clsid:", re.IGNORECASE)
# Flash: gone from every browser as well, but everybody knows.
_FLASH = "d27cdb6e"


def find(page: Page) -> Iterator[Finding]:
    """What the scripts of a page, or a script of its own, do."""
    if page.is_html:
        sources = list(page.markup.scripts)
        for element in page.markup.named("object"):
            name = element.get("classid")
            if _CLASS_ID.match(name) and _FLASH not in name.lower():
                yield Finding.quoting("script.activex", f'<object classid="{name}">')
    else:
        sources = [page.text]
    yield from _signs(sources)


def _signs(sources: list[str]) -> Iterator[Finding]:
    for name, sign in _SIGNS.items():
        for source in sources:
            found = next((f[0] for f in sign.finditer(source) if not _HARMLESS.search(f[0])), None)
            if found is not None:
                yield Finding.quoting(name, found)
                break
