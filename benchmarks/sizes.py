"""What a browser downloads of ours."""

from __future__ import annotations

import re

from a11y.assets import Asset, packaged
from benchmarks.result import Options, Row, Section

# As esbuild writes them; import( is another matter: that is loaded when it is used.
_IMPORT = re.compile(r'\b(?:import|from)"\./([\w-]+\.js)"')


def core() -> list[str]:
    """The toolbar's script, and what it imports to begin with: all of it before first use."""
    names = ["toolbar.js"]
    for name in names:
        text = packaged(name).decode("utf-8")
        names += [part for part in _IMPORT.findall(text) if part not in names]
    return names


def gzip_bytes(*names: str) -> int:
    """As these files are sent, together."""
    return sum(len(Asset.of(packaged(name)).zipped) for name in names)


def measure(_: Options) -> Section:
    """The bytes of each script, plain and as they are sent."""
    section = Section("sizes")
    for name, files in {"boot.js": ["boot.js"], "early.js": ["early.js"], "core": core()}.items():
        plain = sum(len(packaged(file)) for file in files)
        section.rows.append(Row(name, {"bytes": plain, "gzip_bytes": gzip_bytes(*files)}))
    return section
