"""The command ``a11y-proxy``: care mode in front of a portal, in one line."""

from __future__ import annotations

import argparse
import dataclasses
import errno
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import a11y
from a11y.errors import SettingsError
from a11y.settings import Settings

if TYPE_CHECKING:
    # Imported where they are used: without the extra [proxy] this module still has to explain.
    from a11y_proxy.origin import Origin
    from a11y_proxy.settings import ProxySettings

USAGE, FAILED, UNREACHABLE = 2, 1, 3

# An option of the command line and the field of ProxySettings that it sets.
_PROXY_OPTIONS = {
    "connect_timeout": "connect_seconds",
    "timeout": "first_byte_seconds",
    "idle_timeout": "idle_seconds",
    "ca_file": "ca_file",
    "preserve_host": "preserve_host",
    "access_log": "access_log",
}
_CARE_OPTIONS = ("prefix", "language", "speech")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command until Ctrl-C; 0, or 1 cannot listen, 2 not understood, 3 unreachable."""
    parsed = build_parser().parse_args(arguments)
    try:
        return _run(parsed)
    except SettingsError as error:
        message = str(error)
        return _fail(USAGE, f"设置有误:{message}" if message.isascii() else message)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("a11y", "a11y_proxy"):
            raise
        return _fail(
            FAILED,
            f"缺少组件 {error.name},请先运行:pip install 'a11y-care[proxy]'(a package is missing)",
        )
    except KeyboardInterrupt:
        return 0


def build_parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    parser = _Parser(
        prog="a11y-proxy",
        description="给现有网站加上关爱模式(反向代理)。Care mode in front of an existing portal.",
    )
    add = parser.add_argument
    add(
        "upstream",
        metavar="UPSTREAM",
        help="网站地址 the portal, e.g. https://www.example.gov.cn; "
        "可带路径,放在每个请求的路径之前 a path in it is put before that of every request",
    )
    add("--host", default="127.0.0.1", help="监听地址 address to listen on (%(default)s)")
    add("--port", default=8600, type=_port, help="监听端口 port to listen on (%(default)s)")
    add("--prefix", help="工具条文件的路径 path of our own files (/_a11y)")
    add("--language", choices=["zh-CN", "en"], help="界面语言 language of the toolbar")
    add("--speech", choices=["auto", "espeak", "off"], help="语音播报 reading aloud by the server")
    add("--settings", type=Path, metavar="FILE", help="TOML 设置文件 settings, table [a11y]")
    add("--check", action="store_true", help="启动前先访问一次网站 ask the portal before starting")
    add("--connect-timeout", type=_seconds, metavar="SECONDS", help="连接超时 to connect (10)")
    add("--timeout", type=_seconds, metavar="SECONDS", help="应答超时 to the first byte (60)")
    add("--idle-timeout", type=_seconds, metavar="SECONDS", help="中途停顿 silence within (60)")
    add("--ca-file", type=Path, metavar="FILE", help="自有根证书 (PEM) own certificate authority")
    add("--preserve-host", action="store_true", help="保留访客的 Host pass the visitor's Host on")
    add(
        "--trusted-proxy",
        action="append",
        metavar="ADDRESS",
        help="信任其 X-Forwarded-* 的前置代理 proxy in front whose X-Forwarded-* is believed",
    )
    add(
        "--no-access-log",
        dest="access_log",
        action="store_false",
        help="不写访问日志 no line per request",
    )
    add("--version", action="version", version=f"a11y-proxy {a11y.__version__}")
    return parser


def _run(parsed: argparse.Namespace) -> int:
    from a11y_proxy.app import build_app
    from a11y_proxy.origin import Origin
    from a11y_proxy.server import log_to_stderr, serve
    from a11y_proxy.settings import ProxySettings

    origin = Origin.parse(parsed.upstream)
    if origin.port == parsed.port and origin.host in {"localhost", "127.0.0.1", parsed.host}:
        raise SettingsError("网站地址就是代理自己的地址。(The portal's address is our own.)")
    proxy_options = _proxy_options(parsed)
    settings = ProxySettings.of(proxy_options)
    app = build_app(parsed.upstream, _care_settings(parsed), **proxy_options)
    if parsed.check and (failure := _check(origin, settings)):
        return failure
    try:
        listener = _listen(parsed.host, parsed.port)
    except OSError as error:
        return _fail(FAILED, _why_not_listening(error, parsed.host, parsed.port))
    log_to_stderr(access=settings.access_log)
    serve(app, listener, settings, _announcement(origin, listener))
    return 0


def _proxy_options(parsed: argparse.Namespace) -> dict[str, Any]:
    given = {name: getattr(parsed, option) for option, name in _PROXY_OPTIONS.items()}
    options = {name: value for name, value in given.items() if value is not None}
    return options | {"trusted_proxies": tuple(parsed.trusted_proxy or ())}


def _care_settings(parsed: argparse.Namespace) -> Settings:
    """The settings file's values, where there is one, and the command line's above them."""
    settings = Settings.from_toml(parsed.settings) if parsed.settings else Settings()
    given = {name: getattr(parsed, name) for name in _CARE_OPTIONS}
    return dataclasses.replace(
        settings, **{name: value for name, value in given.items() if value is not None}
    )


def _check(origin: Origin, settings: ProxySettings) -> int:
    """Ask the portal once; print what there is to say, return the exit code or 0."""
    import asyncio

    from a11y_proxy.check import ask
    from a11y_proxy.errors import ExchangeError

    try:
        advice = asyncio.run(ask(origin, settings))
    except ExchangeError as error:
        reason = error.reason
        return _fail(UNREACHABLE, f"无法访问 {origin}:{reason.zh}({reason.en})")
    if advice:
        print(f"a11y-proxy: {advice}", file=sys.stderr)
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


def _why_not_listening(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用,请用 --port 换一个。(The port is in use: choose another.)"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"没有权限使用端口 {port},请用 1024 以上的端口。(No permission for this port.)"
    return f"不能监听 {host}:{port}(cannot listen there: {error.strerror or error})"


def _announcement(origin: Origin, listener: socket.socket) -> Callable[[], None]:
    host, port = listener.getsockname()[:2]
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - shown, not bound
    shown = everywhere.get(host, f"[{host}]" if ":" in host else host)

    def announce() -> None:
        print(f"关爱模式已就绪,请打开 Care mode is ready, open:  http://{shown}:{port}/")
        print(f"网站 Portal: {origin}    按 Ctrl-C 结束 Ctrl-C ends it", flush=True)

    return announce


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"端口要在 0 到 65535 之间:{text}(not a port)")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError(f"要写大于 0 的秒数:{text}(not a number of seconds)")
    return seconds


def _fail(code: int, message: str) -> int:
    print(f"a11y-proxy: {message}", file=sys.stderr)
    return code


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; argparse would put its usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"a11y-proxy: 参数有误:{message}(--help 查看用法 shows the usage)\n")
