"""What security policies do to the tag: which one, which directive, and what we would change."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from a11y.check.finding import Finding
from a11y.check.page import Page
from a11y.html import Reason, csp

_FIELDS = csp.POLICY_FIELDS | csp.INTEGRITY_FIELDS


def find(page: Page) -> Iterator[Finding]:
    """What the policies of a page mean for care mode."""
    if page.verdict.injected and page.verdict.inject is not None:
        yield from _header(page)
        yield from _meta(page)
    if page.is_html:
        yield from _environment(page)


def blame(page: Page, reason: Reason) -> str:
    """The field and the directive that stand in the way; empty for any other reason."""
    if reason is Reason.CSP_META:
        return next((text for text in meta_policies(page) if not csp.allows_own_scripts(text)), "")
    detail = page.verdict.detail
    for name, value in page.exchange.items():
        if name in _FIELDS and detail and detail in value.decode("latin-1"):
            return f"{name.decode()}: {detail}"
    return detail


def policy_fields(page: Page) -> list[tuple[bytes, bytes]]:
    """The policy fields of an answer, names in lower case."""
    return [(name, value) for name, value in page.exchange.items() if name in csp.POLICY_FIELDS]


def meta_policies(page: Page) -> list[str]:
    """The policies in meta elements, but for those that only report."""
    return [
        unescape(meta.get("content"))
        for meta in page.markup.named("meta")
        if meta.get("http-equiv").strip().lower() == "content-security-policy"
    ]


def _header(page: Page) -> Iterator[Finding]:
    inject = page.verdict.inject
    if inject is None:
        return
    if inject.grant.nonce is not None:
        yield Finding.quoting("csp.nonce", f"'nonce-{inject.grant.nonce}'")
    for index, new in inject.grant.replaced.items():
        name, old = page.exchange.headers[index]
        changed = ", ".join(_changes(old, new))
        yield Finding.quoting("csp.adapted", f"{name.decode('latin-1').lower()}: {changed}")


def _meta(page: Page) -> Iterator[Finding]:
    for policy in meta_policies(page):
        if not csp.allows_own_scripts(policy):
            # The page has the tag, so the scanner has not come that far; the browser does.
            yield Finding.quoting("csp.meta-late", policy)
        elif page.rules.sound and not _allows_sound(policy):
            yield Finding.quoting("csp.meta-sound", policy)


def _allows_sound(policy: str) -> bool:
    return csp.satisfy(((0, b"", policy.encode("latin-1", "replace")),), sound=True) == csp.Grant()


def _environment(page: Page) -> Iterator[Finding]:
    fields = [value for name, value in policy_fields(page) if b"report-only" not in name]
    policies = [*(value.decode("latin-1") for value in fields), *meta_policies(page)]
    if any("require-trusted-types-for" in policy.lower() for policy in policies):
        yield Finding("csp.trusted-types", "require-trusted-types-for 'script'")
    if any("upgrade-insecure-requests" in policy.lower() for policy in policies):
        yield Finding("proxy.upgrade-insecure", "upgrade-insecure-requests")
    if isolated := page.exchange.value(b"cross-origin-embedder-policy"):
        yield Finding.quoting("isolation.coep", b"cross-origin-embedder-policy: " + isolated)


def _changes(old: bytes, new: bytes) -> Iterator[str]:
    """The directives of the new policy that are not in the old one."""
    before = {part.strip() for part in old.replace(b",", b";").split(b";")}
    for part in new.replace(b",", b";").split(b";"):
        if part.strip() not in before:
            yield part.strip().decode("latin-1")
