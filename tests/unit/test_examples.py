"""The demonstration portal and the small applications, over real HTTP."""

from __future__ import annotations

import gzip
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from pathlib import Path
from urllib.parse import quote, quote_from_bytes, urljoin, urlsplit

import httpx2 as httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route

from a11y import A11yMiddleware
from examples.portal.charset import decode, encode, form_fields
from examples.portal.rendering import CHUNK_BYTES
from examples.portal.serve import app, main
from tests.servers import serve_asgi

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "examples" / "portal"
NOTICE = "/zwgk/zcwj/202501/t20250115_10086.shtml"
GUIDE = "/bsfw/guide/bdc_zydj.html"

# Address, and the charset of the page as its own header or meta says.
PAGES = {
    "/": "gb2312",
    "/inc/weather.html": "gb2312",
    "/zwgk/list.asp?c=tzgg": "gb2312",
    "/zwgk/show.asp?id=10118": "gb2312",
    NOTICE: "gb2312",
    "/bsfw/": "gbk",
    GUIDE: "gbk",
    "/search/search.jsp": "gb18030",
    "/login/": "gb2312",
    "/old/": "gb2312",
    "/old/top.htm": "gb2312",
    "/old/menu.htm": "gb2312",
    "/old/main.htm": "gb2312",
    "/old/xqgk.htm": "gb2312",
    "/old/jgsz.htm": "gb2312",
    "/old/lyb.htm": "gb2312",
    "/new/": "utf-8",
    "/new/feedback.html": "utf-8",
}
CODECS = {"gb2312": "gbk", "gbk": "gbk", "gb18030": "gb18030", "utf-8": "utf-8"}


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    with serve_asgi(app) as url:
        yield url


@pytest.fixture
def visitor(portal: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=portal) as client:
        yield client


def declared(answer: httpx.Response) -> str:
    """The charset as a browser finds it: header, then meta or XML declaration."""
    header = re.search(r"charset=([\w-]+)", answer.headers["content-type"])
    body = re.search(rb"""(?:charset|encoding)=["']?([\w-]+)""", answer.content[:1024])
    if header:
        return header[1].lower()
    return body[1].decode().lower() if body else "none"


def text_of(answer: httpx.Response) -> str:
    """The body, strictly in the charset that it declares."""
    return answer.content.decode(CODECS[declared(answer)])


@pytest.mark.parametrize(("address", "charset"), PAGES.items())
def test_page_decodes_in_the_charset_it_declares(
    visitor: httpx.Client, address: str, charset: str
) -> None:
    answer = visitor.get(address)

    assert answer.status_code == 200
    assert declared(answer) == charset
    assert re.search("[一-鿿]{4}", text_of(answer))


@pytest.mark.parametrize("address", [a for a, c in PAGES.items() if c != "utf-8"])
def test_old_page_says_charset_in_meta_only_and_knows_nothing_of_care_mode(
    visitor: httpx.Client, address: str
) -> None:
    answer = visitor.get(address)

    if not address.startswith(("/bsfw/guide/", "/search/")):
        assert answer.headers["content-type"] == "text/html"
    assert b"a11y" not in answer.content


def links(address: str, answer: httpx.Response) -> set[str]:
    """Every address of the same site that a page, style sheet or script names."""
    kind = answer.headers["content-type"]
    if not kind.startswith(("text/html", "text/css", "text/xml", "application/x-java")):
        return set()
    charset = declared(answer)
    text = answer.content.decode(CODECS.get(charset, "gbk"))
    found = re.findall(r"""(?:href|src|background|value)=["']?([^"'\s>]+)""", text, re.IGNORECASE)
    found += re.findall(r"url\(([^)#]+)\)", text) + re.findall(r"<link>([^<]+)", text)
    found += re.findall(r"""["'](/[a-z][\w/.?=&]*)["']""", text)  # addresses in scripts
    whole = (link for link in found if is_address(link) and not link.endswith(PIECES))
    wanted = (urljoin(str(answer.url), unescape(link)) for link in whole)
    here = urlsplit(str(answer.url)).netloc
    return {url.partition("#")[0] for url in wanted if urlsplit(url).netloc == here}


# Addresses to which a script appends a number.
PIECES = ("/images/focus", "/images/d", "page=")


def is_address(link: str) -> bool:
    return bool(re.match(r"(https?:/)?/|\.|\?|[\w-]+\.(htm|html|css|js)\b", link))


