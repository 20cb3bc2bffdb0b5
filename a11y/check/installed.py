"""Sites that have care mode already: whether the tag can run, and what answers behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import a11y
from a11y.check.exchange import Exchange
from a11y.check.finding import Finding
from a11y.check.page import Page
from a11y.check.plain import plain
from a11y.check.policies import policy_fields
from a11y.html import Rules, csp

_TAG = re.compile(
    rb"<script\b[^>]{0,500}?\bsrc\s*=\s*[\"']?([^\s\"'>]{0,500}/boot\.[0-9a-f]{8}\.js)[^>]{0,500}>(?:</script>)?"
)
_VERSION = re.compile(rb"\"?version\"?:\s*[\"']([^\"']{1,40})[\"']")


def tag_in(page: Page) -> re.Match[bytes] | None:
    """Our tag in a page, wherever it was put; group 1 is the script's address."""
    if page.rules.trace not in page.content:
        return None
    found = (one for one in _TAG.finditer(page.content) if page.rules.trace in one[1])
    return next(found, None)


def find(page: Page) -> Iterator[Finding]:
    """What there is to say of a page with our tag in it."""
    tag = tag_in(page)
    if tag is not None:
        yield Finding.quoting("already-there", tag[0])
        if (policy := _forbidding(page, tag[0])) is not None:
            yield Finding.quoting("installed.csp", policy)


def judge_boot(exchange: Exchange | None, rules: Rules) -> Iterator[Finding]:
    """What is wrong with the answer for the script that the tag names; None: there was none."""
    if exchange is None or exchange.status != 200:
        yield Finding("installed.boot-missing", "" if exchange is None else f"{exchange.status}")
        return
    version = _VERSION.search(_content(exchange, rules))
    if "javascript" not in exchange.media_type or version is None:
        yield Finding.quoting("installed.boot-wrong", exchange.media_type or "-")
    elif (text := version[1].decode("ascii", "replace")) != a11y.__version__:
        yield Finding.quoting("installed.version", f"{text} ≠ {a11y.__version__}")


def judge_health(exchange: Exchange | None, rules: Rules) -> Iterator[Finding]:
    """What the answer of our health page says."""
    try:
        health = (
            json.loads(_content(exchange, rules)) if exchange and exchange.status == 200 else None
        )
    except (ValueError, RecursionError):
        health = None
    if not isinstance(health, dict) or health.get("status") != "ok":
        yield Finding("installed.health", f"{exchange.status}" if exchange else "")
    elif health.get("speech") == "browser":
        yield Finding("installed.speech", "speech: browser")


def _forbidding(page: Page, tag: bytes) -> str | None:
    """The policy that does not let this very tag run."""
    for name, value in policy_fields(page):
        if b"report-only" in name:
            continue
        grant = csp.satisfy(((0, name, value),), sound=False)
        carries = isinstance(grant, csp.Grant) and (grant.nonce or "").encode() in tag
        if not isinstance(grant, csp.Grant) or grant.replaced or not carries:
            return f"{name.decode()}: {value.decode('latin-1')}"
    return None


def _content(exchange: Exchange, rules: Rules) -> bytes:
    return plain(exchange.values(b"content-encoding"), exchange.body, rules.codings) or b""
