"""The oracle: what an HTML parser makes of a page before and after the tag got in."""

from __future__ import annotations

import turbohtml

from a11y.html import Rules

RULES = Rules(boot_path="/_a11y/boot.3f9c2a71.js")


def tree(page: bytes) -> str:
    """The page's tree, serialised. Bytes are taken as characters: the encoding plays no part."""
    return _parse(page).serialize()


def tree_without_tag(page: bytes) -> tuple[str, str]:
    """The tree without our script, and the name of the element that held it.

    Raises LookupError if the parser does not see exactly one script of ours.
    """
    document = _parse(page)
    scripts = document.select(f'script[src="{RULES.boot_path}"]')
    if len(scripts) != 1:
        raise LookupError(f"{len(scripts)} scripts of ours")
    parent = scripts[0].parent
    scripts[0].decompose()
    return document.serialize(), parent.tag if isinstance(parent, turbohtml.Element) else ""


def _parse(page: bytes) -> turbohtml.Document:
    # The decoder takes the byte order mark away before a parser sees the page.
    text = page.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return turbohtml.parse(text, scripting=True, positions=False)
