"""``a11y check`` as a shell sees it, against the demo portal and others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from a11y.cli import main
from examples.portal.application import app as portal_app
from tests.check.cases import html
from tests.check.test_sample import App
from tests.servers import serve_asgi

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "check.md").read_text(encoding="utf-8")
NOWHERE = "http://127.0.0.1:9/"
BLOCKED = (200, {"content-type": "text/html", "content-security-policy": "script-src 'none'"})


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    with serve_asgi(portal_app) as url:
        yield url


@pytest.fixture(scope="module")
def mixed() -> Iterator[str]:
    """A site whose error page has care mode and whose home page can't have it."""
    with serve_asgi(App({"/": (*BLOCKED, html("<title>关爱</title>"))})) as url:
        yield url


def check(*arguments: str) -> int:
    return main(["check", *arguments, "--pause", "0", "--timeout", "20"])


def test_the_demo_portal(portal: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(portal, "--lang", "zh-CN") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{portal}/ 云桥市人民政府门户网站"
    assert lines[1].startswith("看到的 ")
    assert lines[1].endswith("类页面都会有关爱模式。")
    assert any("框架集 1" in line for line in lines)
    documented = DOCUMENT.partition("```text\n")[2].partition("```")[0]
    assert bare("\n".join(lines).replace(portal, "http://127.0.0.1:8599")) == bare(documented)


def bare(text: str) -> str:
    """The text without its line breaks, which depend on how long the address is."""
    return "".join(text.split())


def test_the_worst_comes_first(mixed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(mixed, "--lang", "zh-CN") == 1
    text = capsys.readouterr().out
    assert "2 类页面里 1 类会有关爱模式。" in text
    assert "没有:首页 0/1 页(csp-script-src)" in text
    assert "× [csp-script-src]" in text
    assert "依据:content-security-policy: script-src 'none'" in text
    assert "办法:" in text


def test_in_english(mixed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(mixed, "--lang", "en") == 1
    text = capsys.readouterr().out
    assert "1 of 2 kinds of pages get care mode." in text
    assert "without: home page 0 of 1 pages (csp-script-src)" in text


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [("zh_CN.UTF-8", "打不开"), ("en_US.UTF-8", "could not"), ("C", "打不开"), ("", "打不开")],
)
def test_the_language_is_the_locales(
    locale: str,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert check(NOWHERE) == 3
    assert sentence in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["www.example.gov.cn"],
        [NOWHERE, "--config", "x.toml"],
        [NOWHERE, "--settings", "none.toml"],
        ["--config", "none.toml"],
        ["--config", "x.toml", "--settings", "y.toml"],
        [NOWHERE, "--ca-file", "none.pem"],
    ],
)
def test_what_is_not_understood_is_one_line(
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert check(*arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("a11y check: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["--pages", "0"], ["--pages", "x"], ["--timeout", "0"], ["--pause", "-1"]]
)
def test_bad_numbers_are_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["check", NOWHERE, *arguments])
    assert "usage: a11y check" in capsys.readouterr().err


KEYS = {
    "": {"schema", "version", "exit_code", "sites"},
    "sites": {
        *("url", "title", "exit_code", "reached", "kinds_shown", "kinds_working"),
        *("kinds", "findings", "pages"),
    },
    "kinds": {"kind", "shown", "pages", "working", "reasons"},
    "findings": {"id", "level", "count", "kinds", "urls", "evidence", "meaning", "hint"},
    "pages": {
        *("url", "found_as", "kind", "status", "type", "title", "verdict", "works", "findings"),
    },
}


def test_the_form_of_the_json(
    mixed: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "report.json"
    assert check(mixed, NOWHERE, "--json", str(file), "--lang", "en") == 3
    assert "of 2 kinds" in capsys.readouterr().out
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert set(document) == KEYS[""]
    assert (document["schema"], document["exit_code"]) == (1, 3)
    site, gone = document["sites"]
    assert set(site) == KEYS["sites"]
    for name in ("kinds", "findings", "pages"):
        assert set(site[name][0]) == KEYS[name]
    assert (site["exit_code"], site["kinds_shown"], site["kinds_working"]) == (1, 2, 1)
    assert site["kinds"][0]["reasons"] == {"csp-script-src": 1}
    assert (gone["reached"], gone["findings"][0]["id"]) == (False, "fetch.refused")


def test_json_alone_on_standard_output(mixed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(mixed, "--json", "-") == 1
    assert json.loads(capsys.readouterr().out)["exit_code"] == 1


def test_a_settings_file_counts(
    portal: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a11y.toml"
    file.write_text('[a11y]\nleave_paths = ["/**"]\nspeech = "espeak"\n', encoding="utf-8")
    assert check(portal, "--settings", str(file), "--pages", "2", "--lang", "en") == 1
    assert "[left-path]" in capsys.readouterr().out


def test_every_site_of_a_configuration(
    portal: str, mixed: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "proxy.toml"
    file.write_text(
        f"""
        [proxy]
        [[site]]
        host = ["a.example"]
        upstream = "{portal}"
        [[site]]
        host = ["b.example"]
        upstream = "{mixed}"
        leave_paths = ["/a11y-check-404-5f0c1b/"]
        """,
        encoding="utf-8",
    )
    assert check("--config", str(file), "--pages", "2", "--lang", "en") == 1
    text = capsys.readouterr().out
    assert portal in text
    assert mixed in text
    assert "0 of 2 kinds of pages get care mode." in text


def test_a_site_is_asked_as_the_proxy_asks_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """By the visitors' Host, with the proxy's fields in both directions."""
    hosts = set()

    class Named(App):
        async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
            if scope["type"] == "http":
                headers = dict(scope["headers"])
                hosts.add((headers[b"host"], headers[b"x-care"]))
            await super().__call__(scope, receive, send)

    home = html("", "<a href=http://www.example.gov.cn/in/>x</a>")
    app = Named(
        {
            "/": (302, {"location": "http://www.example.gov.cn/home"}, b""),
            "/home": (*BLOCKED, home),
            "/in/": (*BLOCKED, html()),
        }
    )
    file = tmp_path / "proxy.toml"
    with serve_asgi(app) as url:
        file.write_text(
            f"""
            [[site]]
            host = ["*.example.gov.cn", "www.example.gov.cn"]
            upstream = "{url}"
            preserve_host = true
            request_headers = {{ X-Care = "1" }}
            response_headers = {{ Content-Security-Policy = "" }}
            """,
            encoding="utf-8",
        )
        assert check("--config", str(file), "--lang", "en") == 0
    assert hosts == {(b"www.example.gov.cn", b"1")}
    assert "/in/" in app.asked


def test_several_addresses_of_a_site_are_one_report(
    portal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(portal, f"{portal}/login/", "--pages", "4", "--lang", "en") == 0
    text = capsys.readouterr().out
    assert text.count("kinds of pages") == 1
    assert "login 1" in text
