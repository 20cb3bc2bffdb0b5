"""A portal that streams: large answers, slow pages, events, and an upload that it reads slowly.

    python -m benchmarks.origin PORT

What it sends slowly carries the time at which it was sent, as ``<!--@nanoseconds-->`` or as the
data of an event, by the clock that all processes of a machine share (CLOCK_MONOTONIC).
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
import time
import zlib
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Iterator

from benchmarks.page import HEAD, page_of

BIG = 100_000_000
PIECE = 64 * 1024
EVENTS = 20
EVENT_PAUSE = 0.05
PAGE_PARTS = 5
PAGE_PAUSE = 0.2
PART = 3000
SLOW_PAGE = page_of(PAGE_PARTS * PART)[: PAGE_PARTS * PART]
_HTML, _BYTES = "text/html", "application/octet-stream"


def big_pieces(kind: str) -> Iterator[bytes]:
    """100 MB of that type, in pieces as they are written."""
    head = HEAD.encode("gbk") if kind == _HTML else b""
    body = page_of()[len(head) :] if kind == _HTML else bytes(range(256)) * 256
    block = (body * (PIECE // len(body) + 1))[:PIECE]
    if head:
        yield head
    left = BIG - len(head)
    while left > 0:
        yield block[:left]
        left -= PIECE


def big_digest(kind: str) -> str:
    """SHA-256 of the same."""
    digest = hashlib.sha256()
    for piece in big_pieces(kind):
        digest.update(piece)
    return digest.hexdigest()


async def serve(reader: StreamReader, writer: StreamWriter) -> None:
    """Answer the requests of one connection, one after the other."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("ascii")
            if path == "/upload":
                await _take(head, reader, writer)
            else:
                await _answer(path, writer)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def _answer(path: str, writer: StreamWriter) -> None:
    kind, coding, parts = {
        "/html": (_HTML, "", _big(_HTML)),
        "/binary": (_BYTES, "", _big(_BYTES)),
        "/page": (_HTML, "", _slow_page()),
        "/gzip-page": (_HTML, "Content-Encoding: gzip\r\n", _gzipped(_slow_page())),
        "/sse": ("text/event-stream", "Cache-Control: no-cache\r\n", _events()),
    }.get(path, (_HTML, "", _once(page_of())))
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{coding}Transfer-Encoding: chunked\r\n\r\n"
    writer.write(head.encode("ascii"))
    async for part in parts:
        writer.write(b"%x\r\n%b\r\n" % (len(part), part))
        await writer.drain()
    writer.write(b"0\r\n\r\n")
    await writer.drain()


async def _take(head: bytes, reader: StreamReader, writer: StreamWriter) -> None:
    """Read an upload at the pace that X-Seconds asks for; answer with its SHA-256."""
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if line)
    seconds = float(fields.get(b"x-seconds", b"0"))
    digest = hashlib.sha256()
    start, count = time.monotonic(), 0
    async for piece in _body_of(fields, reader):
        digest.update(piece)
        count += len(piece)
        ahead = start + seconds * count / BIG - time.monotonic()
        if ahead > 0.01:
            await asyncio.sleep(ahead)
    answer = digest.hexdigest().encode("ascii")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 64\r\n\r\n")
    writer.write(answer)
    await writer.drain()


async def _body_of(fields: dict[bytes, bytes], reader: StreamReader) -> AsyncIterator[bytes]:
    if b"chunked" not in fields.get(b"transfer-encoding", b""):
        async for piece in _exactly(int(fields.get(b"content-length", b"0")), reader):
            yield piece
        return
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        async for piece in _exactly(size, reader):
            yield piece
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")


async def _exactly(size: int, reader: StreamReader) -> AsyncIterator[bytes]:
    while size:
        piece = await reader.read(min(size, PIECE))
        if not piece:
            raise ConnectionError
        size -= len(piece)
        yield piece


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


async def _big(kind: str) -> AsyncIterator[bytes]:
    for piece in big_pieces(kind):
        yield piece


async def _slow_page() -> AsyncIterator[bytes]:
    """Enough for the place of the tag at once, then a part after each pause."""
    for number in range(PAGE_PARTS):
        if number:
            await asyncio.sleep(PAGE_PAUSE)
        part = SLOW_PAGE[number * PART : (number + 1) * PART]
        # Only between rows, where a comment is allowed.
        at = part.rfind(b"</tr>\n") + 6
        yield part[:at] + b"<!--@%d-->\n" % time.monotonic_ns() + part[at:]


async def _gzipped(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    stream = zlib.compressobj(6, zlib.DEFLATED, 31)
    async for part in parts:
        yield stream.compress(part) + stream.flush(zlib.Z_SYNC_FLUSH)
    yield stream.flush()


async def _events() -> AsyncIterator[bytes]:
    for number in range(EVENTS):
        if number:
            await asyncio.sleep(EVENT_PAUSE)
        yield b"data: @%d\n\n" % time.monotonic_ns()


async def main(port: int) -> None:
    """Serve until the process is ended."""
    server = await asyncio.start_server(serve, "127.0.0.1", port, limit=PIECE)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
