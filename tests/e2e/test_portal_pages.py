"""The demonstration portal as a visitor's browser shows it, without care mode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page, expect

from examples.portal.serve import app
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
STANDARD, QUIRKS = "CSS1Compat", "BackCompat"

# Address, charset and mode as Chromium names them, and the least width of the content.
PAGES = [
    ("/", "GBK", STANDARD, 1003),
    ("/zwgk/list.asp?c=tzgg", "GBK", STANDARD, 1003),
    ("/zwgk/show.asp?id=10118", "GBK", STANDARD, 1003),
    ("/zwgk/zcwj/202501/t20250115_10086.shtml", "GBK", STANDARD, 1003),
    ("/bsfw/", "GBK", STANDARD, 1003),
    ("/bsfw/guide/bdc_zydj.html", "GBK", STANDARD, 1003),
    ("/search/search.jsp?q=%B8%DF%C1%E4", "gb18030", STANDARD, 1003),
    ("/login/", "GBK", STANDARD, 1003),
    ("/old/", "GBK", QUIRKS, 0),
    ("/old/xqgk.htm", "GBK", QUIRKS, 580),
    ("/old/lyb.htm", "GBK", QUIRKS, 560),
    ("/new/", "UTF-8", STANDARD, 0),
    ("/new/feedback.html", "UTF-8", STANDARD, 0),
]
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    with serve_asgi(app) as url:
        yield url


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Everything that the browser complains about; a test leaves it empty."""
    found: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            found.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda request: found.append(request.url))
    yield found
    assert found == []


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize(("address", "charset", "mode", "width"), PAGES)
def test_page_shows_without_a_complaint(
    page: Page,
    portal: str,
    output_path: str,
    *,
    address: str,
    charset: str,
    mode: str,
    width: int,
) -> None:
    for size in (DESK, PHONE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.goto(portal + address)

        assert page.evaluate("[document.characterSet, document.compatMode]") == [charset, mode]
        broken = "[...document.images].filter((i) => !i.naturalWidth).map((i) => i.src)"
        assert page.evaluate(broken) == []
        content, window = page.evaluate(WIDTHS)
        assert content == max(width, window) or (mode == QUIRKS and content >= width)
        page.screenshot(path=Path(output_path) / f"{size['width']}.png")


@pytest.mark.usefixtures("complaints")
def test_home_page_scripts_work(page: Page, portal: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(portal)

    expect(page.locator("#topbar")).to_contain_text(re.compile(r"今天是：\d+年\d+月\d+日 星期"))
    expect(page.locator("img[src^='/images/d']").nth(7)).to_be_visible()
    page.hover("#news2")
    expect(page.locator("#con_news_2")).to_be_visible()
    expect(page.locator("#con_news_1")).to_be_hidden()
    page.hover("#focus_n3")
    expect(page.locator("#focus_text")).to_have_text("全市春季造林现场会在清溪县召开")
    expect(page.locator("#pop")).to_have_css("height", "156px")
    page.locator("#pop .pt a").click()
    expect(page.locator("#pop")).to_be_hidden()
    page.locator("#adleft a").last.click()
    expect(page.locator("#adleft")).to_be_hidden()
    page.evaluate("window.scrollTo(0, 300)")
    expect(page.locator("#adright")).to_have_css("top", "510px")
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("空气质量")


@pytest.mark.usefixtures("complaints")
def test_advert_floats_until_it_is_closed(page: Page, portal: str) -> None:
    page.goto(f"{portal}/zwgk/list.asp?c=tzgg")

    advert = page.locator("#floatad")
    expect(advert).not_to_have_css("left", "60px")
    page.evaluate("floatStop()")
    advert.locator("a").last.click()
    expect(advert).to_be_hidden()


@pytest.mark.usefixtures("complaints")
def test_booking_form_carries_gbk_and_rare_characters(page: Page, portal: str) -> None:
    page.goto(f"{portal}/bsfw/guide/bdc_zydj.html")
    alerts: list[str] = []

    def close(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.accept()

    page.on("dialog", close)
    page.click("text=提交预约")
    assert alerts == ["请输入姓名！"]

    page.fill("[name=xm]", "陈䶮𬱖")
    page.fill("[name=sfzh]", "999999194910010019")
    page.fill("[name=dh]", "0500-8300160")
    page.check("[value=大字版材料]")
    page.fill("[name=bz]", "费用 €80，㎡ & 100%")
    page.click("text=提交预约")

    page.wait_for_url("**/bsfw/yuyue.asp")
    receipt = page.locator("table.bd")
    for text in ("陈䶮𬱖", "999999********0019", "大字版材料", "费用 €80，㎡ & 100%"):
        expect(receipt).to_contain_text(text)


@pytest.mark.usefixtures("complaints")
def test_search_from_old_and_new_pages(page: Page, portal: str) -> None:
    page.goto(portal)
    page.fill("[name=q]", "加装电梯")
    page.click("text=搜 索")
    page.wait_for_url("**/search/search.jsp?q=%BC%D3%D7%B0%B5%E7%CC%DD*")
    expect(page.locator("body")).to_contain_text("为您找到与“加装电梯”相关的结果 3 条")

    page.fill("[name=q]", "𬱖")
    page.click("[value='搜 索']")
    expect(page.locator("body")).to_contain_text("王𬱖")

    page.goto(f"{portal}/new/")
    page.fill("[name=q]", "津贴")
    page.click("text=搜索")
    expect(page.locator("body")).to_contain_text("高龄津贴申领办事指南")
    expect(page.locator("body")).to_contain_text("结果 1 条")


@pytest.mark.usefixtures("complaints")
def test_sign_in_leads_to_my_matters_and_out_again(page: Page, portal: str) -> None:
    page.goto(f"{portal}/login/")
    page.fill("[name=user]", "王阿姨")
    page.fill("[name=pass]", "x")
    page.click("[value='登 录']")

    page.wait_for_url("**/my/")
    expect(page.locator("body")).to_contain_text("您好，王阿姨！您有 4 件办件。")
    assert {cookie.get("name") for cookie in page.context.cookies()} == {"YQUSER", "YQTOKEN"}
    page.click("text=退出登录")
    page.wait_for_url(f"{portal}/")
    assert page.context.cookies() == []


@pytest.mark.usefixtures("complaints")
def test_menu_of_the_frameset_changes_the_main_frame(page: Page, portal: str) -> None:
    page.goto(f"{portal}/old/")

    menu, main = page.frame("menuFrame"), page.frame("mainFrame")
    assert menu is not None
    assert main is not None
    menu.click("text=市情概况")
    main.wait_for_url("**/old/xqgk.htm")
    expect(main.locator("body")).to_contain_text("龙津江中游")
    menu.click("text=本站首页")
    main.wait_for_url("**/old/main.htm")


@pytest.mark.usefixtures("complaints")
def test_modern_list_is_fetched_and_filtered(page: Page, portal: str) -> None:
    page.goto(f"{portal}/new/")

    rows = page.locator("#list li")
    expect(rows).to_have_count(8)
    page.click("#kinds >> text=养老")
    expect(rows).to_have_count(3)
    expect(page.locator("#state")).to_be_hidden()
    page.evaluate("window.scrollTo(0, 600)")
    expect(page.locator("header.top")).to_be_in_viewport()


@pytest.mark.usefixtures("complaints")
def test_letter_is_checked_and_sent_under_trusted_types(page: Page, portal: str) -> None:
    page.goto(f"{portal}/new/feedback.html")
    page.fill("#phone", "123")
    page.click("text=提交来信")
    expect(page.locator(".field.bad")).to_have_count(4)
    expect(page.locator("#name")).to_be_focused()

    page.fill("#name", "王阿姨")
    page.fill("#phone", "13800000000")
    page.fill("#subject", "站牌字太小")
    page.fill("#text", "26路公交站牌的字太小，老年人看不清。")
    page.click("text=提交来信")
    expect(page.locator(".done")).to_contain_text(re.compile(r"编号XJ\d+。"))


@pytest.mark.parametrize(
    ("link", "name"),
    [
        # Which name comes out of bare GBK bytes is up to the browser and its system.
        ("1.云桥市高频老年人服务事项清单.txt", None),
        ("2.上门服务预约登记表.doc", "上门服务预约登记表.doc"),
    ],
)
def test_attachment_is_saved(page: Page, portal: str, link: str, name: str | None) -> None:
    page.goto(f"{portal}/zwgk/zcwj/202501/t20250115_10086.shtml")

    with page.expect_download() as started:
        page.click(f"text={link}")

    assert name in (None, started.value.suggested_filename)
    assert "云桥市" in Path(started.value.path()).read_text(encoding="gbk")
