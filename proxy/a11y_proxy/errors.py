"""What can go wrong between a visitor and the portal, in words for people and codes for logs."""

from __future__ import annotations

from dataclasses import dataclass

from a11y.errors import A11yError


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why there is no answer: a stable code, the HTTP status, one sentence in each language."""

    code: str
    status: int
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh}{self.en}"


class ExchangeError(A11yError):
    """A request can't be answered with the portal's own response. ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"{reason.code}: {reason.en}")
        self.reason = reason


class UpstreamError(ExchangeError):
    """The portal gave no usable response."""


class RequestError(ExchangeError):
    """The request is one that must not reach the portal."""


class BrokenResponseError(ExchangeError):
    """The response is under way and can't be completed: its connection has to be cut."""


NO_NAME = Reason(
    code="dns",
    status=502,
    zh="找不到这个网站的地址（域名解析失败）。",
    en="The host name of the portal cannot be resolved.",
)
REFUSED = Reason(
    code="refused",
    status=502,
    zh="网站拒绝连接，可能没有启动，或端口不对。",
    en="The portal refuses connections: it may be down, or the port is wrong.",
)
UNREACHABLE = Reason(
    code="unreachable",
    status=502,
    zh="网络不通，连不上网站。",
    en="There is no network route to the portal.",
)
BAD_CERTIFICATE = Reason(
    code="certificate",
    status=502,
    zh="网站的安全证书有问题，不能确认它的身份。",
    en="The TLS certificate of the portal is not valid.",
)
BAD_TLS = Reason(
    code="tls",
    status=502,
    zh="与网站建立加密连接失败，请检查地址该用 http 还是 https。",
    en="No TLS connection could be made: check whether the address is http or https.",
)
CLOSED = Reason(
    code="closed",
    status=502,
    zh="网站中断了连接。",
    en="The portal closed the connection.",
)
GARBAGE = Reason(
    code="garbage",
    status=502,
    zh="网站的应答不是有效的 HTTP。",
    en="The portal's answer is not valid HTTP.",
)
BAD_CODING = Reason(
    code="coding",
    status=502,
    zh="网站的应答压缩有误。",
    en="The portal's answer is not compressed as it says.",
)
NO_CONNECTION = Reason(
    code="connect-timeout",
    status=504,
    zh="连接网站超时。",
    en="Connecting to the portal took too long.",
)
NO_ANSWER = Reason(
    code="timeout",
    status=504,
    zh="网站很久没有应答。",
    en="The portal did not answer in time.",
)
STALLED = Reason(
    code="stalled",
    status=504,
    zh="网站的应答中途停住了。",
    en="The portal stopped in the middle of its answer.",
)
BAD_REQUEST = Reason(
    code="bad-request",
    status=400,
    zh="浏览器发来的请求有错误。",
    en="The request is not valid.",
)
METHOD_NOT_ALLOWED = Reason(
    code="method",
    status=405,
    zh="不支持这种请求方法。",
    en="This request method is not supported.",
)
SLOW_REQUEST = Reason(
    code="slow-request",
    status=408,
    zh="请求没有及时发送完整。",
    en="The request did not arrive in time.",
)
SLOW_HEAD = Reason(
    code="slow-head",
    status=408,
    zh="请求没有及时发送完整。",
    en="The head of the request did not arrive in time.",
)
HEAD_TOO_LARGE = Reason(
    code="head-too-large",
    status=431,
    zh="浏览器保存的这个网站的数据（Cookie）太多，请清除后再试。",
    en="The header fields are too large: too many cookies, or too long an address.",
)
UNKNOWN_VERSION = Reason(
    code="version",
    status=505,
    zh="不支持这个 HTTP 版本。",
    en="This version of HTTP is not supported.",
)
TOO_MANY = Reason(
    code="too-many",
    status=503,
    zh="现在访问的人太多。",
    en="There are too many connections at the moment.",
)
TOO_LARGE = Reason(
    code="too-large",
    status=413,
    zh="上传的内容太大。",
    en="What was sent is too large.",
)
MISDIRECTED = Reason(
    code="unknown-host",
    status=421,
    zh="这里没有您要找的网站。请检查网址是否写对。",
    en="No site with this host name is served here.",
)
UNKNOWN_CODING = Reason(
    code="transfer-coding",
    status=501,
    zh="不支持这种传输编码。",
    en="This transfer coding is not supported.",
)
NO_WEBSOCKET = Reason(
    code="websocket",
    status=501,
    zh="这台服务器不能接通 WebSocket。",
    en="This server cannot join WebSockets: a11y-proxy's own can.",
)
# These two never become a page: the visitor has left, or the response is already under way.
VISITOR_STALLED = Reason(
    code="visitor-stalled",
    status=408,
    zh="浏览器很久没有接收内容。",
    en="The visitor stopped reading the response.",
)
CUT_SHORT = Reason(
    code="cut-short",
    status=502,
    zh="网站的应答不完整。",
    en="The portal's answer ended before it was complete.",
)
