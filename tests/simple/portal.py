"""A portal in GBK with an article, a form, a home page and all that can go wrong; in three ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote_to_bytes

from a11y_proxy.app import build_app
from starlette.types import Receive, Scope, Send

from a11y import A11yMiddleware, A11yWSGIMiddleware, Settings
from tests.servers import serve_asgi, serve_wsgi

HEAD = '<!doctype html><html lang="zh-CN"><head><meta charset="gbk">'
MENU = '<div class="nav"><a href="/">首页</a><a href="/a/list">通知</a><a href="/b">服务</a></div>'
ARTICLE = f"""{HEAD}<title>关于做好高龄津贴认证工作的通知_某市人民政府</title>
<meta name="PubDate" content="2026-03-05 10:00"></head><body>{MENU}
<div class="position">您当前的位置：<a href="/">首页</a> &gt; <a href="list">通知公告</a></div>
<div class="title"><p>关于做好高龄津贴</p><p>认证工作的通知</p></div>
<div>来源：市民政局 发布日期：2026-03-05</div>
<div id="zoom" onclick="steal()">
<p>各县市区民政局：{"请认真做好今年的认证工作。" * 6}</p><h3>一、对象</h3>
<p>年满<b>80</b>周岁，<a href="help.html?k=老人#top">办理说明</a>，
<a href="https://other.example/x">省厅网站</a>，<a href="javascript:steal()">脚本</a>。</p>
<p><img src="tu.png" alt="办理流程图"><img src="dot.gif" width="1" height="1"></p>
<script>steal()</script><p style="display:none">隐藏的话</p><iframe src="//evil.example/"></iframe>
<table><tr><td>年龄</td><td>每月标准</td></tr><tr><td>80至89岁</td><td>50元</td></tr></table>
<table><tr><td><p>布局的段落一。</p><p>布局的段落二。</p></td></tr></table>
<p>咨询电话：0730-8889999，手机13800001111。</p>
<p><a href="/files/表.doc">附件：申请表</a></p></div>
<div class="pn">上一篇：<a href="1.html">旧的通知</a></div>
<div class="pn">下一篇：<a href="3.html">新的通知</a></div>
<div class="footer">版权所有 某市人民政府</div></body></html>"""
FORM = f"""{HEAD}<title>我要咨询</title></head><body>{MENU}<h1>我要咨询</h1>
<form action="/send" method="post" enctype="application/x-www-form-urlencoded">
<input type="hidden" name="token" value="t&quot;1">
<p>姓名：<input name="name" required></p>
<p><label for="k">类别</label><select id="k" name="kind"><option value="1">咨询</option>
<option value="2" selected>投诉</option></select></p>
<p>内容：<textarea name="text"></textarea></p><p><input type="file" name="photo"></p>
<p><label><input type="checkbox" name="open" value="y" checked> 可以公开</label></p>
<p><input type="submit" name="go" value="提交留言"><input type="button" onclick="x()" value="脚本">
</p></form></body></html>"""
HOME = f"""{HEAD}<title>某市人民政府</title></head><body>
<form action="/s" method="get"><input name="q"><input type="submit" value="搜"></form>{MENU}
<ul>{"".join(f'<li><a href="/n/{n}">关于第{n}号事项办理情况的通知公告</a></li>' for n in range(14))}
</ul><a href="/s/0">社保查询</a><a href="/s/1">医保办理</a><a href="/s/2">预约挂号</a>
<a href="/t">联系我们</a><a href="/u">走进城市</a></body></html>"""
PAGES = {"/": HOME, "/a/2.html": ARTICLE, "/form": FORM}


def answer(  # noqa: PLR0911 - one line for each page
    method: str, target: str, cookie: str, body: bytes
) -> tuple[int, list[tuple[str, str]], bytes]:
    """What the portal says."""
    path, _, query = target.partition("?")
    html = [("content-type", "text/html")]
    if path in PAGES:
        return 200, [*html, ("set-cookie", "s=1; Path=/")], PAGES[path].encode("gbk")
    if path == "/me":
        said = f"<main><p>{cookie or 'nobody'} 您好，这里是您的办件情况。{'。' * 30}</p></main>"
        return 200, html, said.encode()
    if path == "/send":
        said = f"{method} {unquote_to_bytes(body.replace(b'+', b' ')).decode('gbk')}"
        return 200, html, f"<meta charset=utf-8><main><p>{said}</p></main>".encode()
    if path == "/s":
        said = unquote_to_bytes(query).decode("gbk")
        return 200, html, f"<meta charset=utf-8><main><p>找到 {said} 的结果</p></main>".encode()
    places = {"/moved": "/a/2.html", "/away": "https://other.example/there"}
    if path in places:
        return 302, [("location", places[path])], b""
    if path == "/file":
        return 200, [("content-type", "application/pdf")], b"%PDF-1.4"
    if path == "/download":
        return 200, [*html, ("content-disposition", "attachment; filename=a.html")], b"<p>x"
    statuses = {"/login": 401, "/secret": 403, "/broken": 500}
    return statuses.get(path, 404), html, b"<h1>Apache Tomcat/5.5</h1>"


async def asgi_portal(scope: Scope, receive: Receive, send: Send) -> None:
    """The portal as an ASGI application."""
    if scope["type"] != "http":
        return
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    cookie = b"; ".join(v for k, v in scope["headers"] if k == b"cookie").decode()
    query = scope["query_string"].decode()
    target = scope["path"] + (f"?{query}" if query else "")
    status, fields, content = answer(scope["method"], target, cookie, body)
    coded = [(name.encode(), value.encode()) for name, value in fields]
    coded.append((b"content-length", str(len(content)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": coded})
    if scope["method"] == "HEAD":
        content = b""
    await send({"type": "http.response.body", "body": content})


def wsgi_portal(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The portal as a WSGI application."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    query = environ.get("QUERY_STRING", "")
    target = environ["PATH_INFO"] + (f"?{query}" if query else "")
    cookie = environ.get("HTTP_COOKIE", "")
    status, fields, content = answer(environ["REQUEST_METHOD"], target, cookie, body)
    start_response(f"{status} X", [*fields, ("Content-Length", str(len(content)))])
    return [content]


@contextmanager
def by_asgi(settings: Settings) -> Iterator[str]:
    """The portal with the ASGI middleware."""
    with serve_asgi(A11yMiddleware(asgi_portal, settings)) as url:
        yield url


@contextmanager
def by_wsgi(settings: Settings) -> Iterator[str]:
    """The portal with the WSGI middleware."""
    with serve_wsgi(A11yWSGIMiddleware(wsgi_portal, settings)) as url:
        yield url


@contextmanager
def by_proxy(settings: Settings) -> Iterator[str]:
    """The portal behind the proxy."""
    with (
        serve_asgi(asgi_portal) as upstream,
        serve_asgi(build_app(upstream, settings)) as url,
    ):
        yield url
