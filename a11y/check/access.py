"""What stands before a site: logins, firewalls, errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from a11y.check.exchange import Source
from a11y.check.finding import Finding
from a11y.check.page import Page

# What firewalls and content networks answer with instead of the page: status codes of their own,
# a cookie to be computed, a page that says to wait.
_COOKIES = re.compile(
    rb"__jsl_clearance|acw_sc__v|yunsuo_session|https_ydclearance|__cf_chl|cf_chl_|wzws_sessionid",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"\$_ts\s*=|__jsl_clearance|acw_sc__v\d|/cdn-cgi/challenge-platform/|errors\.aliyun\.com"
    r"|yunsuo_session_verify|WZWS-RAY|waf\.tencent-cloud|_Incapsula_Resource|safedog"
    r"|yundun\.console\.aliyun",
    re.IGNORECASE,
)
_STATUS = frozenset((405, 412, 403, 418, 468, 493, 503, 521))
# A challenge is a small page; a large one may speak of such things.
_SMALL = 64 * 1024
# With more links like headlines than this, a form for signing in is in a corner.
_HEADLINES = 15


def find(page: Page) -> Iterator[Finding]:
    """What was in the way of the page itself."""
    exchange = page.exchange
    if challenge := challenge_of(page):
        yield Finding.quoting("access.challenge", challenge)
    elif exchange.status in (401, 403) or asks_for_login(page):
        yield Finding("access.login", f"{exchange.status}" if exchange.status >= 400 else "")
    elif exchange.status >= 500:
        yield Finding("page.server-error", f"{exchange.status}")
    elif exchange.status in (404, 410) and exchange.source in (Source.LINK, Source.START):
        yield Finding("page.broken-link", f"{exchange.status}")
    elif exchange.source is Source.PROBE and page.is_html and exchange.status == 200:
        yield Finding("page.soft-error", "200")
    if exchange.trouble is not None:
        yield Finding(exchange.trouble)


def challenge_of(page: Page) -> str:
    """How a firewall's challenge is known; empty where this is none."""
    exchange = page.exchange
    if mitigated := exchange.value(b"cf-mitigated"):
        return f"cf-mitigated: {mitigated.decode('latin-1')}"
    odd = exchange.status in _STATUS
    for value in exchange.values(b"set-cookie"):
        if (cookie := _COOKIES.search(value)) is not None and (odd or not page.looks_like_html):
            return f"set-cookie: {cookie[0].decode('latin-1')}"
    small = len(page.content) < _SMALL
    found = _CONTENT.search(page.text) if small and page.markup.text_chars < 400 else None
    return f"{exchange.status} {found[0]}" if found is not None and (odd or _is_bare(page)) else ""


def asks_for_login(page: Page) -> bool:
    """Whether a page is there to ask for a password: not one that has it in a corner."""
    inputs = page.markup.named("input")
    has_password = any(one.get("type").strip().lower() == "password" for one in inputs)
    return has_password and page.markup.headlines < _HEADLINES


def _is_bare(page: Page) -> bool:
    """Whether there is nothing to read: a page that is a script."""
    return page.markup.text_chars < 40
