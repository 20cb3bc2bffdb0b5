"""What becomes of a page's Content Security Policy."""

from __future__ import annotations

import pytest

from a11y.html import Reason
from a11y.html.csp import Grant, Refusal, demands_integrity, satisfy

ENFORCED = b"content-security-policy"
REPORTED = b"content-security-policy-report-only"


def ask(*policies: str, sound: bool = False, name: bytes = ENFORCED) -> Grant | Reason:
    fields = tuple((index, name, text.encode("latin-1")) for index, text in enumerate(policies))
    answer = satisfy(fields, sound=sound)
    return answer.reason if isinstance(answer, Refusal) else answer


def changed(policy: str, *, sound: bool = False) -> str:
    """The policy as it is sent."""
    grant = ask(policy, sound=sound)
    assert isinstance(grant, Grant)
    return grant.replaced.get(0, policy.encode("latin-1")).decode("latin-1")


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "frame-ancestors 'self'; upgrade-insecure-requests",
        "default-src 'self'",
        "script-src *",
        "SCRIPT-SRC 'SELF' https://cdn.example",
        "default-src 'none'; script-src 'self'",
        "script-src 'none'; script-src-elem 'self'",
        "script-src http:",
        "script-src 'self' 'nonce-abc' 'sha256-xyz'",
        "script-src 'self'; script-src 'none'",
        "require-trusted-types-for 'script'; trusted-types x",
        "sandbox allow-scripts allow-same-origin allow-forms; script-src 'self'",
        "style-src 'self'; object-src 'none'; base-uri 'none'",
    ],
)
def test_a_policy_that_allows_our_script_stays_and_needs_no_nonce(policy: str) -> None:
    assert ask(policy) == Grant()


@pytest.mark.parametrize(
    ("policy", "sent"),
    [
        ("script-src https://cdn.example", "script-src https://cdn.example 'self'"),
        ("script-src https:", "script-src https: 'self'"),
        ("script-src 'unsafe-inline'; img-src *", "script-src 'unsafe-inline' 'self'; img-src *"),
        (" Script-Src  a.cn ;x y", " Script-Src  a.cn 'self';x y"),
        ("script-src a.cn; script-src-elem b.cn", "script-src a.cn; script-src-elem b.cn 'self'"),
        ("script-src 'sha256-x' a.cn", "script-src 'sha256-x' a.cn 'self'"),
        (
            "default-src https: 'unsafe-inline'; img-src *;",
            "default-src https: 'unsafe-inline'; img-src *; "
            "script-src https: 'unsafe-inline' 'self'",
        ),
    ],
)
def test_the_own_origin_is_added_where_scripts_are_allowed_by_place(policy: str, sent: str) -> None:
    assert changed(policy) == sent
    assert ask(sent) == Grant()


@pytest.mark.parametrize(
    "policy",
    [
        "script-src 'nonce-R4nd0m+/_-=='",
        "script-src 'nonce-R4nd0m+/_-==' 'strict-dynamic' https: 'unsafe-inline'",
        "default-src 'self' 'strict-dynamic' 'NONCE-R4nd0m+/_-=='",
        "script-src-elem 'nonce-R4nd0m+/_-==' a.cn; script-src 'none'",
    ],
)
def test_a_nonce_that_is_there_is_used(policy: str) -> None:
    assert ask(policy) == Grant("R4nd0m+/_-==")


def test_a_nonce_that_could_break_out_of_the_tag_is_not_used() -> None:
    assert ask("script-src 'nonce-\"><p>'") is Reason.CSP_SCRIPT_SRC


