"""Pages under security policies, in a real browser: care mode works, or the page is untouched.

Either way the browser reports no violation that it would not have reported without us.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from starlette.types import Receive, Scope, Send

from a11y import A11yMiddleware
from a11y.html import Reason
from tests.e2e.visitor import launcher, press, toolbar
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser

CSP, REPORT = "content-security-policy", "content-security-policy-report-only"
HASH = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
BODY = "<body><h1>通知公告</h1><script>window.own = true</script><p>正文</p></body></html>"
PAGE = f"<!doctype html><html lang=zh><head><meta charset=utf-8><title>t</title></head>{BODY}"


def with_meta(policy: str, before: str = "") -> str:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return PAGE.replace("<title>", f"{before}{meta}<title>")


@dataclass(frozen=True)
class Case:
    """One header section; what is counted under it; the page, if it says something, too."""

    fields: tuple[tuple[str, str], ...]
    counted: str = "injected"
    page: str = PAGE

    @property
    def name(self) -> str:
        return " + ".join(f"{name}: {value}" for name, value in self.fields) or self.page[50:150]


def csp(*policies: str, counted: str = "injected", name: str = CSP) -> Case:
    return Case(tuple((name, policy) for policy in policies), counted)


CASES = [
    Case(()),
    # where scripts come from
    csp("default-src 'self'"),
    csp("default-src https: 'unsafe-inline'"),
    csp("default-src 'none'", counted=Reason.CSP_DEFAULT_SRC),
    csp("default-src 'none'; script-src 'self'"),
    csp("script-src 'self'"),
    csp("script-src *"),
    csp("script-src https://cdn.example"),
    csp("script-src 'none'", counted=Reason.CSP_SCRIPT_SRC),
    csp("script-src 'unsafe-inline'"),
    csp("script-src 'unsafe-inline' 'unsafe-eval' https://cdn.example"),
    csp(f"script-src {HASH}", counted=Reason.CSP_SCRIPT_SRC),
    csp(f"script-src {HASH} https://cdn.example"),
    csp(f"script-src 'strict-dynamic' {HASH}", counted=Reason.CSP_SCRIPT_SRC),
    csp("script-src 'none'; script-src-elem 'self'"),
    csp("script-src 'self'; script-src-elem 'none'", counted=Reason.CSP_SCRIPT_SRC_ELEM),
    csp("script-src 'self'; script-src-elem https://cdn.example; script-src-attr 'none'"),
    # nonces
    csp("script-src 'nonce-abc'"),
    csp("script-src 'nonce-abc' 'strict-dynamic'"),
    csp("script-src 'nonce-abc' 'strict-dynamic' 'unsafe-inline' https:"),
    csp("default-src 'self' 'nonce-abc' 'strict-dynamic'"),
    csp("script-src 'none'; script-src-elem 'nonce-abc'"),
    csp("script-src 'self'; script-src-elem 'nonce-abc' https://cdn.example"),
    # several
    csp("script-src 'self'", "script-src 'nonce-abc'"),
    csp("script-src 'nonce-abc'", "script-src 'unsafe-inline' https://cdn.example"),
    csp("script-src 'self', default-src 'self'"),
    csp("script-src 'self'", "script-src 'none'", counted=Reason.CSP_SCRIPT_SRC),
    csp("script-src 'nonce-a'", "script-src 'nonce-b'", counted=Reason.CSP_SCRIPT_SRC),
    # only reported
    csp("script-src https://cdn.example", name=REPORT),
    csp("default-src 'self'; script-src 'nonce-abc'", name=REPORT),
    csp("script-src 'none'", name=REPORT, counted=Reason.CSP_SCRIPT_SRC),
    # everything else that a policy says
    csp(
        "default-src 'none'; script-src 'self'; style-src 'none'; img-src 'none'; font-src 'none'; "
        "connect-src 'none'; media-src 'none'; worker-src 'none'; child-src 'none'; "
        "object-src 'none'; manifest-src 'none'; base-uri 'none'; form-action 'none'"
    ),
    csp("script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"),
    csp("require-trusted-types-for 'script'; trusted-types site other 'allow-duplicates'"),
    csp("require-trusted-types-for 'script'", name=REPORT),
    csp("sandbox allow-scripts allow-same-origin"),
    csp("sandbox allow-scripts", counted=Reason.CSP_SANDBOX),
    csp("sandbox", counted=Reason.CSP_SANDBOX),
    csp("upgrade-insecure-requests; block-all-mixed-content"),
    csp("frame-ancestors 'none'; require-sri-for script style"),
    # policies in other fields
    Case((("integrity-policy", "blocked-destinations=(script)"),), Reason.INTEGRITY_POLICY),
    Case((("cross-origin-embedder-policy", "require-corp"),)),
    Case(
        (
            ("cross-origin-embedder-policy", "credentialless"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        )
    ),
    Case((("document-policy", "document-write=?0, js-profiling"),)),
    Case((("permissions-policy", "autoplay=(), microphone=(), sync-xhr=()"),)),
    Case((("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"))),
    # in the page
    Case((), page=with_meta("script-src 'self'; style-src 'none'")),
    Case((), Reason.CSP_META, page=with_meta("script-src 'nonce-abc'")),
    Case((), Reason.CSP_META, page=with_meta("default-src 'none'")),
]


@dataclass
class Site:
    """The case that is on, with care mode and without."""

    case: Case = field(default_factory=lambda: CASES[0])
    url: str = ""
    bare_url: str = ""
    middleware: A11yMiddleware | None = None

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        headers = [(name.encode(), value.encode()) for name, value in self.case.fields]
        headers.append((b"content-type", b"text/html; charset=utf-8"))
        found = scope["path"] == "/"
        status = 200 if found else 404
        await send({"type": "http.response.start", "status": status, "headers": headers})
        body = self.case.page.encode() if found else b""
        await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    site.middleware = A11yMiddleware(site)
    with (
        serve_asgi(site.middleware) as site.url,
        serve_asgi(site, lifespan="off") as site.bare_url,
    ):
        yield site


LISTEN = """
window.violations = []
addEventListener('securitypolicyviolation', (event) =>
  violations.push([event.effectiveDirective, event.blockedURI, event.disposition]), true)
