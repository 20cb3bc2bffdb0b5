"""Other accessibility toolbars, known by the addresses of their scripts and by what they add."""

from __future__ import annotations

import re
from collections.abc import Iterator

from a11y.check.finding import Finding
from a11y.check.page import Page

# Where each one's script comes from, or how it is called where a site has a copy of its own.
_ADDRESSES = {
    "govwza (aria.js)": r"govwza\.cn/|cnwza\.cn/|/wza/aria\.js|/aria\.js\?app(?:id)?="
    r"|/assist\.js\?sid=",
    "太阳湾 canyou": r"/canyou/.{0,80}\.js|wzatool[\w.-]{0,40}\.js|wza\.rrbay\.com",
    "易得优 ESD": r"mangren\.com/.{0,80}toolbar|esd[-_]?toolbar[\w.-]{0,40}\.js",
    "wza2": r"jstide[\w.-]{0,40}/.{0,80}wza",
    "Sienna": r"sienna(?:-accessibility)?(?:\.umd|\.min|/dist|@)",
    "accessibility (ranbuch)": r"/npm/accessibility@|/accessibility/dist/main\.bundle",
    "AccessibleWeb": r"accessibleweb\.com/|accessible-web-widget",
    "UserWay": r"userway\.org/",
    "accessiBe": r"acsbapp?\.com/|accessibe\.com/",
    "AudioEye": r"audioeye\.com/",
    "EqualWeb": r"equalweb\.com/|nagich\.co",
    "Recite Me": r"reciteme\.com/",
    "ReadSpeaker": r"readspeaker\.com/",
    "ReachDeck (Browsealoud)": r"browsealoud\.com/|reachdeck\.com/",
    "Monsido": r"monsido\.com/.{0,80}(?:heatmap|page-assist)|pageassist",
    "Equally AI": r"equally\.ai/",
}
# Every repetition in these is bounded: they are run over what strangers wrote.
# Elements and names that one writes into its pages or scripts.
_TRACES = {
    "太阳湾 canyou": r"rrbay_wzatool|id=[\"']?rrbayJs",
    "易得优 ESD": r"EsdToolbarInit",
    "govwza (aria.js)": r"id=[\"']?ariascripts\b|\baria\.(?:start|oldFixedStart)\(",
    "Sienna": r"asw-menu-btn",
    "accessibility (ranbuch)": r"new\s+Accessibility\(\s*[{)]|_access-icon",
    "UI Options (Infusion)": r"flc-prefsEditor",
    "Recite Me": r"id=[\"']?reciteEnable\b",
    "ReachDeck (Browsealoud)": r"__ba_launchpad",
    "ReadSpeaker": r"class=[\"'][^\"']{0,200}\brs_skip\b|id=[\"']?readspeaker_button",
}
_BY_ADDRESS = {name: re.compile(text, re.IGNORECASE) for name, text in _ADDRESSES.items()}
_BY_TRACE = {name: re.compile(text) for name, text in _TRACES.items()}


def find(page: Page) -> Iterator[Finding]:
    """The toolbars of others in a page or script, each once."""
    seen: set[str] = set()
    for name, evidence in _signs(page):
        if name not in seen:
            seen.add(name)
            yield Finding.quoting("toolbar.other", f"{name}: {evidence}")


def _signs(page: Page) -> Iterator[tuple[str, str]]:
    for script in page.markup.named("script"):
        for name, sign in _BY_ADDRESS.items():
            if sign.search(script.get("src")):
                yield name, script.get("src")
    # Scripts that write script elements: the whole source is searched, addresses in strings, too.
    sources = list(page.markup.scripts) if page.is_html else [page.text]
    for source in sources:
        for name, sign in _BY_ADDRESS.items():
            if (found := sign.search(source)) is not None and "src" in source:
                yield name, found[0]
    for name, sign in _BY_TRACE.items():
        if (found := sign.search(page.text)) is not None:
            yield name, found[0]
