"""The addon for mitmproxy that puts the tag into pages as bytes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mitmproxy import http

# It runs in mitmproxy's own environment, where nothing of ours can be imported.
TAG = os.environ.get("BENCH_TAG", "").encode("ascii")
PLACE = b"<link href"


def response(flow: http.HTTPFlow) -> None:
    """Change the content of a page."""
    answer = flow.response
    if answer and answer.content and answer.headers.get("content-type", "").startswith("text/html"):
        answer.content = answer.content.replace(PLACE, TAG + PLACE, 1)
