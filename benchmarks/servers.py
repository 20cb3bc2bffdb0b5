"""The servers that are measured, each a process of its own: nginx as origin and peer, and ours."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

NGINX = """
worker_processes 1; pid {folder}/nginx.pid; error_log stderr crit; daemon off; user root;
events {{ worker_connections 1024; }}
http {{
  access_log off; types {{ text/html html; }} default_type text/html; sendfile on;
  keepalive_requests 1000000;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream origin {{ server 127.0.0.1:{origin}; keepalive 64; keepalive_requests 1000000; }}
  server {{ listen 127.0.0.1:{listen}; {server} }}
}}
"""
STATIC = "root {folder}/www;"
SUB_FILTER = """location / {{ proxy_pass http://origin; proxy_http_version 1.1;
  proxy_set_header Connection ""; proxy_set_header Accept-Encoding "";
  sub_filter '<link href' '{tag}<link href'; sub_filter_once on; }}"""
PLAIN = """location / {{ proxy_pass http://origin; proxy_http_version 1.1;
  proxy_set_header Connection ""; }}"""


@dataclass(frozen=True)
class Server:
    """A running server: its name in the table, its address, the process whose CPU is counted."""

    name: str
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time of the process and its children so far."""
        return sum(map(cpu_seconds_of, [self.pid, *children_of(self.pid)]))


def cpu_seconds_of(pid: int) -> float:
    """What /proc/PID/stat counts: fields 14 and 15, in clock ticks (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    """The direct children of a process."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def free_port() -> int:
    """A port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(name: str, command: list[str], port: int) -> Iterator[Server]:
    """A server process, once it accepts connections; ended when the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"{name} did not start") from None
                time.sleep(0.05)
        yield Server(name, port, process.pid)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def nginx_server(name: str, folder: Path, origin: int, server: str) -> Iterator[Server]:
    """An nginx of one worker with that server block; its files live in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    port = origin if name == "origin" else free_port()
    text = NGINX.format(folder=folder, origin=origin, listen=port, server=server)
    (folder / "nginx.conf").write_text(text)
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    with running(name, command, port) as started:
        yield started


@contextmanager
def all_servers(folder: Path, page: bytes, tag: str) -> Iterator[list[Server]]:
    """Origin (not in the list), nginx plain, nginx with sub_filter, and our proxy."""
    www = folder / "origin" / "www"
    www.mkdir(parents=True)
    (www / "index.html").write_bytes(page)
    origin = free_port()
    ours = free_port()
    command = [sys.executable, "-m", "a11y_proxy", f"http://127.0.0.1:{origin}"]
    command += ["--port", str(ours), "--speech", "off", "--no-access-log"]
    with ExitStack() as stack:
        static = STATIC.format(folder=folder / "origin")
        stack.enter_context(nginx_server("origin", folder / "origin", origin, static))
        plain = stack.enter_context(
            nginx_server("nginx proxy_pass", folder / "plain", origin, PLAIN.format())
        )
        filtering = stack.enter_context(
            nginx_server("nginx sub_filter", folder / "sub", origin, SUB_FILTER.format(tag=tag))
        )
        proxy = stack.enter_context(running("a11y-proxy", command, ours))
        yield [plain, filtering, proxy]
