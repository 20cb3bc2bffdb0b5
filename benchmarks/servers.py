"""The servers that are measured, each a process of its own: ours and its peers."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from importlib.util import find_spec
from pathlib import Path

from a11y import A11yMiddleware
from benchmarks import process, venvs
from benchmarks.client import fetch
from benchmarks.peers import memory
from benchmarks.result import BenchmarkError, Section

ROOT = Path(__file__).parent.parent
OURS = "a11y-proxy"

_NGINX = """
worker_processes 1; pid {folder}/nginx.pid; error_log stderr crit; daemon off; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off; types {{ text/html html; }} default_type text/html; sendfile on;
  keepalive_requests 1000000; client_max_body_size 0;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream origin {{ server 127.0.0.1:{origin}; keepalive 64; keepalive_requests 1000000; }}
  server {{ listen 127.0.0.1:{port}; {server} }}
}}
"""
_STATIC = "root {folder};"
_PASS = """proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection "";"""
_PLAIN = f"location / {{{{ {_PASS} }}}}"
_SUB_FILTER = f"""location / {{{{ {_PASS} proxy_set_header Accept-Encoding "";
  sub_filter '<link href' '{{tag}}<link href'; sub_filter_once on; }}}}"""


@dataclass(frozen=True)
class Site:
    """What every server gets: a folder for its files, the portal's port, the tag to put in."""

    folder: Path
    origin: int
    tag: str


@dataclass(frozen=True)
class Kind:
    """One way to serve the page.

    ``command`` is for a site and a port to listen on; ``lack`` names what is not installed.
    """

    name: str
    command: Callable[[Site, int], list[str]]
    lack: Callable[[], str]
    injects: bool = True


@dataclass(frozen=True)
class Server:
    """A running server: its name in the table, its address, the process whose CPU is counted."""

    name: str
    port: int
    pid: int
    injects: bool = True

    def cpu_seconds(self) -> float:
        """User and system time of the process and its children so far."""
        return sum(process.cpu_seconds(self.pid))

    def check(self, page: bytes, tag: str, path: str = "/") -> None:
        """Raise BenchmarkError unless it serves the page with the tag, and not one byte else."""
        body = fetch(self.port, path).body
        mark = tag.encode("ascii")
        if body.count(mark) != int(self.injects) or body.replace(mark, b"", 1) != page:
            raise BenchmarkError("not the page that was to be served")


def our_tag() -> str:
    """The tag that our proxy puts in with these settings."""
    return A11yMiddleware(memory.app, speech="off").rules.tag().decode("ascii")


def no_commands(*names: str) -> Callable[[], str]:
    """Says which of these programs are not there, and the Debian packages that have them."""

    def lack() -> str:
        missing = [name for name in names if not shutil.which(name)]
        return f"apt-get install {' '.join(missing)}" if missing else ""

    return lack


def no_packages(**packages: str) -> Callable[[], str]:
    """Says which of these are not there: the modules by name, with the packages that have them."""

    def lack() -> str:
        missing = [package for module, package in packages.items() if find_spec(module) is None]
        return f"pip install {' '.join(missing)}" if missing else ""

    return lack


def _nginx(server: str) -> Callable[[Site, int], list[str]]:
    def command(site: Site, port: int) -> list[str]:
        folder = site.folder / f"nginx-{port}"
        folder.mkdir()
        text = _NGINX.format(
            folder=folder,
            origin=site.origin,
            port=port,
            user="user root;" if os.geteuid() == 0 else "",
            server=server.format(folder=site.folder, tag=site.tag),
        )
        (folder / "nginx.conf").write_text(text)
        return ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]

    return command


def _uvicorn(module: str) -> Callable[[Site, int], list[str]]:
    def command(site: Site, port: int) -> list[str]:
        app = f"benchmarks.peers.{module}:app"
        options = ["--port", str(port), "--no-access-log", "--log-level", "warning"]
        plain = ["--no-date-header", "--no-server-header", "--timeout-keep-alive", "65"]
        return [sys.executable, "-m", "uvicorn", app, *options, *plain]

    return command


