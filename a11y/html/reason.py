"""Why a response was left as it came: one name per refusal, counted under that name."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The names under which the adapters count what they passed untouched."""

    # decided from the request and the header section
    LEFT_PATH = "left-path"
    METHOD = "method"
    SCRIPT_REQUEST = "script-request"
    HEAD = "head"
    NO_CONTENT = "no-content"
    NOT_MODIFIED = "not-modified"
    PARTIAL = "partial"
    REDIRECT = "redirect"
    NOT_HTML = "not-html"
    DOWNLOAD = "download"
    BAD_LENGTH = "bad-length"
    UNKNOWN_CODING = "unknown-coding"
    NO_TRANSFORM = "no-transform"
    CHARSET = "charset"
    CSP_SANDBOX = "csp-sandbox"
    CSP_DEFAULT_SRC = "csp-default-src"
    CSP_SCRIPT_SRC = "csp-script-src"
    CSP_SCRIPT_SRC_ELEM = "csp-script-src-elem"
    INTEGRITY_POLICY = "integrity-policy"

    # decided from the first bytes of the content
    FRAGMENT = "fragment"
    SCAN_LIMIT = "scan-limit"
    UNFINISHED = "unfinished"
    CSP_META = "csp-meta"
    CHARACTER_REFERENCE = "character-reference"
    NUL = "nul"
    XML = "xml"
    ALREADY_THERE = "already-there"
    BROKEN_CODING = "broken-coding"
