"""DokuWiki, a PHP application, behind the proxy: by itself, and used in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.apps import dokuwiki
from tests.apps.compare import compare
from tests.apps.ways import Pair, proxied

MISSING = dokuwiki.missing()
pytestmark = [
    pytest.mark.skipif(MISSING is not None, reason=str(MISSING)),
    pytest.mark.xdist_group("dokuwiki"),
]

# What is another one in every page: tokens, the moment, and how long it took.
_CHANGES = re.compile(
    rb'(name="(?:sectok|date|changecheck)" value="|sectok=|taskrunner\.php\?id=\w+&amp;|tseed=)\w+'
    rb"|\d{4}/\d\d/\d\d \d\d:\d\d|<(pubDate|dc:date|lastBuildDate)>[^<]*"
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with proxied(dokuwiki.serve_wiki(tmp_path_factory.mktemp("wiki"))) as pair:
        yield pair


def mask(page: bytes) -> bytes:
    return _CHANGES.sub(b"", page)


@pytest.mark.parametrize(
    "target",
    [
        *("/doku.php", "/doku.php?id=start", "/doku.php?id=none", "/doku.php?id=start&do=login"),
        *("/doku.php?id=start&do=index", "/doku.php?id=start&do=search&q=%E6%B4%A5%E8%B4%B4"),
        *("/doku.php?id=start&do=recent", "/doku.php?id=start&do=media", "/lib/exe/detail.php"),
        *("/doku.php?id=start&do=export_xhtml", "/lib/exe/mediamanager.php?ns="),
    ],
)
def test_pages(pair: Pair, target: str) -> None:
    compare(pair, target, tag=True, mask=mask)


@pytest.mark.parametrize(
    "target",
    [
        *("/lib/exe/css.php?t=dokuwiki", "/lib/exe/jquery.php", "/lib/exe/js.php?t=dokuwiki"),
        *("/doku.php?id=start&do=export_raw", "/lib/tpl/dokuwiki/images/favicon.ico", "/feed.php"),
        *(
            "/lib/exe/opensearch.php",
            "/lib/exe/manifest.php",
            "/lib/images/license/badge/gnufdl.png",
        ),
    ],
)
def test_no_pages(pair: Pair, target: str) -> None:
    compare(pair, target, tag=False, mask=mask)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A clerk at a desktop."""
    return {**browser_context_args, "locale": "zh-CN", "viewport": {"width": 1280, "height": 900}}


@pytest.mark.browser
def test_a_clerk_works_in_the_wiki(pair: Pair, page: Page, tmp_path: Path) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    toolbar = page.locator("a11y-toolbar")

    page.goto(f"{pair.cared}/doku.php?id=start")
    expect(toolbar).to_be_attached()
    toolbar.get_by_role("button", name="关爱模式").click()

    page.get_by_role("link", name="登录").click()
    page.locator("#dw__login input[name=u]").fill(dokuwiki.USER)
    page.locator("#dw__login input[name=p]").fill(dokuwiki.PASSWORD)
    page.locator("#dw__login [type=submit]").click()
    expect(page.get_by_role("link", name="退出")).to_be_visible()
    assert page.url.startswith(pair.cared)
    expect(toolbar.get_by_role("button", name="重置")).to_be_visible()

    page.goto(f"{pair.cared}/doku.php?id=gonggao&do=edit")
    page.locator("#wiki__text").fill("====== 公告 ======\n\n三月底前办理,**免费**。")
    page.locator("#edbtn__save").click()
    expect(page.get_by_role("heading", name="公告")).to_be_visible()
    expect(page.locator("strong", has_text="免费")).to_be_visible()
    assert page.url.startswith(pair.cared)
    expect(toolbar).to_be_attached()

    upload(page, pair.cared, tmp_path)

    page.get_by_role("link", name="退出").click()
    expect(page.get_by_role("link", name="登录")).to_be_visible()
    assert errors == []


def upload(page: Page, base: str, folder: Path) -> None:
    """Send a file through the media manager; it comes back as it was, whole and in part."""
    content = bytes(range(256)) * 2000
    file = folder / "fujian.zip"
    file.write_bytes(content)
    page.goto(f"{base}/lib/exe/mediamanager.php?ns=")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("#mediamanager__upload_button, #dw__upload [type=submit]").first.click()
    expect(page.get_by_text("fujian.zip").first).to_be_visible()
    address = f"{base}/lib/exe/fetch.php?media=fujian.zip"
    assert page.request.get(address).body() == content
    part = page.request.get(address, headers={"range": "bytes=10-19"})
    assert (part.status, part.body()) == (206, content[10:20])
    page.goto(f"{base}/doku.php?id=gonggao")
