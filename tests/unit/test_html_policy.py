"""Which responses are candidates. Every refusal by its name."""

from __future__ import annotations

import pytest

from a11y.html import CODINGS, Headers, Inject, Pass, Reason, Rules, decide

RULES = Rules(boot_path="/_a11y/boot.3f9c2a71.js")
HTML = (b"content-type", b"text/html; charset=gbk")
LENGTH = (b"content-length", b"100")


def ask(
    *headers: tuple[bytes, bytes],
    method: str = "GET",
    status: int = 200,
    request: Headers | None = None,
) -> Pass | Inject:
    return decide(method, request or [], status, list(headers), RULES)


def refusal(*headers: tuple[bytes, bytes], **options: object) -> Reason:
    verdict = ask(*headers, **options)  # type: ignore[arg-type]
    assert isinstance(verdict, Pass)
    assert verdict.headers == list(headers)
    return verdict.reason


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("status", [200, 201, 400, 404, 500, 503, 300])
def test_pages_and_error_pages_are_candidates(method: str, status: int) -> None:
    assert isinstance(ask(HTML, method=method, status=status), Inject)


@pytest.mark.parametrize(
    "value",
    [b"text/html", b"TEXT/HTML;charset=GBK", b' text/html ; charset="utf-8"', b"text/html;x"],
)
def test_html_by_its_type(value: bytes) -> None:
    verdict = ask((b"Content-Type", value))
    assert isinstance(verdict, Inject)
    assert not verdict.is_xml


def test_xhtml_is_known_as_xml() -> None:
    verdict = ask((b"content-type", b"application/xhtml+xml"))
    assert isinstance(verdict, Inject)
    assert verdict.is_xml


def test_a_charset_in_the_header_section_is_noted() -> None:
    known, unknown = ask(HTML), ask((b"content-type", b"text/html"))
    assert isinstance(known, Inject)
    assert isinstance(unknown, Inject)
    assert (known.label_known, unknown.label_known) == (True, False)


@pytest.mark.parametrize("coding", [b"gzip", b"x-gzip", b"GZIP", b"gzip, identity"])
def test_gzip_can_be_undone(coding: bytes) -> None:
    verdict = ask(HTML, (b"content-encoding", coding))
    assert isinstance(verdict, Inject)
    assert verdict.codings == (CODINGS[b"gzip"],)


@pytest.mark.parametrize("coding", [b"", b"identity", b"none"])
def test_codings_that_are_none(coding: bytes) -> None:
    verdict = ask(HTML, (b"content-encoding", coding))
    assert isinstance(verdict, Inject)
    assert verdict.codings == ()


def test_inline_disposition_is_shown() -> None:
    assert isinstance(ask(HTML, (b"content-disposition", b"Inline; filename=a.html")), Inject)


def test_an_android_web_view_is_no_script() -> None:
    request = [(b"x-requested-with", b"cn.gov.example.app")]
    assert isinstance(ask(HTML, request=request), Inject)


def test_what_is_fetched_ahead_is_shown_later() -> None:
    request = [(b"sec-fetch-dest", b"empty"), (b"sec-purpose", b"prefetch")]
    assert isinstance(ask(HTML, request=request), Inject)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"])
def test_method(method: str) -> None:
    assert refusal(HTML, method=method) is Reason.METHOD


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (b"x-requested-with", b"XMLHttpRequest"),
        (b"hx-request", b"true"),
        (b"x-pjax", b"true"),
        (b"turbo-frame", b"results"),
    ],
)
def test_script_request(name: bytes, value: bytes) -> None:
    assert refusal(HTML, request=[(name, value)]) is Reason.SCRIPT_REQUEST


@pytest.mark.parametrize("status", [100, 103, 204, 205])
def test_no_content(status: int) -> None:
    assert refusal(HTML, status=status) is Reason.NO_CONTENT


def test_not_modified() -> None:
    assert refusal(HTML, status=304) is Reason.NOT_MODIFIED


def test_partial() -> None:
    assert refusal(HTML, status=206) is Reason.PARTIAL
    assert refusal(HTML, (b"Content-Range", b"bytes 0-1/2")) is Reason.PARTIAL


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect(status: int) -> None:
    assert refusal(HTML, (b"Location", b"/"), status=status) is Reason.REDIRECT


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"content-type", b"")],
        [(b"content-type", b"text/plain")],
        [(b"Content-Type", b"application/json")],
        [(b"content-type", b"text/htmlx")],
        [(b"content-type", b"application/xml")],
        [(b"content-type", b"text/html, text/plain")],
        [HTML, (b"content-type", b"text/plain")],
        [(b"Content-Type", b"text/html"), (b"Content-Type", b"application/xhtml+xml")],
    ],
)
def test_not_html(headers: Headers) -> None:
    assert refusal(*headers) is Reason.NOT_HTML


@pytest.mark.parametrize("value", [b"attachment", b"Attachment; filename=a.html", b"x", b""])
def test_download(value: bytes) -> None:
    assert refusal(HTML, (b"Content-Disposition", value)) is Reason.DOWNLOAD


@pytest.mark.parametrize(
    "values", [[b"1", b"2"], [b"-1"], [b""], [b"1, 1"], [b"\xb2"], [b"9" * 5000]]
)
def test_bad_length(values: list[bytes]) -> None:
    assert refusal(HTML, *((b"content-length", value) for value in values)) is Reason.BAD_LENGTH


@pytest.mark.parametrize("coding", [b"br", b"zstd", b"gzip, br", b"x", b"gzip, gzip, gzip, gzip"])
def test_unknown_coding(coding: bytes) -> None:
    assert refusal(HTML, (b"content-encoding", coding)) is Reason.UNKNOWN_CODING


def test_codings_over_two_fields() -> None:
    verdict = ask(HTML, (b"content-encoding", b"deflate"), (b"Content-Encoding", b"gzip, none"))
    assert isinstance(verdict, Inject)
    assert verdict.codings == (CODINGS[b"deflate"], CODINGS[b"gzip"])


@pytest.mark.parametrize("label", [b"utf-16", b'"UTF-16LE"', b"utf-32", b"iso-2022-jp", b"utf-7"])
def test_charset(label: bytes) -> None:
    assert refusal((b"content-type", b"text/html; charset=" + label)) is Reason.CHARSET


@pytest.mark.parametrize(
    ("values", "leaves"),
    [
        ([b"no-transform"], True),
        ([b"public, No-Transform , max-age=1"], True),
        ([b"public", b"no-transform"], True),
        ([b"public"], False),
        ([b"x-no-transform, no-transformation"], False),
        ([], False),
    ],
)
def test_no_transform_is_a_choice(values: list[bytes], leaves: bool) -> None:
    fields = [HTML, *((b"Cache-Control", value) for value in values)]
    assert isinstance(decide("GET", [], 200, fields, RULES), Inject)
    choosy = Rules(boot_path=RULES.boot_path, leaves_no_transform=True)
    verdict = decide("GET", [], 200, fields, choosy)
    assert (verdict == Pass(Reason.NO_TRANSFORM, fields)) == leaves


@pytest.mark.parametrize(
    ("fields", "reason", "detail"),
    [
        (
            [(b"content-security-policy", b"img-src *;  Script-Src 'none' ; x y")],
            Reason.CSP_SCRIPT_SRC,
            "Script-Src 'none'",
        ),
        (
            [(b"content-security-policy", b"script-src a.cn, default-src 'none'; img-src *")],
            Reason.CSP_DEFAULT_SRC,
            "default-src 'none'",
        ),
        ([(b"content-security-policy", b"sandbox")], Reason.CSP_SANDBOX, "sandbox"),
        (
            [(b"integrity-policy", b"blocked-destinations=(script)")],
            Reason.INTEGRITY_POLICY,
            "blocked-destinations=(script)",
        ),
    ],
)
def test_the_directive_that_stands_in_the_way_is_told(
    fields: Headers, reason: Reason, detail: str
) -> None:
    assert ask(HTML, *fields) == Pass(reason, [HTML, *fields], detail)


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        (b"sandbox allow-forms", Reason.CSP_SANDBOX),
        (b"default-src 'none'", Reason.CSP_DEFAULT_SRC),
        (b"script-src 'none'", Reason.CSP_SCRIPT_SRC),
        (b"script-src-elem 'none'", Reason.CSP_SCRIPT_SRC_ELEM),
    ],
)
def test_csp(policy: bytes, reason: Reason) -> None:
    assert refusal(HTML, (b"Content-Security-Policy", policy)) is reason


@pytest.mark.parametrize("name", [b"Integrity-Policy", b"integrity-policy-report-only"])
def test_integrity_policy(name: bytes) -> None:
    policy = (name, b"blocked-destinations=(script)")
    assert refusal(HTML, policy) is Reason.INTEGRITY_POLICY


def test_a_nonce_of_the_page_gets_into_the_tag() -> None:
    verdict = ask(HTML, (b"content-security-policy", b"script-src 'nonce-abc'"))
    assert isinstance(verdict, Inject)
    assert verdict.tag == b'<script src="/_a11y/boot.3f9c2a71.js" nonce="abc"></script>'


def test_the_tag_has_at_most_90_bytes_with_the_longest_prefix() -> None:
    assert len(Rules(boot_path=f"/{'p' * 20}/boot.3f9c2a71.js").tag()) <= 90


def test_head_gets_the_fields_of_the_page() -> None:
    verdict = ask(HTML, LENGTH, (b"etag", b'"a"'), (b"accept-ranges", b"bytes"), method="HEAD")
    marked = b'W/"a;a11y-%bs"' % RULES.version.encode()
    assert verdict == Pass(Reason.HEAD, [HTML, (b"etag", marked)])


def test_not_modified_gets_the_fields_of_our_page() -> None:
    marked = b'W/"a;a11y-%bs"' % RULES.version.encode()
    policy = (b"content-security-policy", b"script-src a.cn; connect-src *; media-src *")
    verdict = ask(
        (b"etag", b'"a"'), LENGTH, policy, status=304, request=[(b"if-none-match", marked)]
    )
    assert verdict == Pass(
        Reason.NOT_MODIFIED,
        [(b"etag", marked), (policy[0], b"script-src a.cn 'self'; connect-src *; media-src *")],
    )


def test_not_modified_of_somebody_elses_page_is_left_alone() -> None:
    request = [(b"if-none-match", b'W/"a;a11y-00000000s"')]
    assert refusal((b"etag", b'"a"'), LENGTH, status=304, request=request) is Reason.NOT_MODIFIED


def test_the_version_changes_with_the_boot_script() -> None:
    assert RULES.version != Rules(boot_path="/_a11y/boot.3f9c2a72.js").version
    assert len(RULES.version) == 8
