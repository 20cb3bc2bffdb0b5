"""Conditional requests: whether a browser already has what it asks for."""

from __future__ import annotations


def etag_matches(field: str, etag: str) -> bool:
    """Whether an If-None-Match field names this entity tag, weakly (RFC 9110 section 13.1.2)."""
    tags = [tag.strip().removeprefix("W/") for tag in field.split(",")]
    return "*" in tags or etag in tags
