"""What visitors read: lists, articles, search, feed, downloads."""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from examples.portal.archive import Archive
from examples.portal.charset import form_fields
from examples.portal.rendering import HERE, chunked, not_found, page, raw

ARCHIVE = Archive.read(HERE / "content" / "articles.toml")
PAGE_ROWS = 6
HOT_WORDS = ["高龄津贴", "不动产", "加装电梯", "老年食堂", "居住证", "𬱖"]
MENU = {"yw": "新闻中心", "zcwj": "政务公开", "gsgg": "公示公告", "bszn": "办事服务"}

# Name, as its header writes it, Content-Type and file of each attachment. The first is what
# browsers on a Chinese Windows read, the second what came after; neither is RFC 6266.
ATTACHMENTS = {
    "1": (
        "云桥市高频老年人服务事项清单.txt".encode("gbk"),
        "application/octet-stream",
        "attachment1.txt",
    ),
    "2": (
        quote("上门服务预约登记表.doc").encode("ascii"),
        "application/msword",
        "attachment2.doc",
    ),
}


def query(request: Request) -> dict[str, str]:
    """The last value of each field of the address, which is GBK unless it says ``ie=utf-8``."""
    data: bytes = request.scope["query_string"]
    modern = b"ie=utf-8" in unquote_to_bytes(data).lower().split(b"&")
    fields = form_fields(data, "utf-8" if modern else "gb18030")
    return {name: values[-1] for name, values in fields.items()}


async def show(request: Request) -> Response:
    """``/zwgk/show.asp?id=…``: one article; GBK, chunked."""
    article = ARCHIVE.by_id.get(number(query(request).get("id", "")))
    if article is None:
        return not_found()
    newer, older = ARCHIVE.neighbours(article)
    return chunked(
        "show.html",
        article=article,
        column=ARCHIVE.columns[article.column],
        newer=newer,
        older=older,
        current=MENU.get(article.column, ""),
    )


async def listing(request: Request) -> Response:
    """``/zwgk/list.asp?c=…&page=…``: one column; GBK, chunked, with a floating advert."""
    fields = query(request)
    key = fields.get("c", "")
    if key not in ARCHIVE.columns:
        return not_found()
    rows = ARCHIVE.column(key)
    pages = -(-len(rows) // PAGE_ROWS)
    chosen = min(max(number(fields.get("page", "1")), 1), pages)
    return chunked(
        "list.html",
        key=key,
        column=ARCHIVE.columns[key],
        columns=ARCHIVE.columns.items(),
        articles=rows[(chosen - 1) * PAGE_ROWS : chosen * PAGE_ROWS],
        total=len(rows),
        page=chosen,
        pages=pages,
        current=MENU.get(key, ""),
    )


async def search(request: Request) -> Response:
    """``/search/search.jsp?q=…&c=…``: results in GB18030, which has every character."""
    fields = query(request)
    words, column = fields.get("q", "")[:60], fields.get("c", "")
    chosen = column if column in ARCHIVE.columns else ""
    return page(
        "search.html",
        charset="gb18030",
        header="text/html;charset=gb18030",
        query=words,
        chosen=chosen,
        articles=ARCHIVE.search(words, chosen) if words or chosen else [],
        columns=ARCHIVE.columns.items(),
        names=ARCHIVE.columns,
        hot=HOT_WORDS,
        current="智能搜索",
    )


async def feed(request: Request) -> Response:
    """``/rss.xml``: the latest news as RSS 2.0, in GB2312 as its XML declaration says."""
    home = str(request.base_url).rstrip("/")
    return page("rss.xml", header="text/xml", home=home, articles=ARCHIVE.column("yw"))


async def download(request: Request) -> Response:
    """``/zwgk/down.asp?f=…``: an attachment, named in bytes above 0x7f or escaped."""
    attachment = ATTACHMENTS.get(query(request).get("f", ""))
    if attachment is None:
        return not_found()
    name, kind, file = attachment
    answer = raw((HERE / "content" / file).read_bytes(), header=kind)
    answer.raw_headers.append((b"content-disposition", b"attachment; filename=" + name))
    return answer


def number(text: str) -> int:
    """A whole number of an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


routes: list[BaseRoute] = [
    Route("/zwgk/show.asp", show),
    Route("/zwgk/list.asp", listing),
    Route("/zwgk/down.asp", download),
    Route("/search/search.jsp", search),
    Route("/rss.xml", feed),
]
