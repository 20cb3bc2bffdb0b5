"""Servers that say exactly what a test wants said, byte for byte."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Handler = Callable[[socket.socket, str], None]


@contextlib.contextmanager
def serve_raw(handler: Handler, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Call ``handler(connection, path)`` for every request; yields the server's address."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=serve_one, args=(connection,)))
            threads[-1].start()

    def serve_one(connection: socket.socket) -> None:
        # The client goes away in the middle of most of these.
        with contextlib.suppress(OSError), connection:
            if tls is not None:
                with tls.wrap_socket(connection, server_side=True) as wrapped:
                    handler(wrapped, path_of(read_head(wrapped)))
            else:
                handler(connection, path_of(read_head(connection)))

    accepting = threading.Thread(target=accept)
    accepting.start()
    scheme = "http" if tls is None else "https"
    try:
        yield f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for thread in threads:
            thread.join(timeout=15)
            assert not thread.is_alive()


def read_head(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head and (piece := connection.recv(65536)):
        head += piece
    return head


def path_of(head: bytes) -> str:
    return head.split(b" ")[1].decode("latin-1") if b" " in head else ""


def drip(connection: socket.socket, piece: bytes) -> None:
    """Send a piece again and again, with a short rest, until the client goes away."""
    while not select.select([connection], [], [], 0.01)[0]:
        connection.sendall(piece)


def wait_for_end(connection: socket.socket) -> None:
    """Say nothing until the client goes away."""
    while connection.recv(65536):
        pass


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody trusts, and its key; skips without openssl."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = [
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
        *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
        *("-keyout", str(key), "-out", str(cert)),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("the command openssl is missing")
    return cert, key
