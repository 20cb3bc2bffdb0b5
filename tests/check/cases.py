"""One answer for each finding that can be read off an answer: the smallest that shows it."""

from __future__ import annotations

import base64
import random
import zlib
from collections.abc import Callable

from a11y.check import Exchange, Source
from a11y.html import Headers, Rules

URL = "http://www.example.gov.cn/zwgk/t20250320_1.html"
RULES = Rules(boot_path="/_a11y/boot.00000000.js")
LEAVING = Rules(
    boot_path="/_a11y/boot.00000000.js", leaves_no_transform=True, leave_paths=("/zwgk/**",)
)
TAG = b'<script src="/_a11y/boot.3f9c2a71.js"></script>'


def exchange(
    body: bytes = b"",
    *headers: tuple[bytes, bytes],
    type: bytes | None = b"text/html",  # noqa: A002 - as the field is called
    url: str = URL,
    status: int = 200,
    source: Source = Source.LINK,
    method: str = "GET",
    request: Headers | None = None,
    complete: bool = True,
    trouble: str | None = None,
) -> Exchange:
    """An answer with this content."""
    fields = [*headers] if type is None else [(b"Content-Type", type), *headers]
    return Exchange(
        url=url,
        status=status,
        headers=fields,
        body=body,
        method=method,
        request_headers=request or [],
        source=source,
        complete=complete,
        trouble=trouble,
    )


def html(head: str | bytes = b"", body: str | bytes = b"<p>x</p>") -> bytes:
    """A whole page with this in it."""
    head = head.encode("utf-8") if isinstance(head, str) else head
    body = body.encode("utf-8") if isinstance(body, str) else body
    return b"<!DOCTYPE html><html><head>%b<title>t</title></head><body>%b</body></html>" % (
        head,
        body,
    )


def policy(value: bytes, *, name: bytes = b"Content-Security-Policy") -> Exchange:
    """A page under a policy."""
    return exchange(html(), (name, value))


def script(source: str) -> Exchange:
    """A page with a script in it."""
    return exchange(html(f"<script>{source}</script>"))


def meta_policy(value: str) -> bytes:
    return f'<meta http-equiv="Content-Security-Policy" content="{value}">'.encode()


PADDING = b'<meta name="x" content="%b">' % (b"y" * 2000)
# Between the beginning and the declaration; room for less than the tag up to byte 1024.
NEARLY = b"<script>%b</script>" % (b"y" * 930)
# gzip that does not get smaller, so that what is wrong behind it (no legal block) comes late.
NOISE = base64.b64encode(random.Random(1).randbytes(90_000))  # noqa: S311
STREAM = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
BROKEN = STREAM.compress(html(body=NOISE)) + STREAM.flush(zlib.Z_FULL_FLUSH) + b"\xff" * 9
GBK = "您好,这里是政务公开栏目。".encode("gb18030")
UTF8 = "您好,这里是政务公开栏目。".encode()