def test_a_nonce_never_gets_into_a_policy() -> None:
    policies = ["script-src 'nonce-abc'", "script-src 'unsafe-inline' b.cn"]
    grant = ask(*policies)
    assert grant == Grant("abc", {1: b"script-src 'unsafe-inline' b.cn 'self'"})


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        ("script-src 'none'", Reason.CSP_SCRIPT_SRC),
        ("script-src", Reason.CSP_SCRIPT_SRC),
        ("script-src 'strict-dynamic' 'sha256-abc' https: 'unsafe-inline'", Reason.CSP_SCRIPT_SRC),
        ("script-src 'sha256-abc'", Reason.CSP_SCRIPT_SRC),
        ("script-src 'unsafe-inline' 'sha384-abc'", Reason.CSP_SCRIPT_SRC),
        ("script-src 'unsafe-eval'", Reason.CSP_SCRIPT_SRC),
        ("script-src-elem 'none'; script-src 'self'", Reason.CSP_SCRIPT_SRC_ELEM),
        ("default-src 'none'", Reason.CSP_DEFAULT_SRC),
        ("default-src 'none'; style-src 'self'", Reason.CSP_DEFAULT_SRC),
        ("sandbox", Reason.CSP_SANDBOX),
        ("sandbox allow-scripts", Reason.CSP_SANDBOX),
        ("sandbox allow-same-origin; script-src 'self'", Reason.CSP_SANDBOX),
    ],
)
def test_a_policy_that_trusts_no_place_is_respected(policy: str, reason: Reason) -> None:
    assert ask(policy) is reason


def test_every_policy_has_to_agree() -> None:
    assert ask("script-src 'self'", "script-src 'none'") is Reason.CSP_SCRIPT_SRC
    assert ask("script-src 'self', default-src 'none'") is Reason.CSP_DEFAULT_SRC
    assert ask("script-src 'nonce-a'", "script-src 'nonce-b'") is Reason.CSP_SCRIPT_SRC
    assert ask("script-src 'nonce-a' 'nonce-b'", "script-src 'nonce-b'") == Grant("b")


def test_each_policy_of_a_list_is_changed_on_its_own() -> None:
    grant = ask("script-src a.cn, script-src 'self', img-src *", "script-src b.cn")
    assert grant == Grant(
        None,
        {0: b"script-src a.cn 'self', script-src 'self', img-src *", 1: b"script-src b.cn 'self'"},
    )


def test_policies_that_only_report_are_treated_alike() -> None:
    assert ask("script-src a.cn", name=REPORTED) == Grant(None, {0: b"script-src a.cn 'self'"})
    assert ask("script-src 'none'", name=REPORTED) is Reason.CSP_SCRIPT_SRC
    # The specification ignores sandbox there.
    assert ask("sandbox", name=REPORTED) == Grant()


@pytest.mark.parametrize(
    ("policy", "sent"),
    [
        ("script-src 'self'", "script-src 'self'"),
        ("default-src 'self'", "default-src 'self'"),
        ("connect-src *; media-src 'self' blob:", "connect-src *; media-src 'self' blob:"),
        ("connect-src a.cn", "connect-src a.cn 'self'"),
        ("connect-src 'none'; media-src 'none'", "connect-src 'self'; media-src 'self'"),
        ("media-src", "media-src 'self'"),
        (
            "default-src 'none'; script-src 'self'",
            "default-src 'none'; script-src 'self'; connect-src 'self'; media-src 'self'",
        ),
        (
            "default-src 'nonce-x' https:; connect-src 'self'",
            "default-src 'nonce-x' https:; connect-src 'self'; media-src https: 'self'",
        ),
    ],
)
def test_fetching_and_sound_are_allowed_in_their_own_directives(policy: str, sent: str) -> None:
    assert changed(policy, sound=True) == sent
    assert changed(sent, sound=True) == sent


def test_without_sound_nothing_is_added_for_it() -> None:
    assert changed("default-src 'none'; script-src 'self'") == (
        "default-src 'none'; script-src 'self'"
    )


def test_bytes_that_are_no_ascii_stay() -> None:
    assert changed("script-src a.cn; report-uri /\xc4\xe3") == (
        "script-src a.cn 'self'; report-uri /\xc4\xe3"
    )


def test_integrity_policy() -> None:
    assert demands_integrity([b"blocked-destinations=(script), endpoints=(a)"])
    assert not demands_integrity([b"blocked-destinations=(style)"])
    assert not demands_integrity([])