"""
# What the toolbar does when it reads aloud, whether this server has a voice or not.
FETCH_AND_PLAY = """async () => {
  await fetch('/_a11y/speech/plan', { method: 'POST', body: '{}' })
  const sound = new Audio('/_a11y/speech/none.mp3')
  await new Promise((done) => { sound.onerror = done; sound.load() })
}"""


def visit(browser: Browser, url: str, *, care: bool) -> list[list[str]]:
    """Open a page, use care mode if it is there; the violations that the browser reported."""
    context = browser.new_context(locale="zh-CN")
    try:
        page = context.new_page()
        page.add_init_script(LISTEN)
        page.goto(url, wait_until="load")
        if care:
            launcher(page).click()
            press(page, "黑底黄字")
            expect(page.locator("html")).to_have_attribute("data-a11y-theme", "yellow-on-black")
            expect(page.locator("body > p")).to_have_css("color", "rgb(255, 230, 0)")
            page.evaluate(FETCH_AND_PLAY)
        else:
            expect(toolbar(page)).to_have_count(0)
        # No script runs in a sandbox, ours neither.
        found: list[Any] = page.evaluate("window.violations || []")
        return found
    finally:
        context.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_care_mode_works_or_the_page_is_untouched(browser: Browser, site: Site, case: Case) -> None:
    site.case = case
    assert site.middleware is not None
    before = site.middleware.counters[case.counted]
    expected = visit(browser, site.bare_url, care=False)
    assert visit(browser, site.url, care=case.counted == "injected") == expected
    assert site.middleware.counters[case.counted] > before
