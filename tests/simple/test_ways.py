"""The simple view on all three ways: ASGI, WSGI, the proxy."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2 as httpx
import pytest

pytest.importorskip("lxml", reason="pip install 'a11y-care[simple]'")
pytest.importorskip("nh3", reason="pip install 'a11y-care[simple]'")

from lxml import html

from a11y import Settings
from tests.simple.portal import by_asgi, by_proxy, by_wsgi


@pytest.fixture(scope="module", params=[by_asgi, by_wsgi, by_proxy])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    with request.param(Settings(simple=True, speech="off")) as url:
        yield url


def simple(url: str, path: str, **options: object) -> httpx.Response:
    return httpx.get(f"{url}/_a11y/simple{path}", **options)  # type: ignore[arg-type]


def test_an_article_has_its_content_alone(url: str) -> None:
    answer = simple(url, "/a/2.html")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "s=1" in answer.headers["set-cookie"]
    page = html.fromstring(answer.text)
    assert page.get("lang") == "zh-CN"
    assert page.xpath("string(//h1)") == "关于做好高龄津贴认证工作的通知"
    assert page.xpath("string(//time)") == "2026-03-05"
    assert "来源：市民政局" in page.text_content()
    assert "一、对象" in page.xpath("//article/h2/text()")
    assert page.xpath("//article//img/@alt") == ["办理流程图"]
    assert page.xpath("//article//th/text()") == ["年龄", "每月标准"]
    assert page.xpath("//article/p[.='布局的段落一。']")
    for left_out in ("隐藏的话", "版权所有", "steal", "iframe", "evil.example", "dot.gif"):
        assert left_out not in answer.text
    assert page.xpath("//section//a[contains(.,'申请表')]/@href") == ["/files/%E8%A1%A8.doc"]
    assert page.xpath("//a[starts-with(@href,'tel:07308889999')]")
    assert page.xpath("//a[@href='tel:13800001111']")
    assert page.xpath("//nav[@class='more']//a/@href") == [
        "/_a11y/simple/a/1.html",
        "/_a11y/simple/a/3.html",
    ]
    assert page.xpath("//a[.='返回原网页']/@href") == ["/a/2.html"]
    assert "<script src=" in answer.text


def test_links_lead_on_within_the_view_in_the_charset_of_the_page(url: str) -> None:
    page = html.fromstring(simple(url, "/a/2.html").text)
    links = {a.text_content(): a.get("href") for a in page.xpath("//article//a")}
    assert links["办理说明"] == "/_a11y/simple/a/help.html?k=%C0%CF%C8%CB"
    assert links["省厅网站"] == "https://other.example/x"
    assert "脚本" not in links


def test_a_form_works_as_before(url: str) -> None:
    answer = simple(url, "/form")
    page = html.fromstring(answer.text)
    form = page.xpath("//form")[0]
    assert form.get("action") == "/send"
    assert form.get("method") == "post"
    assert form.get("accept-charset") == "gbk"
    assert page.xpath("//input[@name='token']/@value") == ['t"1']
    assert page.xpath("//select[@name='kind']/option[@selected]/@value") == ["2"]
    assert page.xpath("//input[@name='name']/@aria-label") == ["姓名"]
    assert page.xpath("//input[@type='file']/@name") == ["photo"]
    assert page.xpath("//input[@type='file']/@aria-label") == ["选择文件"]
    assert "我要咨询" not in page.xpath("//article//text()")
    assert page.xpath("//button[@name='go']/@value") == ["提交留言"]
    assert "x()" not in answer.text
    for control in page.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        identity = control.get("id")
        labels = page.xpath(f"//label[@for='{identity}']") if identity else []
        assert labels or control.get("aria-label"), html.tostring(control)


def test_the_home_page_is_a_list_of_entries(url: str) -> None:
    page = html.fromstring(simple(url, "/").text)
    assert page.xpath("//h2/text()") == ["搜索", "办事服务", "通知公告", "栏目", "咨询联系"]
    assert page.xpath("//section[@aria-labelledby='services']//a/text()")[:1] == ["服务"]
    assert len(page.xpath("//section[@aria-labelledby='notices']//a")) == 10
    assert page.xpath("//form/@action") == ["/_a11y/simple/s"]
    assert page.xpath("//form/@accept-charset") == ["gbk"]
    found = simple(url, "/s?q=%C0%CF%C8%CB")
    assert "找到 q=老人 的结果" in found.text


def test_the_visitor_is_who_he_is(url: str) -> None:
    assert "u=7 您好" in simple(url, "/me", headers={"cookie": "u=7"}).text
    assert "nobody 您好" in simple(url, "/me").text
    assert "private" in simple(url, "/me").headers["cache-control"]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/login", 401, "需要登录"),
        ("/secret", 403, "不让查看"),
        ("/none", 404, "找不到"),
        ("/broken", 500, "暂时打不开"),
        ("/away", 200, "https://other.example/there"),
        ("/file", 200, "打开文件"),
        ("/download", 200, "打开文件"),
        ("/_a11y/health", 404, "找不到"),
    ],
)
def test_what_is_no_page_is_said_plainly(url: str, path: str, status: int, says: str) -> None:
    answer = simple(url, path)
    assert answer.status_code == status
    assert says in answer.text
    assert "Tomcat" not in answer.text
    assert "返回原网页" in answer.text


def test_redirects_stay_within_the_view(url: str) -> None:
    answer = simple(url, "/moved")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/_a11y/simple/a/2.html"
    again = simple(url, "/_a11y/simple/a/2.html")
    assert again.headers["location"] == "/_a11y/simple/a/2.html"


def test_only_asking_is_answered(url: str) -> None:
    assert httpx.post(f"{url}/_a11y/simple/form", data={"a": "b"}).status_code == 404
    head = httpx.head(f"{url}/_a11y/simple/a/2.html")
    assert head.status_code == 200
    assert head.content == b""


def test_a_palette_is_obeyed_without_a_script(url: str) -> None:
    chosen = simple(url, "/form", headers={"cookie": "a11y=v1&on=1&theme=yellow-on-black"})
    assert 'data-palette="yellow-on-black"' in chosen.text
    evil = simple(url, "/form", headers={"cookie": 'a11y=v1&on=1&theme="><script>'})
    assert "data-palette" not in evil.text
    page = html.fromstring(chosen.text)
    sheet = httpx.get(url + page.xpath("//link[@rel='stylesheet']/@href")[0])
    assert sheet.headers["content-type"] == "text/css; charset=utf-8"
    assert len(sheet.content) <= 30_000
    assert '[data-palette="yellow-on-black"]' in sheet.text


def test_the_toolbar_knows_of_the_view(url: str) -> None:
    page = httpx.get(f"{url}/form").text
    boot = page.split('<script src="')[1].split('"')[0]
    assert '"simple":true' in httpx.get(url + boot).text
