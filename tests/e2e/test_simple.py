"""The simple view in a browser: with and without scripts, on a phone and on a desktop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytest.importorskip("lxml", reason="pip install 'a11y-care[simple]'")
pytest.importorskip("nh3", reason="pip install 'a11y-care[simple]'")

from a11y import Settings
from tests.simple.portal import by_asgi

ROOT = Path(__file__).parents[2]
AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
THEMES = sorted(
    path.name.removesuffix(".tokens.json") for path in (ROOT / "themes").glob("*.tokens.json")
)
PATHS = ["/", "/a/2.html", "/form", "/none", "/away"]
SIZES = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    with by_asgi(Settings(simple=True, speech="off")) as url:
        yield url


def violations(page: Page) -> Any:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(
        "axe.run(document).then(({ violations }) =>"
        " violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)]))"
    )


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(page: Page, portal: str, path: str) -> None:
    page.goto(f"{portal}/_a11y/simple{path}")
    assert violations(page) == []


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_any_palette(page: Page, portal: str, theme: str) -> None:
    # Without the toolbar's own sheet: what the server wrote stands alone.
    page.route("**/boot.*.js", lambda route: route.abort())
    page.context.add_cookies([{"name": "a11y", "value": f"v1&on=1&theme={theme}", "url": portal}])
    page.goto(f"{portal}/_a11y/simple/a/2.html")
    assert page.locator("html").get_attribute("data-palette") == theme
    assert violations(page) == []


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_nothing_is_wider_than_the_screen_and_targets_are_large(
    browser: Browser, portal: str, size: Any, tmp_path: Path
) -> None:
    with browser.new_context(viewport=size, java_script_enabled=True) as context:
        page = context.new_page()
        for path in PATHS:
            page.goto(f"{portal}/_a11y/simple{path}")
            page.screenshot(path=tmp_path / f"{PATHS.index(path)}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            small = page.locator("body .button, body button").evaluate_all(
                "all => all.filter(one => one.getBoundingClientRect().height < 48).length"
            )
            assert small == 0


def test_the_whole_way_without_scripts(browser: Browser, portal: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        cookie = {"name": "a11y", "value": "v1&on=1&theme=yellow-on-black", "url": portal}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"{portal}/_a11y/simple/")
        page.get_by_role("textbox").fill("老人")
        page.get_by_role("button", name="搜").click()
        assert "找到 q=老人" in page.locator("main").inner_text()
        page.goto(f"{portal}/_a11y/simple/moved")
        assert page.locator("h1").inner_text() == "关于做好高龄津贴认证工作的通知"
        page.goto(f"{portal}/_a11y/simple/form")
        page.get_by_label("姓名").fill("王大娘")
        page.get_by_label("内容").fill("请问几时发放")
        page.get_by_role("button", name="提交留言").click()
        sent = page.locator("p").inner_text()
        assert "POST" in sent
        assert "name=王大娘" in sent
        assert "kind=2" in sent
        assert 'token=t"1' in sent
        page.goto(f"{portal}/_a11y/simple/a/2.html")
        page.get_by_role("link", name="返回原网页").click()
        assert page.url == f"{portal}/a/2.html"


def test_the_toolbar_is_there_and_leads_there(page: Page, portal: str) -> None:
    page.goto(f"{portal}/a/2.html")
    page.evaluate("a11y.open()")
    page.locator("a11y-toolbar").wait_for(state="attached")
    page.goto(f"{portal}/_a11y/simple/a/2.html")
    page.evaluate("a11y.open()")
    assert page.locator("a11y-toolbar").get_by_role("button").count() > 3
