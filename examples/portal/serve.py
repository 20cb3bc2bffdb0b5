"""Serve the demonstration portal: ``python examples/portal/serve.py --port 8599``."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # run as a file, only this folder is on the path

import uvicorn  # noqa: E402

from examples.portal.application import app  # noqa: E402

__all__ = ["app", "main"]


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C; the exit code is 1 where the address cannot be had."""
    parser = argparse.ArgumentParser(description="云桥市演示门户 The demonstration portal")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8599, help="port to listen on (8599)")
    options = parser.parse_args(arguments)
    try:
        listener = socket.create_server((options.host, options.port))
    except (OSError, OverflowError) as error:
        print(f"无法在 {options.host}:{options.port} 上启动：{_reason(error)}", file=sys.stderr)
        return 1
    print(f"http://{options.host}:{listener.getsockname()[1]}/", flush=True)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    with listener, contextlib.suppress(KeyboardInterrupt):  # uvicorn raises Ctrl-C again
        server.run(sockets=[listener])
    return 0


def _reason(error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return "端口已被占用，请用 --port 换一个"
    if number == errno.EACCES:
        return "没有权限使用这个端口，请用 --port 换一个（1024 以上）"
    return os.strerror(number) if number and number > 0 else str(error)


if __name__ == "__main__":
    sys.exit(main())
