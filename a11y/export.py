"""The toolbar as plain files, for a web server or CDN that inserts the tag itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from a11y.settings import Settings


def export(folder: Path, settings: Settings) -> str:
    """Write boot and toolbar below ``folder`` at their own addresses; the tag that loads them.

    Plain files cannot synthesise, so the toolbar reads with the browser's voice, and without pinyin
    and traditional characters. Raises OSError.
    """
    from collections import Counter

    from a11y.site import Site

    site = Site(replace(settings, speech="off", words="off"), Counter())
    for path, body in site.files().items():
        target = folder / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    return f'<script src="{site.boot_path}"></script>'