def _ours(site: Site, port: int) -> list[str]:
    command = [sys.executable, "-m", "a11y_proxy", f"http://127.0.0.1:{site.origin}"]
    return [*command, "--port", str(port), "--speech", "off", "--no-access-log"]


def _origin(_: Site, port: int) -> list[str]:
    return [sys.executable, "-m", "benchmarks.origin", str(port)]


def _mitmproxy(site: Site, port: int) -> list[str]:
    program = venvs.program_of("mitmproxy", "mitmdump")
    addon = ROOT / "benchmarks" / "peers" / "mitm_addon.py"
    command = [str(program), "--mode", f"reverse:http://127.0.0.1:{site.origin}"]
    command += ["--listen-host", "127.0.0.1", "--listen-port", str(port)]
    return [*command, "--quiet", "-s", str(addon), "--set", f"confdir={site.folder}"]


def _no_mitmproxy() -> str:
    return "" if venvs.program_of("mitmproxy", "mitmdump") else "pip install mitmproxy"


_LACKS_NGINX = no_commands("nginx")
STATIC = Kind("nginx static", _nginx(_STATIC), _LACKS_NGINX, injects=False)
PLAIN = Kind("nginx proxy_pass", _nginx(_PLAIN), _LACKS_NGINX, injects=False)
SUB_FILTER = Kind("nginx sub_filter", _nginx(_SUB_FILTER), _LACKS_NGINX)
PROXY = Kind(OURS, _ours, no_packages(uvicorn="'a11y-care[proxy]'"))
AIOHTTP = Kind("Starlette + aiohttp", _uvicorn("starlette_aiohttp"), no_packages(aiohttp="aiohttp"))
HTTPX = Kind("Starlette + httpx", _uvicorn("starlette_httpx"), no_packages(httpx="httpx"))
MITMPROXY = Kind("mitmproxy", _mitmproxy, _no_mitmproxy)
MEMORY = Kind("uvicorn, no proxy", _uvicorn("memory"), no_packages(), injects=False)
STREAMING = Kind("portal that streams", _origin, no_packages(), injects=False)


def free_port() -> int:
    """A port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def available(kinds: Sequence[Kind]) -> tuple[list[Kind], list[str]]:
    """Those that can run here, and a line for each of the others."""
    lacks = [(kind, kind.lack()) for kind in kinds]
    return [kind for kind, lack in lacks if not lack], [
        f"{kind.name}: {lack}" for kind, lack in lacks if lack
    ]


@contextmanager
def running(kind: Kind, site: Site, port: int | None = None) -> Iterator[Server]:
    """A server process, once it accepts connections; ended when the block ends."""
    port = port or free_port()
    environment = os.environ | {
        "BENCH_ORIGIN": f"http://127.0.0.1:{site.origin}",
        "BENCH_TAG": site.tag,
    }
    said = site.folder / f"{port}.log"
    with said.open("wb") as log:
        started = subprocess.Popen(
            kind.command(site, port), cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        _wait_for(started, port, kind.name, said)
        yield Server(kind.name, port, started.pid, kind.injects)
    finally:
        started.terminate()
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


@contextmanager
def all_running(kinds: Sequence[Kind], site: Site, section: Section) -> Iterator[list[Server]]:
    """A server of each kind, but for peers that can't start."""
    started = []
    with ExitStack() as stack:
        for kind in kinds:
            with forgiving(kind.name, section):
                started.append(stack.enter_context(running(kind, site)))
        yield started


@contextmanager
def forgiving(name: str, section: Section) -> Iterator[None]:
    """Where a peer fails, a line says so and the others go on; where we fail, nothing does."""
    try:
        yield
    except (BenchmarkError, OSError, HTTPException) as error:
        if name == OURS:
            raise BenchmarkError(f"{name}: {error}") from error
        section.missing.append(f"{name}: {error}")


def _wait_for(started: subprocess.Popen[bytes], port: int, name: str, said: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if started.poll() is not None or time.monotonic() > deadline:
                last = said.read_text(errors="replace")[-2000:]
                raise BenchmarkError(f"{name} did not start: {last}") from None
            time.sleep(0.05)
        else:
            return
