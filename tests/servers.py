"""Real servers for tests: each runs in a thread of its own, on a free port of the loopback."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import uvicorn


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
