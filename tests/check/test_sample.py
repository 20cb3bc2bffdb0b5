"""Whole sites: which of their pages are looked at, and what is found only by going there."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

import a11y
from a11y import A11yMiddleware
from a11y.check import Fetcher, Kind, Limits, Sample, Sampler, SiteReport, summarise
from tests.check.cases import RULES, TAG, html
from tests.check.servers import serve_raw
from tests.servers import serve_asgi

# What is not read off one answer; each has a test here or in test_fetch.
FOUND_BY_SAMPLING = {
    "access.robots",
    "fetch.broken",
    "fetch.name",
    "fetch.refused",
    "fetch.timeout",
    "fetch.tls",
    "installed.boot-missing",
    "installed.boot-wrong",
    "installed.health",
    "installed.speech",
    "installed.version",
    "redirect.away",
    "redirect.loop",
    "redirect.upgrade",
}


@dataclass
class App:
    """An ASGI application of fixed answers by path; what is asked for is kept."""

    pages: Mapping[str, bytes | tuple[int, Mapping[str, str], bytes]]
    asked: list[str] = field(default_factory=list)

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        if scope["type"] != "http":
            return
        query = scope["query_string"].decode()
        path = scope["raw_path"].decode() + (f"?{query}" if query else "")
        self.asked.append(path)
        answer = self.pages.get(path, (404, {"content-type": "text/html"}, html()))
        if isinstance(answer, bytes):
            answer = (200, {"content-type": "text/html"}, answer)
        status, headers, body = answer
        fields = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": fields})
        await send({"type": "http.response.body", "body": body})


def run(url: str, *, pages: int = 20, start: str = "/") -> Sample:
    limits = Limits(pages=pages)
    return Sampler(Fetcher(RULES), limits, pause=lambda _: None).run(url + start)


def check(app: App, *, pages: int = 20, start: str = "/") -> SiteReport:
    with serve_asgi(app) as url:
        return summarise(run(url, pages=pages, start=start))


def ids(report: SiteReport) -> set[str]:
    return {finding.id for finding in report.findings}


def links(*targets: str) -> str:
    return "".join(f"<a href='{target}'>x</a>" for target in targets)


def test_what_a_page_needs_and_where_it_leads_is_looked_at() -> None:
    home = html(
        "<link rel=stylesheet href=/a.css><script src=/a.js></script>"
        "<link rel=alternate type=application/rss+xml href=/rss>",
        "<img src=/a.png><iframe src=/frame.html></iframe><a href='list.html#x'>x</a>"
        "<form action=/search/><input name=q></form><a href=/a.doc>x</a>"
        "<script>$('#x').load('/part.html')</script>" + links("http://other.example/", "/logout"),
    )
    part = (200, {"content-type": "text/html"}, b"<li>x")
    app = App({"/": home, "/frame.html": html(), "/list.html": html(), "/part.html": part})
    check(app)
    assert set(app.asked) == {
        *("/", "/robots.txt", "/a11y-check-404-5f0c1b/", "/frame.html", "/list.html"),
        *("/search/?q=%E6%9C%8D%E5%8A%A1", "/part.html", "/a.css", "/a.js", "/a.png"),
        *("/rss", "/a.doc"),
    }


def test_no_more_pages_than_allowed_and_every_shape_before_another_of_the_same() -> None:
    articles = [f"/zwgk/t{number}.html" for number in range(50)]
    app = App(
        {"/": html(body=links(*articles, "/bsfw/", "/about.html"))}
        | {address: html() for address in (*articles, "/bsfw/", "/about.html")}
    )
    report = check(app, pages=6)
    assert len(report.pages) == 6
    assert {"/zwgk/t0.html", "/bsfw/", "/about.html"} < set(app.asked)


def test_a_site_without_end_ends() -> None:
    class Endless(App):
        async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
            self.pages = {scope["path"]: html(body=links(scope["path"] + "x/"))}
            await super().__call__(scope, receive, send)

    report = check(Endless({}), pages=5)
    assert len(report.pages) == 5


def test_robots_are_obeyed_but_not_for_what_was_asked_for() -> None:
    robots = (200, {"content-type": "text/plain"}, b"User-agent: *\nDisallow: /in/\n")
    app = App({"/in/": html(body=links("/in/a", "/out")), "/robots.txt": robots, "/out": html()})
    report = check(app, start="/in/")
    assert "/in/a" not in app.asked
    assert "/out" in app.asked
    assert "access.robots" in ids(report)


def test_an_error_page_that_says_it_is_one() -> None:
    report = check(App({"/": html()}))
    assert [kind.kind for kind in report.kinds] == [Kind.HOME, Kind.ERROR]
    assert report.exit_code == 0


def test_redirects_within_the_site_are_followed() -> None:
    moved = (302, {"location": "/home"}, b"")
    report = check(App({"/": moved, "/home": html(), "/a": html()}))
    assert [page.kind for page in report.pages][:2] == [Kind.REDIRECT, Kind.HOME]
    assert report.exit_code == 0


def test_a_page_that_is_a_script_to_the_real_one() -> None:
    app = App({"/": b"<script>window.location.href='/index.jsp'</script>", "/index.jsp": html()})
    check(app)
    assert "/index.jsp" in app.asked


def test_a_login_is_met_on_the_way() -> None:
    app = App(
        {
            "/": html(body=links("/my/")),
            "/my/": (302, {"location": "/login"}, b""),
            "/login": html(body="<input type=password>"),
        }
    )
    report = check(app)
    assert {Kind.REDIRECT, Kind.LOGIN} < {kind.kind for kind in report.kinds}
    assert "access.login" in ids(report)


def test_redirects_without_end() -> None:
    report = check(App({"/": (302, {"location": "/"}, b"")}))
    assert "redirect.loop" in ids(report)
    assert report.exit_code == 1
    app = App({"/": html(body=links("/a")), "/a": (302, {"location": "/a"}, b"")})
    assert "redirect.loop" in ids(check(app))


def test_another_site_is_not_followed() -> None:
    report = check(App({"/": (301, {"location": "http://www.other.example/"}, b"")}))
    assert "redirect.away" in ids(report)
    assert report.exit_code == 1


def test_the_proper_address_of_a_site_is_followed() -> None:
    app = App({"/": html(), "/a": html()})
    with serve_asgi(app) as target:
        moved = App({"/": (301, {"location": f"{target}/"}, b"")})
        with serve_asgi(moved) as url:
            report = summarise(run(url))
    assert "redirect.upgrade" in ids(report)
    assert report.exit_code == 0


def test_a_site_that_is_not_there() -> None:
    report = summarise(run("http://127.0.0.1:9"))
    assert report.exit_code == 3
    assert ids(report) == {"fetch.refused"}


def test_a_page_that_does_not_answer_is_a_finding() -> None:
    class Rude(App):
        async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
            if scope["type"] == "http" and scope["path"] == "/a":
                raise RuntimeError("on purpose")
            await super().__call__(scope, receive, send)

    with serve_asgi(Rude({"/": html(body=links("/a"))}), log_level="critical") as url:
        report = summarise(run(url))
    assert "page.server-error" in ids(report)
    assert report.exit_code == 0


def test_a_server_that_hangs_up_in_between() -> None:
    """What does not answer is a finding; what does is judged."""
    page = html(TAG, links("/a", "/b"))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"

    def handler(connection: socket.socket, path: str) -> None:
        if path in ("/", "/b"):
            connection.sendall(head + page)

    with serve_raw(handler) as url:
        report = summarise(run(url))
    assert {"fetch.broken", "installed.boot-missing", "installed.health"} <= ids(report)
    assert {page.kind for page in report.pages} == {Kind.HOME, Kind.PAGE}


def test_the_time_for_a_site_is_bounded() -> None:
    with serve_asgi(App({"/": html(body=links("/a", "/b"))})) as url:
        limits = Limits(total=0)
        sample = Sampler(Fetcher(RULES), limits, pause=lambda _: None).run(url)
    assert len(sample.pages) == 2


def test_it_is_told_what_is_asked_for_and_rests_in_between() -> None:
    told: list[str] = []
    rests: list[float] = []
    robots = (200, {"content-type": "text/plain"}, b"User-agent: *\nCrawl-delay: 2\n")
    with serve_asgi(App({"/": html(body=links("/a")), "/robots.txt": robots})) as url:
        fetcher = Fetcher(RULES)
        Sampler(fetcher, Limits(pause=0.5), pause=rests.append, tell=told.append).run(f"{url}/")
    assert told == [f"{url}/", f"{url}/a11y-check-404-5f0c1b/", f"{url}/a"]
    assert rests == [0.5, 2.0, 2.0]


@pytest.fixture(scope="module")
def installed() -> Iterator[str]:
    app = App({"/": html(body=links("/a")), "/a": html()})
    with serve_asgi(A11yMiddleware(app, speech="off")) as url:
        yield url


def test_a_site_that_has_care_mode(installed: str) -> None:
    report = summarise(run(installed))
    assert {page.verdict for page in report.pages if page.works} == {"already-there"}
    assert ids(report) & {"installed.boot-missing", "installed.boot-wrong"} == set()
    # By its settings it has no voice of its own.
    assert "installed.speech" in ids(report)
    assert report.exit_code == 0


BOOT = "/_a11y/boot.3f9c2a71.js"
SCRIPT = {"content-type": "text/javascript"}


@pytest.mark.parametrize(
    ("boot", "found"),
    [
        (None, "installed.boot-missing"),
        ((302, {"location": "/login"}, b""), "installed.boot-missing"),
        ((200, {"content-type": "text/html"}, html()), "installed.boot-wrong"),
        ((200, SCRIPT, b"alert(1)"), "installed.boot-wrong"),
        ((200, SCRIPT, b'x({"version":"0.0.1"})'), "installed.version"),
    ],
)
def test_a_tag_without_its_script(
    boot: tuple[int, Mapping[str, str], bytes] | None, found: str
) -> None:
    pages = {"/": html(TAG)} | ({BOOT: boot} if boot else {})
    report = check(App(pages))
    assert {found, "installed.health"} < ids(report)
    works = found == "installed.version"
    assert report.exit_code == (0 if works else 1)


def test_plain_files_have_no_health() -> None:
    body = f'x({{"version":"{a11y.__version__}"}})'.encode()
    report = check(App({"/": html(TAG), BOOT: (200, SCRIPT, body)}))
    assert ids(report) >= {"installed.health"}
    assert not ids(report) & {"installed.version", "installed.boot-missing"}
