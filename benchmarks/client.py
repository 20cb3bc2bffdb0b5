"""A visitor with one connection, who notes when the first byte of an answer comes."""

from __future__ import annotations

import re
import socket
import time
from typing import NamedTuple

from benchmarks.result import BenchmarkError

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.IGNORECASE)


class Answer(NamedTuple):
    """``first_byte``: seconds from the last byte of the request to the first of the answer."""

    first_byte: float
    head: bytes
    body: bytes


class Visitor:
    """A kept-alive connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._data = b""

    def get(self, path: str = "/") -> Answer:
        """Ask as a browser that follows a link. Raises BenchmarkError unless it is a 200."""
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html,*/*;q=0.8\r\n\r\n"
        self._socket.sendall(request.encode("ascii"))
        start = time.perf_counter()
        self._data = self._socket.recv(1 << 18)
        first_byte = time.perf_counter() - start
        head = self._read_until(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise BenchmarkError(f"not a 200: {head[:80]!r}")
        return Answer(first_byte, head, self._read_body(head))

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    def _read_body(self, head: bytes) -> bytes:
        if _CHUNKED.search(head):
            body = b""
            while size := int(self._read_until(b"\r\n").split(b";")[0], 16):
                body += self._read(size)
                self._read(2)
            self._read_until(b"\r\n")
            return body
        length = _LENGTH.search(head)
        if length is None:
            raise BenchmarkError(f"an answer without a length: {head!r}")
        return self._read(int(length[1]))

    def _read_until(self, end: bytes) -> bytes:
        while end not in self._data:
            self._receive()
        line, _, self._data = self._data.partition(end)
        return line + end

    def _read(self, size: int) -> bytes:
        while len(self._data) < size:
            self._receive()
        taken, self._data = self._data[:size], self._data[size:]
        return taken

    def _receive(self) -> None:
        data = self._socket.recv(1 << 18)
        if not data:
            raise BenchmarkError("the connection ended within an answer")
        self._data += data


def fetch(port: int, path: str = "/") -> Answer:
    """One answer over a connection of its own."""
    visitor = Visitor(port)
    try:
        return visitor.get(path)
    finally:
        visitor.close()