def test_no_link_is_dead(portal: str) -> None:
    posted = {"/bsfw/yuyue.asp", "/login/do.asp", "/api/feedback"}
    waiting, seen = [f"{portal}/", f"{portal}/new/", f"{portal}/my/"], {""}
    dead = []
    with httpx.Client(follow_redirects=True) as client:
        while waiting:
            url = waiting.pop()
            if url in seen or urlsplit(url).path in posted:
                continue
            seen.add(url)
            answer = client.get(url)
            if answer.status_code != 200:
                dead.append((answer.status_code, url))
            waiting += links(url, answer)

    assert dead == []
    reached = {url.removeprefix(portal) for url in seen}
    assert set(PAGES) <= reached
    assert len(reached) > 120


def gbk_form(**fields: str) -> bytes:
    """A form as a browser sends it from a GBK page: what GBK lacks goes as a reference."""
    pairs = (
        f"{quote(name)}={quote_from_bytes(value.encode('gbk', 'xmlcharrefreplace'))}"
        for name, value in fields.items()
    )
    return "&".join(pairs).encode("ascii")


FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_booking_repeats_gbk_and_what_gbk_lacks(visitor: httpx.Client) -> None:
    body = gbk_form(xm="陈䶮𬱖", sfzh="999999194910010019", dh="0500-8300160", zl="人民路<1>号")
    body += b"&xy=%C2%D6%D2%CE&xy=%CA%D6%D3%EF%B7%AD%D2%EB&bz=%80100"

    answer = visitor.post("/bsfw/yuyue.asp", content=body, headers=FORM)

    text = text_of(answer)
    assert answer.headers["content-type"] == "text/html"
    assert "<td>陈&#19886;&#183382;</td>" in text
    assert "陈䶮𬱖" in unescape(text)
    assert "<td>999999********0019</td>" in text
    assert "人民路&lt;1&gt;号" in text
    assert "轮椅、手语翻译" in text
    assert "€100" in unescape(text)
    assert re.search(r'id="bh">BDC20250320\d{4}<', text)


@pytest.mark.parametrize("missing", ["xm", "sfzh", "dh"])
def test_booking_without_a_needed_field_answers_a_bare_script(
    visitor: httpx.Client, missing: str
) -> None:
    fields = {"xm": "陈某", "sfzh": "999999194910010019", "dh": "0500-8300160", missing: " "}

    answer = visitor.post("/bsfw/yuyue.asp", content=gbk_form(**fields), headers=FORM)

    assert text_of_fragment(answer).startswith('<script language="javascript">alert("请输入')


def text_of_fragment(answer: httpx.Response) -> str:
    return answer.content.decode("gbk")


def test_booking_refuses_a_body_that_no_form_sends(visitor: httpx.Client) -> None:
    answer = visitor.post("/bsfw/yuyue.asp", content=b"xm=" + b"a" * 70_000, headers=FORM)

    assert "内容过长" in text_of_fragment(answer)


@pytest.mark.parametrize(
    "query",
    [
        quote_from_bytes("𬱖".encode("gb18030")),
        quote("&#183382;"),
        quote("𬱖") + "&ie=utf-8",
        quote_from_bytes("市管干部".encode("gbk")),
    ],
)
def test_search_reads_every_way_to_write_a_query(visitor: httpx.Client, query: str) -> None:
    answer = visitor.get(f"/search/search.jsp?q={query}")

    assert declared(answer) == "gb18030"
    assert "王<font" in text_of(answer) or "王𬱖" in text_of(answer)
    assert "10099" in text_of(answer)


def test_search_that_finds_nothing_says_so(visitor: httpx.Client) -> None:
    query = quote_from_bytes("<script>潜水艇".encode("gb18030"))

    answer = visitor.get(f"/search/search.jsp?q={query}")

    assert "没有找到与“" in text_of(answer)
    assert "&lt;script&gt;潜水艇" in text_of(answer)


def test_search_in_one_column_lists_it_all(visitor: httpx.Client) -> None:
    text = text_of(visitor.get("/search/search.jsp?q=&c=bszn"))

    assert text.count("[办事指南]") == 7


def test_sign_in_sets_two_cookies_and_redirects_to_an_absolute_address(
    portal: str, visitor: httpx.Client
) -> None:
    assert visitor.get("/my/").headers["location"] == f"{portal}/login/"

    answer = visitor.post("/login/do.asp", content=gbk_form(user="王阿姨"), headers=FORM)

    assert answer.status_code == 302
    assert answer.headers["location"] == f"{portal}/my/"
    user, token = answer.headers.get_list("set-cookie")
    assert user == "YQUSER=%CD%F5%B0%A2%D2%CC; domain=127.0.0.1; path=/"
    assert re.fullmatch(r"YQTOKEN=\w{32}; domain=127\.0\.0\.1; path=/; HttpOnly", token)
    cookies = {"cookie": token.partition(";")[0]}
    mine = visitor.get("/my/", headers=cookies)
    assert "王阿姨" in text_of(mine)
    assert mine.headers["cache-control"] == "no-store"
    assert visitor.get("/login/out.asp", headers=cookies).headers["location"] == f"{portal}/"
    assert visitor.get("/my/", headers=cookies).status_code == 302


