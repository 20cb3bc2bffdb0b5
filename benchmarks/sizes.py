"""What a browser downloads of ours."""

from __future__ import annotations

from a11y.assets import Asset, packaged
from benchmarks.result import Options, Row, Section


def measure(_: Options) -> Section:
    """The bytes of each script, plain and as they are sent."""
    section = Section("sizes")
    for name in ("boot.js", "toolbar.js"):
        asset = Asset.of(packaged(name))
        section.rows.append(Row(name, {"bytes": len(asset.body), "gzip_bytes": len(asset.zipped)}))
    return section
