"""Pages that the server writes: templates in UTF-8, sent in the charset they declare."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import Response, StreamingResponse

from examples.portal.charset import encode, quoted

HERE = Path(__file__).resolve().parent

NAVIGATION = [
    (Markup("首&nbsp;&nbsp;页"), "/"),
    ("走进云桥", "/old/"),
    ("新闻中心", "/zwgk/list.asp?c=yw"),
    ("政务公开", "/zwgk/list.asp?c=zcwj"),
    ("办事服务", "/bsfw/"),
    ("政民互动", "/new/feedback.html"),
    ("公示公告", "/zwgk/list.asp?c=gsgg"),
    ("智能搜索", "/search/search.jsp"),
]

# A prime: within text, every second cut falls between the two bytes of a character.
CHUNK_BYTES = 331


def short(text: str, length: int) -> str:
    """A title cut to a number of characters."""
    return text if len(text) <= length else text[:length] + "…"


def marked(text: str, query: str) -> Markup:
    """Text in which the searched words are red."""
    red = Markup('<font color="#cc0000">{}</font>').format(query)
    # Markup.join escapes the pieces between.
    return red.join(text.split(query)) if query else escape(text)


_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
)
_templates.filters |= {"short": short, "marked": marked, "queried": quoted}
_templates.globals |= {"navigation": NAVIGATION, "current": ""}


def render(template: str, charset: str = "gb2312", **context: Any) -> bytes:
    """A page's bytes; lines end as in files that were written on Windows."""
    text = _templates.get_template(template).render(charset=charset, **context)
    return encode(text.replace("\n", "\r\n"), charset)


def page(
    template: str, *, status: int = 200, header: str = "text/html", **context: Any
) -> Response:
    """A page of known length. ``header`` is its Content-Type, by default without a charset."""
    return raw(render(template, **context), status=status, header=header)


def chunked(template: str, **context: Any) -> Response:
    """A page without Content-Length, in pieces that cut characters in two."""
    body = render(template, **context)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), CHUNK_BYTES):
            yield body[start : start + CHUNK_BYTES]

    return StreamingResponse(pieces(), headers={**_OLD_SERVER, "Content-Type": "text/html"})


def raw(body: bytes, *, status: int = 200, header: str = "text/html") -> Response:
    """Bytes as they are, under the given Content-Type."""
    return Response(body, status, headers={**_OLD_SERVER, "Content-Type": header})


def refusal(text: str) -> Response:
    """What old forms answer to a mistake: a script and nothing else."""
    script = f'<script language="javascript">alert("{text}");history.back();</script>'
    return raw(encode(script, "gb2312"))


def not_found() -> Response:
    """The page for an address that is none."""
    return raw((HERE / "content" / "404.html").read_bytes(), status=404)


_OLD_SERVER = {"Cache-Control": "private", "X-Powered-By": "ASP.NET"}