def test_a_host_that_is_no_name_gets_into_no_header(visitor: httpx.Client) -> None:
    answer = visitor.post(
        "/login/do.asp", content=b"user=a", headers={**FORM, "host": "a;domain=b"}
    )

    assert answer.headers["location"] == "/my/"
    assert all("domain" not in line for line in answer.headers.get_list("set-cookie"))


def test_notice_is_gzip_for_everybody(visitor: httpx.Client) -> None:
    with visitor.stream("GET", NOTICE, headers={"accept-encoding": "identity"}) as answer:
        body = b"".join(answer.iter_raw())

    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(body)
    stored = (PORTAL / "pages" / NOTICE.lstrip("/")).read_bytes()
    assert gzip.decompress(body) == stored
    assert "云政办发〔2025〕3号" in stored.decode("gbk")


def test_article_comes_in_chunks_that_cut_characters(visitor: httpx.Client) -> None:
    answer = visitor.get("/zwgk/show.asp?id=10114")

    assert answer.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in answer.headers
    assert "䍩峪村" in unescape(text_of(answer))
    cuts = range(CHUNK_BYTES, len(answer.content), CHUNK_BYTES)
    assert any(not decodes(answer.content[:cut]) for cut in cuts)


def decodes(data: bytes) -> bool:
    try:
        data.decode("gbk")
    except UnicodeDecodeError:
        return False
    return True


def test_stored_page_is_sent_to_the_byte_and_not_twice(visitor: httpx.Client) -> None:
    first = visitor.get("/")

    assert first.content == (PORTAL / "pages" / "index.html").read_bytes()
    tag, date = first.headers["etag"], first.headers["last-modified"]
    for condition in ({"if-none-match": f'"x", W/{tag}'}, {"if-modified-since": date}):
        again = visitor.get("/", headers=condition)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    changed = {"if-none-match": '"other"', "if-modified-since": date}
    assert visitor.get("/", headers=changed).status_code == 200
    assert visitor.get("/", headers={"if-modified-since": "gestern"}).status_code == 200


def test_head_has_the_headers_and_no_body(visitor: httpx.Client) -> None:
    answer = visitor.head(GUIDE)

    assert answer.headers["content-type"] == "text/html; charset=GBK"
    assert int(answer.headers["content-length"]) > 10_000
    assert answer.content == b""


@pytest.mark.parametrize(
    ("file", "name", "kind"),
    [
        ("1", "云桥市高频老年人服务事项清单.txt".encode("gbk"), "application/octet-stream"),
        ("2", quote("上门服务预约登记表.doc").encode("ascii"), "application/msword"),
    ],
)
def test_attachment_has_its_name_in_the_header(
    visitor: httpx.Client, file: str, name: bytes, kind: str
) -> None:
    answer = visitor.get(f"/zwgk/down.asp?f={file}")

    disposition = dict(answer.headers.raw)[b"content-disposition"]
    assert disposition == b"attachment; filename=" + name
    assert answer.headers["content-type"] == kind
    assert "0500-8300" in answer.content.decode("gbk")


