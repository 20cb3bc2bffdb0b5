"""What people build today for the same purpose, each as short as it can be.

Started by ``benchmarks.servers``, which hands over the portal's address and the tag in the
environment.
"""

from __future__ import annotations

import os

ORIGIN = os.environ.get("BENCH_ORIGIN", "http://127.0.0.1:1")
TAG = os.environ.get("BENCH_TAG", "").encode("ascii")
# Where the tag goes in the pages that we measure.
PLACE = b"<link href"
# Fields that speak of one connection only, or of content that will be changed.
DROPPED = frozenset((b"connection", b"keep-alive", b"transfer-encoding", b"te", b"upgrade"))


def with_tag(chunk: bytes) -> bytes:
    """The first part of a page with the tag in it."""
    return chunk.replace(PLACE, TAG + PLACE, 1)
