"""The arguments of ``a11y check``; nothing heavy is imported for them."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``a11y check``."""
    add = parser.add_argument
    add("urls", nargs="*", metavar="URL", help="网站地址 address of a site, http:// or https://")
    add("--config", type=Path, metavar="FILE", help="a11y-proxy 的配置:检查其中每个网站 its sites")
    add("--settings", type=Path, metavar="FILE", help="TOML 设置文件 settings, table [a11y]")
    add("--pages", type=_count, default=20, metavar="N", help="最多看多少页 pages a site (20)")
    add("--lang", choices=("zh-CN", "en"), help="报告的语言 language of the report")
    add("--json", type=Path, metavar="FILE", help="另写一份 JSON,- 为标准输出 JSON report, or -")
    add("--timeout", type=_seconds, default=15.0, metavar="S", help="每页最多几秒 a page (15)")
    add(
        "--pause", type=_pause, default=0.2, metavar="S", help="两次访问之间 between requests (0.2)"
    )
    add("--ca-file", type=Path, metavar="FILE", help="自有根证书 (PEM) own certificate authority")
    add(
        "--user-agent",
        type=_field,
        metavar="TEXT",
        help="请求里的 User-Agent what to call ourselves",
    )


def _field(text: str) -> str:
    if not text.isascii() or not text.isprintable() or not text.strip():
        raise argparse.ArgumentTypeError("只能用 ASCII 字符 (printable ASCII only)")
    return text


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"要写 1 到 1000 的整数:{text}(a number from 1 to 1000)")
    return int(text)


def _seconds(text: str) -> float:
    seconds = _pause(text)
    if not seconds:
        raise argparse.ArgumentTypeError(f"要写大于 0 的秒数:{text}(not above 0)")
    return seconds


def _pause(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 600:
        raise argparse.ArgumentTypeError(f"要写 0 到 600 的秒数:{text}(seconds from 0 to 600)")
    return seconds
