"""The command ``a11y-proxy``: care mode in front of a portal, in one line, or of several."""

from __future__ import annotations

import argparse
import asyncio
import errno
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, get_args

import a11y
from a11y.errors import SettingsError
from a11y.settings import SpeechChoice

if TYPE_CHECKING:
    # Imported where they are used: without the extra [proxy] this module still has to explain.
    from a11y_proxy.configuration import Configuration
    from a11y_proxy.listeners import Address, ListenError, Listeners
    from a11y_proxy.source import Source

USAGE, FAILED, UNREACHABLE = 2, 1, 3

# Options of the command line, and the settings that they are.
_SITE_OPTIONS = {
    "prefix": "prefix",
    "language": "language",
    "speech": "speech",
    "connect_timeout": "connect_seconds",
    "timeout": "first_byte_seconds",
    "idle_timeout": "idle_seconds",
    "ca_file": "ca_file",
    "preserve_host": "preserve_host",
}
_PROCESS_OPTIONS = {
    "trusted_proxy": "trusted_proxies",
    "workers": "workers",
    "metrics": "metrics",
    "access_log": "access_log",
    "log_format": "log_format",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command until Ctrl-C; 0, or 1 cannot listen, 2 not understood, 3 unreachable."""
    parsed = build_parser().parse_args(arguments)
    try:
        return _run(parsed)
    except SettingsError as error:
        lines = str(error).splitlines()
        if len(lines) == 1:
            return _fail(USAGE, f"设置有误:{lines[0]}" if lines[0].isascii() else lines[0])
        listed = "".join(f"\n  {line}" for line in lines)
        return _fail(USAGE, f"设置有 {len(lines)} 处错误(so many settings are wrong):{listed}")
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
        nargs="?",
        help="网站地址 the portal, e.g. https://www.example.gov.cn; "
        "可带路径,放在每个请求的路径之前 a path in it is put before that of every request",
    )
    add("--config", type=Path, metavar="FILE", help="多个网站的 TOML 配置文件 sites in a TOML file")
    add("--check", action="store_true", help="只检查配置并访问一次网站 check, ask the portals, end")
    add("--host", action="append", help="监听地址,可写多个 address to listen on (127.0.0.1)")
    add("--port", type=_port, help="监听端口 port to listen on (8600)")
    add("--workers", type=int, metavar="N", help="进程数 processes (1)")
    add("--prefix", help="工具条文件的路径 path of our own files (/_a11y)")
    add("--language", choices=["zh-CN", "en"], help="界面语言 language of the toolbar")
    add("--speech", choices=get_args(SpeechChoice), help="语音播报 reading aloud by the server")
    add("--connect-timeout", type=_seconds, metavar="SECONDS", help="连接超时 to connect (10)")
    add("--timeout", type=_seconds, metavar="SECONDS", help="应答超时 to the first byte (60)")
    add("--idle-timeout", type=_seconds, metavar="SECONDS", help="中途停顿 silence within (60)")
    add("--ca-file", metavar="FILE", help="自有根证书 (PEM) own certificate authority")
    add(
        "--preserve-host",
        action="store_true",
        default=None,
        help="保留访客的 Host pass the visitor's Host on",
    )
    add(
        "--trusted-proxy",
        action="append",
        metavar="ADDRESS",
        help="信任其 X-Forwarded-* 的前置代理 proxy in front whose X-Forwarded-* is believed",
    )
    add("--metrics", metavar="ADDRESS", help="Prometheus 指标的监听地址 where metrics are served")
    add("--log-format", choices=["json", "text"], help="日志格式 format of the logs (json)")
    add(
        "--no-access-log",
        dest="access_log",
        action="store_const",
        const="off",
        help="不写访问日志 no line per request",
    )
    add("--version", action="version", version=f"a11y-proxy {a11y.__version__}")
    return parser


def _run(parsed: argparse.Namespace) -> int:
    from a11y_proxy.listeners import Address, ListenError, Listeners, passed_by_systemd
    from a11y_proxy.verify import verify

    source = _source(parsed)
    configuration = source.read()
    verify(configuration)
    if parsed.check:
        return _check(configuration)
    server = configuration.server
    if server.workers > 1 and os.name != "posix":
        raise SettingsError("workers must be 1 on this system")
    try:
        passed = passed_by_systemd()
        listeners = (
            Listeners(passed)
            if passed
            else Listeners.open(
                map(Address.parse, server.listen),
                mode=server.socket_mode,
                owner=server.socket_owner,
            )
        )
        places = [Address.parse(server.metrics)] if server.metrics else []
        admin = Listeners.open(places) if places else None
    except ListenError as error:
        return _fail(FAILED, _why_not_listening(error))
    try:
        return _serve(source, configuration, listeners, admin)
    finally:
        listeners.close()
        if admin is not None:
            admin.close()


def _serve(
    source: Source, configuration: Configuration, listeners: Listeners, admin: Listeners | None
) -> int:
    announce = _announcement(configuration, listeners.addresses)
    try:
        if configuration.server.workers == 1:
            from a11y_proxy.single import Single

            Single(source, configuration).run(listeners, admin, announce)
            return 0
        from a11y_proxy.supervisor import Supervisor

        supervisor = Supervisor(source.parts(), source, configuration)
        return asyncio.run(supervisor.run(listeners, admin, announce))
    except OSError as error:
        place = error.filename or "?"
        return _fail(FAILED, f"不能写日志 {place}(cannot write there: {error.strerror})")


def _source(parsed: argparse.Namespace) -> Source:
    from a11y_proxy.source import Source

    options = {name: getattr(parsed, name) for name in (*_SITE_OPTIONS, *_PROCESS_OPTIONS)}
    given = sorted(name for name, value in options.items() if value is not None)
    given += [name for name in ("host", "port") if getattr(parsed, name) is not None]
    if parsed.config is not None:
        if parsed.upstream is not None or given:
            named = ", ".join("--" + name.replace("_", "-") for name in given) or "UPSTREAM"
            raise SettingsError(
                f"用了 --config,{named} 就写在文件里。(with --config it is in the file)"
            )
        return Source(file=parsed.config)
    if parsed.upstream is None:
        raise SettingsError(
            "请给出网站地址,或者 --config 文件。(Give the portal's address, or --config)"
        )
    return Source(document=_document(parsed))


def _document(parsed: argparse.Namespace) -> dict[str, Any]:
    """What the command line would be as a file."""
    port = 8600 if parsed.port is None else parsed.port
    hosts = parsed.host or ["127.0.0.1"]
    listen = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host in hosts]
    site = {"upstream": parsed.upstream, "default": True} | _given(parsed, _SITE_OPTIONS)
    return {"proxy": {"listen": listen} | _given(parsed, _PROCESS_OPTIONS), "site": [site]}


def _given(parsed: argparse.Namespace, options: dict[str, str]) -> dict[str, Any]:
    values = {name: getattr(parsed, option) for option, name in options.items()}
    return {name: value for name, value in values.items() if value is not None}


def _check(configuration: Configuration) -> int:
    """Ask every portal once; print what there is to say, return the exit code."""
    from a11y_proxy.check import ask_all

    unreachable = False
    for site, answer in zip(configuration.sites, asyncio.run(ask_all(configuration)), strict=True):
        if answer.reason is not None:
            _fail(UNREACHABLE, f"无法访问 {site.origin}:{answer.reason.zh}({answer.reason.en})")
            unreachable = True
        elif answer.advice:
            print(f"a11y-proxy: {site.origin}: {answer.advice}", file=sys.stderr)
        else:
            print(f"{site.name}: {site.origin} {answer.status}")
    return UNREACHABLE if unreachable else 0


def _why_not_listening(failure: ListenError) -> str:
    error, address = failure.error, failure.address
    if address.path is None and error.errno == errno.EADDRINUSE:
        return f"端口 {address.port} 已被占用,请换一个。(The port is in use: choose another.)"
    if address.path is None and error.errno in (errno.EACCES, errno.EPERM):
        return (
            f"没有权限使用端口 {address.port},请用 1024 以上的端口。(No permission for this port.)"
        )
    return f"不能监听 {address}(cannot listen there: {error.strerror or error})"


def _announcement(configuration: Configuration, addresses: Sequence[Address]) -> Callable[[], None]:
    scheme = "https" if configuration.server.certificate else "http"
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - shown, not bound

    def shown(address: Address) -> str:
        if address.path is not None:
            return str(address)
        host = everywhere.get(address.host, address.host)
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{address.port}/"

    def announce() -> None:
        places = "  ".join(map(shown, addresses))
        print(f"关爱模式已就绪,请打开 Care mode is ready, open:  {places}")
        portals = ", ".join(str(site.origin) for site in configuration.sites[:3])
        more = len(configuration.sites) - 3
        portals += f" … +{more}" if more > 0 else ""
        print(f"网站 Portal: {portals}    按 Ctrl-C 结束 Ctrl-C ends it", flush=True)

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
