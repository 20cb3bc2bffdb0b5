"""Real servers for tests: each runs in a thread of its own, on a free port of the loopback."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import hypercorn.asyncio
import hypercorn.config
import uvicorn
import waitress
import werkzeug.serving

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


@contextlib.contextmanager
def serve_asgi(app: Any, *, host: str = "127.0.0.1", **options: Any) -> Iterator[str]:
    """Serve an ASGI application with uvicorn; yields its address, such as http://127.0.0.1:40001."""
    listener = socket.create_server((host, 0))
    defaults = {"log_level": "warning", "server_header": False, "date_header": False}
    server = uvicorn.Server(uvicorn.Config(app, **{**defaults, **options}))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=15)
        listener.close()
        if thread.is_alive():
            raise RuntimeError("the test server did not stop within 15 seconds")


@contextlib.contextmanager
def serve_hypercorn(app: Any) -> Iterator[str]:
    """The same with hypercorn."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = hypercorn.config.Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.include_server_header = config.include_date_header = False
    config.errorlog = None
    stopping = threading.Event()

    async def stop() -> None:
        await asyncio.to_thread(stopping.wait)

    async def run() -> None:
        await hypercorn.asyncio.serve(app, config, shutdown_trigger=stop)

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stopping.set()
        thread.join(timeout=15)
        listener.detach()  # the server has closed it


@contextlib.contextmanager
def serve_wsgi(app: WSGIApplication) -> Iterator[str]:
    """Serve a WSGI application with waitress, four requests at once; yields its address."""
    server = waitress.create_server(app, listen="127.0.0.1:0", threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(server.close)
        thread.join(timeout=15)
        server.task_dispatcher.shutdown()


@contextlib.contextmanager
def serve_werkzeug(app: WSGIApplication) -> Iterator[str]:
    """The same with the server that Flask's own command runs, a thread for every request."""
    server = werkzeug.serving.make_server(
        "127.0.0.1", 0, app, threaded=True, request_handler=_Quiet
    )
    with _serving(server):
        yield f"http://127.0.0.1:{server.server_port}"


@contextlib.contextmanager
def serve_wsgiref(app: WSGIApplication) -> Iterator[str]:
    """The same with the standard library's, one request after the other, in HTTP/1.0."""
    server = make_server("127.0.0.1", 0, app, handler_class=_Silent)
    with _serving(server):
        yield f"http://127.0.0.1:{server.server_port}"


@contextlib.contextmanager
def _serving(server: werkzeug.serving.BaseWSGIServer | WSGIServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(timeout=15)
        server.server_close()


class _Quiet(werkzeug.serving.WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        pass


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass
