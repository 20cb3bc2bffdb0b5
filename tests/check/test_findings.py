"""Every finding is made where it should be, and nothing is found in a plain page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from a11y.check import CATALOGUE, Finding, Kind, Level, Page, Source, analyse, report_on
from a11y.check.analysis import level_of
from a11y.check.finding import printable, shortened
from a11y.check.links import links_of
from a11y.html import Reason
from tests.check.cases import CASES, RULES, RULES_OF, TAG, UTF8, exchange, html, policy
from tests.check.test_sample import FOUND_BY_SAMPLING


@pytest.mark.parametrize("name", CASES)
def test_it_is_found(name: str) -> None:
    report = analyse(CASES[name](), RULES_OF.get(name, RULES))
    assert name in [one.id for one in report.findings]


def test_every_entry_of_the_catalogue_is_reached() -> None:
    assert set(CASES) | FOUND_BY_SAMPLING == set(CATALOGUE)


def test_every_reason_of_the_middleware_has_an_entry() -> None:
    assert set(Reason) == {name for name in CATALOGUE if "." not in name}


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_is_the_verdict(reason: Reason) -> None:
    report = analyse(CASES[reason](), RULES_OF.get(reason, RULES))
    assert report.verdict == reason
    assert report.works in ((True,) if reason is Reason.ALREADY_THERE else (False, None))


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_entry_says_something_in_both_languages(name: str) -> None:
    for language in ("zh-CN", "en"):
        text = CATALOGUE[name].texts[language]
        assert text.meaning
        assert text.hint.endswith(("。", "."))
        assert "|" not in text.meaning + text.hint


def test_nothing_is_wrong_with_a_plain_page() -> None:
    report = analyse(exchange(html("<meta charset=utf-8>", UTF8)), RULES)
    assert (report.verdict, report.works, report.findings) == ("injected", True, ())


@pytest.mark.parametrize("level", [Level.BLOCKED])
def test_what_blocks_a_page_keeps_it_from_working(level: Level) -> None:
    for name, case in CASES.items():
        report = analyse(case(), RULES_OF.get(name, RULES))
        if any(level_of(one) is level for one in report.findings):
            assert not report.works, name


def test_what_nobody_sees_is_not_blocked() -> None:
    fragment = exchange(b"<li>x", source=Source.XHR)
    report = analyse(fragment, RULES)
    assert (report.kind, report.works) == (Kind.FRAGMENT, None)
    assert report.findings == (Finding("fragment", level=Level.OK),)


@pytest.mark.parametrize(
    ("name", "evidence"),
    [
        ("csp-default-src", "content-security-policy: default-src 'none'"),
        ("csp-script-src", "content-security-policy: script-src 'strict-dynamic'"),
        ("csp-meta", "script-src 'none'"),
        ("csp.adapted", "content-security-policy: script-src https://cdn.example.cn 'self'"),
        ("csp.meta-sound", "script-src 'self'; media-src 'none'"),
        ("charset", "BOM: utf-16le"),
        ("charset.conflict", "gbk ≠ big5"),
        ("charset.mislabelled", "gb2312 ≠ utf-8"),
        ("unknown-coding", "content-encoding: compress"),
        ("redirect", "location: /login/"),
        ("already-there", TAG.decode()),
        ("toolbar.other", "govwza (aria.js): //gov.govwza.cn/dist/aria.js?appid=1"),
        ("proxy.absolute-links", "1 × http://www.example.gov.cn/a"),
        ("proxy.cookie-domain", "a; domain=.example.gov.cn"),
    ],
)
def test_the_evidence_is_what_is_to_blame(name: str, evidence: str) -> None:
    report = analyse(CASES[name](), RULES)
    assert next(one.evidence for one in report.findings if one.id == name) == evidence


def test_the_directive_is_named_in_a_policy_that_only_reports() -> None:
    found = analyse(
        policy(b"script-src 'none'", name=b"Content-Security-Policy-Report-Only"), RULES
    ).findings
    assert found[0].evidence == "content-security-policy-report-only: script-src 'none'"


def test_a_tag_with_the_pages_nonce_may_run() -> None:
    tag = TAG.replace(b"></", b' nonce="abc"></')
    field = (b"Content-Security-Policy", b"script-src 'nonce-abc'")
    assert analyse(exchange(html(tag), field), RULES).works
    assert not analyse(exchange(html(TAG), field), RULES).works


@pytest.mark.parametrize(
    ("content_type", "head", "evidence"),
    [
        (b"text/html; charset=utf-16le", b"", "content-type: charset=utf-16le"),
        (b"text/html", b"<meta charset=iso-2022-jp>", "<meta charset=iso-2022-jp>"),
    ],
)
def test_where_a_hopeless_encoding_was_declared(
    content_type: bytes, head: bytes, evidence: str
) -> None:
    (found,) = analyse(exchange(html(head), type=content_type), RULES).findings
    assert (found.id, found.evidence) == ("charset", evidence)


def test_controls_of_old_browsers_are_found_in_markup() -> None:
    control = '<object classid="clsid:00000000-1111"></object>'
    flash = '<object classid="clsid:D27CDB6E-AE6D-11cf"></object>'
    (found,) = analyse(exchange(html(body=control + flash)), RULES).findings
    assert (found.id, found.evidence) == (
        "script.activex",
        '<object classid="clsid:00000000-1111">',
    )


def test_evidence_can_not_steer_a_terminal() -> None:
    assert printable("a\x1b[2J\r\nb\u202ec\x00") == "a\ufffd[2J b\ufffdc\ufffd"
    assert shortened("x" * 500, 10) == "x" * 9 + "…"


OTHERS = [
    "<script src='/canyou/js/wzatool-pc.js' id=rrbayJs></script>",
    "<script src='https://img.example.com/wza/aria.js?appid=0b4d'></script>",
    "<script src='http://www.example.com/wza/assist.js?sid=2716&amp;pos=left'></script>",
    "<script>document.writeln('<script src=\"//gov.govwza.cn/dist/aria.js\">')</script>",
    "<script>var EsdToolbarInit={}</script>",
    "<script src='https://cdn.userway.org/widget.js'></script>",
    "<script src='https://acsbapp.com/apps/app/dist/js/app.js'></script>",
    "<script src='https://cdn.jsdelivr.net/npm/sienna-accessibility/dist/s.js'></script>",
    "<div class='rs_skip' id='readspeaker_button1'></div>",
]


@pytest.mark.parametrize("markup", OTHERS)
def test_toolbars_of_others_are_known(markup: str) -> None:
    found = [one.id for one in analyse(exchange(html(markup)), RULES).findings]
    assert found.count("toolbar.other") == 1


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='https://wza.example.cn/'>无障碍</a>",
        "<script src='/js/aria.js'></script>",
        "<script>x.setAttribute('aria-label', aria.label)</script>",
        "<p>本站使用 UserWay userway.org/ 的建议</p>",
    ],
)
def test_what_is_no_toolbar_is_not_taken_for_one(markup: str) -> None:
    found = [one.id for one in analyse(exchange(html(markup)), RULES).findings]
    assert "toolbar.other" not in found


@pytest.mark.parametrize(
    "source",
    [
        "new ActiveXObject('Microsoft.XMLHTTP')",
        "new ActiveXObject('MSXML2.DOMDocument')",
        "// serviceWorker in navigator",
    ],
)
def test_what_old_scripts_do_is_harmless(source: str) -> None:
    report = analyse(exchange(html(f"<script>{source}</script>")), RULES)
    assert report.findings == ()


def test_any_bytes_are_analysed() -> None:
    """The analysis never raises: it is the judge of broken answers."""
    for body in (b"", b"<", b"<!", b"<a href=", b"\xff" * 99, b"<title>", b"<meta charset=\xff>"):
        for field in (b"text/html", b"text/html; charset=\xff", b"", b"application/xhtml+xml"):
            for status in (200, 304, 404, 500, 302):
                answer = exchange(body, (b"Location", b"\xc4\xfa"), type=field, status=status)
                assert analyse(answer, RULES).status == status


names = st.sampled_from(
    [
        *(b"content-type", b"content-encoding", b"content-security-policy", b"location"),
        *(b"set-cookie", b"content-disposition", b"x-ua-compatible", b"content-length"),
    ]
)
values = st.one_of(st.binary(max_size=40), st.sampled_from([b"text/html", b"gzip", b"br, gzip"]))
soup = st.lists(
    st.one_of(
        st.binary(max_size=12),
        st.sampled_from(
            [
                *(b"<html>", b"<head>", b"<meta charset=", b"<script>", b"</script>", b"<!--"),
                *(b"<iframe src=", b"<form>", b"<input name=q>", b"<a href='", b"<base href="),
                *(b"http://[", b"http-equiv=", b"content-security-policy ", b"'", b'"', b">"),
            ]
        ),
    ),
    max_size=30,
).map(b"".join)


@settings(deadline=None)
@given(soup, st.lists(st.tuples(names, values), max_size=5), st.sampled_from(Source))
def test_whatever_comes_is_analysed(
    body: bytes, fields: list[tuple[bytes, bytes]], source: Source
) -> None:
    page = Page(exchange(body, *fields, source=source), RULES)
    report = report_on(page)
    assert {one.id for one in report.findings} <= set(CATALOGUE)
    assert all(link.url.isascii() for link in links_of(page))


@pytest.mark.parametrize(
    "body",
    [
        b"<meta " * 100_000,
        b"<!--" * 200_000,
        b"<a " * 300_000,
        b"<" * 1_000_000,
        b"<script src=/_a11y/boot. " * 40_000,
        b"<html><head><script>" + b"/canyou/wzatool" * 60_000,
        b"<html><head><script>src" + b"mangren.com/" * 80_000,
        b"<html><head><meta content='" + b" " * 1_000_000,
        b"<html>" + b"<p class='" * 100_000,
        b"<x>" * 300_000,
    ],
    ids=lambda body: body[:24].decode(),
)
def test_pages_made_to_be_slow_are_not(body: bytes) -> None:
    """Each ends, and well within the time of a test run; none is quadratic."""
    page = Page(exchange(body), RULES)
    assert report_on(page).status == 200
    assert len(list(links_of(page))) == 0