CASES: dict[str, Callable[[], Exchange]] = {
    "method": lambda: exchange(html(), method="PUT"),
    "script-request": lambda: exchange(
        html(), request=[(b"x-requested-with", b"XMLHttpRequest")], source=Source.XHR
    ),
    "head": lambda: exchange(method="HEAD"),
    "no-content": lambda: exchange(status=204),
    "not-modified": lambda: exchange(status=304),
    "partial": lambda: exchange(html(), status=206),
    "redirect": lambda: exchange(html(), (b"Location", b"/login/"), status=302),
    "not-html": lambda: exchange(b"a{}", type=b"text/css", source=Source.STYLE),
    "download": lambda: exchange(html(), (b"Content-Disposition", b"attachment")),
    "bad-length": lambda: exchange(html(), (b"Content-Length", b"12,13")),
    "unknown-coding": lambda: exchange(b"?", (b"Content-Encoding", b"compress")),
    "charset": lambda: exchange(b"\xff\xfe" + "<html>".encode("utf-16-le")),
    "csp-sandbox": lambda: policy(b"sandbox allow-forms"),
    "csp-default-src": lambda: policy(b"img-src *; default-src 'none'"),
    "csp-script-src": lambda: policy(b"script-src 'strict-dynamic'"),
    "csp-script-src-elem": lambda: policy(b"script-src-elem 'none'"),
    "csp-meta": lambda: exchange(html(meta_policy("script-src 'none'"))),
    "integrity-policy": lambda: policy(b"blocked-destinations=(script)", name=b"Integrity-Policy"),
    "no-transform": lambda: exchange(
        html(), (b"Cache-Control", b"no-transform"), url="http://www.example.gov.cn/"
    ),
    "left-path": lambda: exchange(html()),
    "fragment": lambda: exchange(b"<li>" + GBK),
    "scan-limit": lambda: exchange(b"<!--%b-->%b" % (b"x" * 70_000, html())),
    "unfinished": lambda: exchange(b"<!DOCTYPE html><!-- x"),
    "character-reference": lambda: exchange(b"&#10;" + html()),
    "nul": lambda: exchange(b"<html>\0<head><body>"),
    "xml": lambda: exchange(b"<html><head/></html>", type=b"application/xhtml+xml"),
    "already-there": lambda: exchange(html(TAG)),
    "broken-coding": lambda: exchange(b"no gzip", (b"Content-Encoding", b"gzip")),
    "csp.nonce": lambda: policy(b"script-src 'nonce-abc'"),
    "csp.adapted": lambda: policy(b"script-src https://cdn.example.cn"),
    "csp.meta-late": lambda: exchange(
        html(b"<script>1</script>" + meta_policy("script-src 'none'"))
    ),
    "csp.meta-sound": lambda: exchange(html(meta_policy("script-src 'self'; media-src 'none'"))),
    "csp.trusted-types": lambda: policy(b"require-trusted-types-for 'script'"),
    "isolation.coep": lambda: exchange(html(), (b"Cross-Origin-Embedder-Policy", b"require-corp")),
    "charset.undeclared": lambda: exchange(html(body=GBK)),
    "charset.unknown": lambda: exchange(html(b"<meta charset=gb-2312>", GBK)),
    "charset.conflict": lambda: exchange(
        html(b"<meta charset=big5>"), type=b"text/html; charset=gbk"
    ),
    "charset.late": lambda: exchange(html(PADDING + b"<meta charset=gbk>", GBK)),
    "charset.pushed": lambda: exchange(html(NEARLY + b"<meta charset=gbk>", GBK)),
    "charset.mislabelled": lambda: exchange(html(b"<meta charset=gb2312>", UTF8)),
    "frames.set": lambda: exchange(b"<html><head></head><frameset><frame src=a.htm></frameset>"),
    "frames.foreign": lambda: exchange(
        b"<html><head></head><frameset><frame src=//other.example.cn/></frameset>"
    ),
    "iframe.foreign": lambda: exchange(html(body="<iframe src=http://other.cn/>")),
    "script.service-worker": lambda: script("navigator.serviceWorker.register('/sw.js')"),
    "script.websocket": lambda: script("var s = new WebSocket('wss://x/')"),
    "script.activex": lambda: script("new ActiveXObject('WebOffice.Control')"),
    "toolbar.other": lambda: exchange(
        html("<script src='//gov.govwza.cn/dist/aria.js?appid=1' id=ariascripts></script>")
    ),
    "page.no-head": lambda: exchange(b"<html><body><p>x</p></body></html>"),
    "page.huge": lambda: exchange(html(body=b"x" * 1000), complete=False),
    "page.no-zoom": lambda: exchange(
        html('<meta name="viewport" content="width=device-width, user-scalable=no">')
    ),
    "page.old-mode": lambda: exchange(
        html('<meta http-equiv="X-UA-Compatible" content="IE=EmulateIE8">')
    ),
    "page.server-error": lambda: exchange(html(), status=500),
    "page.soft-error": lambda: exchange(html(), source=Source.PROBE),
    "page.broken-link": lambda: exchange(html(), status=404),
    "type.missing": lambda: exchange(html(), type=None),
    "type.file-as-page": lambda: exchange(
        b"\xd0\xcf\x11\xe0 a document", url="http://www.example.gov.cn/files/1.doc"
    ),
    "coding.broken-later": lambda: exchange(
        BROKEN,
        (b"Content-Encoding", b"gzip"),
    ),
    "proxy.absolute-links": lambda: exchange(html(body="<a href='http://www.example.gov.cn/a'>")),
    "proxy.cookie-domain": lambda: exchange(
        html(), (b"Set-Cookie", b"a=1; path=/; Domain=.example.gov.cn")
    ),
    "proxy.cookie-secure": lambda: exchange(html(), (b"Set-Cookie", b"a=1; Secure")),
    "proxy.hsts": lambda: exchange(html(), (b"Strict-Transport-Security", b"max-age=9")),
    "proxy.upgrade-insecure": lambda: policy(b"upgrade-insecure-requests"),
    "proxy.ntlm": lambda: exchange(html(), (b"WWW-Authenticate", b"NTLM"), status=401),
    "access.login": lambda: exchange(html(body="<input type=password>")),
    "access.challenge": lambda: exchange(
        b"<html><head></head><script>$_ts=window['$_ts']</script></html>", status=412
    ),
    "fetch.slow": lambda: exchange(html(), complete=False, trouble="fetch.slow"),
    "fetch.cut": lambda: exchange(html(), complete=False, trouble="fetch.cut"),
    "installed.csp": lambda: exchange(html(TAG), (b"Content-Security-Policy", b"script-src x.cn")),
}
# These are about what a site's rules ask for.
RULES_OF = {"no-transform": LEAVING, "left-path": LEAVING}