@pytest.mark.parametrize(
    "address",
    [
        "/nothing.html",
        "/zwgk/show.asp",
        "/zwgk/show.asp?id=%B9",
        "/zwgk/list.asp?c=nothing",
        "/zwgk/down.asp?f=../404.html",
        "/../serve.py",
        "/..%2fserve.py",
        "/old/../../serve.py",
    ],
)
def test_what_is_not_there_is_the_gbk_404_page(portal: str, address: str) -> None:
    target = urlsplit(portal)
    with socket.create_connection((target.hostname or "", target.port or 0)) as connection:
        request = f"GET {address} HTTP/1.1\r\nHost: {target.netloc}\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode("ascii"))
        answer = b"".join(iter(lambda: connection.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 404 ")
    assert "您访问的页面不存在".encode("gbk") in answer


def test_post_where_only_get_is_taken_is_a_page_too(visitor: httpx.Client) -> None:
    answer = visitor.post("/")

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert "请从办事页面重新进入" in text_of(answer)


def test_folder_without_slash_redirects(visitor: httpx.Client) -> None:
    answer = visitor.get("/old")

    assert (answer.status_code, answer.headers["location"]) == (301, "/old/")


def test_feed_is_gb2312_as_it_says(visitor: httpx.Client) -> None:
    answer = visitor.get("/rss.xml")

    assert answer.headers["content-type"] == "text/xml"
    assert text_of(answer).count("<item>") == 8


def test_modern_pages_have_a_strict_policy_and_no_inline_script(visitor: httpx.Client) -> None:
    for address in ("/new/", "/new/feedback.html"):
        answer = visitor.get(address)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'; style-src 'self'" in policy
        assert not re.search(r"<script>|<style|\sstyle=|\son\w+=", answer.text)
    assert '<a class="care" href="#a11y">关爱模式</a>' in visitor.get("/new/").text
    assert "a11y" not in visitor.get("/new/feedback.html").text


LETTER = {
    "name": "王阿姨",
    "phone": "0500-8300001",
    "subject": "站牌字太小",
    "text": "26路公交站牌的字太小，看不清。",
}


def test_letter_is_taken_or_its_mistakes_are_named(visitor: httpx.Client) -> None:
    taken = visitor.post("/api/feedback", json=LETTER)
    assert taken.status_code == 201
    assert taken.json()["number"].startswith("XJ20250320")

    wrong = visitor.post("/api/feedback", json={**LETTER, "phone": "12", "text": "短"})
    assert wrong.status_code == 422
    assert set(wrong.json()["errors"]) == {"phone", "text"}

    for body in (b"", b"[]", b"\xff"):
        assert visitor.post("/api/feedback", content=body).status_code == 400


@given(st.text(st.characters(codec="utf-8", exclude_characters="&#"), max_size=40))
def test_what_a_gbk_form_can_carry_comes_back(text: str) -> None:
    assert decode(encode(text, "gb2312")) == text
    assert decode(text.encode("gb18030")) == text


@given(st.binary(max_size=60))
def test_no_query_breaks_the_decoder(data: bytes) -> None:
    for values in form_fields(data).values():
        for value in values:
            encode(value, "gb2312")


def test_references_that_name_no_character_stay() -> None:
    assert decode(b"&#55296;&#9999999;&#20013;") == "&#55296;&#9999999;中"


def test_every_drawing_is_drawn() -> None:
    drawings = {path.stem for path in (PORTAL / "drawings").glob("*.svg")}
    pictures = {path.name for path in (PORTAL / "pages" / "images").iterdir()}

    assert drawings == pictures
    icon = (PORTAL / "pages" / "favicon.ico").read_bytes()
    assert icon == (PORTAL / "pages" / "images" / "favicon.ico").read_bytes()


def test_git_never_converts_the_pages() -> None:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    names = [str(path.relative_to(ROOT)) for path in (PORTAL / "pages").rglob("*.*htm*")]
    command = ["git", "check-attr", "text", "--", *names]
    report = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert report.count(": text: unset") == len(names)


def test_busy_port_is_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        code = main(["--port", str(other.getsockname()[1])])

    assert code == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "无法在 127.0.0.1:" in error
    assert "端口已被占用" in error


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is not a signal there")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_runs_as_a_file_until_it_is_stopped(stop: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, str(PORTAL / "serve.py"), "--port", "0"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert httpx.get(url).status_code == 200
        process.send_signal(stop)
        _, error = process.communicate(timeout=30)

    assert error == ""
    assert process.returncode in (0, -stop)


def tag_of(answer: httpx.Response) -> str:
    found = re.findall(r'<script src="(/_a11y/boot\.\w+\.js)"></script>', answer.text)
    assert len(found) == 1
    return str(found[0])


@pytest.mark.parametrize("module", ["app", "fastapi_app"])
def test_small_application_has_care_mode(module: str) -> None:
    application = import_module(f"examples.starlette.{module}").app
    with serve_asgi(application) as url, httpx.Client(base_url=url) as client:
        page = client.get("/")
        boot = client.get(tag_of(page))

        assert page.text.index("<meta charset") < page.text.index("/_a11y/boot.")
        assert boot.status_code == 200
        assert "immutable" in boot.headers["cache-control"]
        if module == "fastapi_app":
            assert b"a11y" not in client.get("/menu.json").content


def test_care_mode_works_as_one_of_the_frameworks_middlewares() -> None:
    async def home(_request: object) -> HTMLResponse:
        return HTMLResponse("<!DOCTYPE html><title>t</title><p>正文")

    care = Middleware(A11yMiddleware, speech="off")
    with serve_asgi(Starlette(routes=[Route("/", home)], middleware=[care])) as url:
        assert httpx.get(url + tag_of(httpx.get(url))).status_code == 200


def test_portal_behind_the_middleware_keeps_every_byte_but_the_tag() -> None:
    with serve_asgi(app) as bare, serve_asgi(A11yMiddleware(app, speech="off")) as cared:
        for address in PAGES:
            before, after = httpx.get(bare + address), httpx.get(cared + address)
            tag = re.search(rb'<script src="/_a11y/boot\.\w+\.js"></script>', after.content)
            assert tag, address
            assert after.content.replace(tag[0], b"", 1) == before.content
