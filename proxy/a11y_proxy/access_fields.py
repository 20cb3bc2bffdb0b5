"""The fields of a line in the access log."""

from __future__ import annotations

# Those that a line has unless other ones are chosen: nothing private beyond the address.
DEFAULT_FIELDS = (
    "time",
    "site",
    "client",
    "method",
    "path",
    "protocol",
    "status",
    "bytes",
    "ms",
    "upstream_ms",
    "page",
    "fault",
    "cut",
    "request_id",
)

# Those that have to be asked for: what visitors typed, where they came from, what they use.
PRIVATE_FIELDS = ("query", "host", "referer", "user_agent")

FIELDS = DEFAULT_FIELDS + PRIVATE_FIELDS
