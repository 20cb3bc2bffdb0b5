"""Answers in JSON, and plain errors: a code for programs, a sentence for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

# No other site may use what we answer, and no browser may guess what it is.
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def json_bytes(content: object) -> bytes:
    """The shortest JSON of it, in UTF-8."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def json_answer(
    content: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer of JSON."""
    return Response(json_bytes(content), status, {**ALWAYS, **(headers or {})}, "application/json")


def error_answer(
    status: int,
    code: str,
    message: str,
    *,
    retry_seconds: int | None = None,
    extra: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Response:
    """A refusal that nobody keeps; ``retry_seconds`` says when to come back.

    ``extra``: further header fields; ``more``: further members of the JSON.
    """
    headers = {"Cache-Control": "no-store", **(extra or {})}
    if retry_seconds is not None:
        headers["Retry-After"] = str(retry_seconds)
    content = {"error": code, "message": message, **(more or {})}
    return json_answer(content, status, headers)
