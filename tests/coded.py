"""Content codings for tests: done and undone by the libraries themselves."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# What decoding what is broken raises.
BROKEN = (zstd.ZstdError, brotli.error, zlib.error, EOFError)


def _raw(data: bytes) -> bytes:
    coder = zlib.compressobj(wbits=-15)
    return coder.compress(data) + coder.flush()


class Way(NamedTuple):
    """The name in Content-Encoding, and the two directions."""

    name: bytes
    encode: Callable[[bytes], bytes]
    decode: Callable[[bytes], bytes]


WAYS = {
    "gzip": Way(b"gzip", lambda data: gzip.compress(data, mtime=0), gzip.decompress),
    "zlib": Way(b"deflate", zlib.compress, zlib.decompress),
    "raw": Way(b"deflate", _raw, lambda data: zlib.decompress(data, -15)),
    "br": Way(b"br", lambda data: brotli.compress(data, quality=3), brotli.decompress),
    "zstd": Way(b"zstd", zstd.compress, zstd.decompress),
}


def encode(data: bytes, ways: Sequence[str]) -> bytes:
    """The data in these codings, applied in this order."""
    for way in ways:
        data = WAYS[way].encode(data)
    return data


def decode(data: bytes, ways: Sequence[str]) -> bytes:
    """What data in these codings stands for; it must be whole."""
    for way in reversed(ways):
        data = WAYS[way].decode(data)
    return data


def field(ways: Sequence[str]) -> bytes:
    """The value of Content-Encoding."""
    return b", ".join(WAYS[way].name for way in ways)


class Stream(Protocol):
    """An encoder that is flushed where the test wants it."""

    def send(self, data: bytes) -> bytes: ...

    def end(self) -> bytes: ...


class _Zlib:
    def __init__(self, window: int, level: int) -> None:
        self._coder = zlib.compressobj(level, wbits=window)

    def send(self, data: bytes) -> bytes:
        return self._coder.compress(data) + self._coder.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        return self._coder.flush()


class _Brotli:
    def __init__(self) -> None:
        self._coder = brotli.Compressor(quality=4)

    def send(self, data: bytes) -> bytes:
        return bytes(self._coder.process(data)) + bytes(self._coder.flush())

    def end(self) -> bytes:
        return bytes(self._coder.finish())


class _Zstd:
    def __init__(self) -> None:
        self._coder = zstd.ZstdCompressor()

    def send(self, data: bytes) -> bytes:
        return self._coder.compress(data, zstd.ZstdCompressor.FLUSH_BLOCK)

    def end(self) -> bytes:
        return self._coder.flush()


class _Chain:
    def __init__(self, streams: Sequence[Stream]) -> None:
        self._streams = streams

    def send(self, data: bytes) -> bytes:
        for stream in self._streams:
            data = stream.send(data)
        return data

    def end(self) -> bytes:
        data = b""
        for stream in self._streams:
            data = (stream.send(data) if data else b"") + stream.end()
        return data


def stream(ways: Sequence[str], *, level: int = 6) -> Stream:
    """An encoder of all these codings; ``level`` is that of gzip and deflate."""
    makers: dict[str, Callable[[], Stream]] = {
        "gzip": lambda: _Zlib(31, level),
        "zlib": lambda: _Zlib(15, level),
        "raw": lambda: _Zlib(-15, level),
        "br": _Brotli,
        "zstd": _Zstd,
    }
    return _Chain([makers[way]() for way in ways])


def with_a_window(data: bytes, log: int) -> bytes:
    """The beginning of a zstd frame that asks for a window of 2 to the power of ``log`` bytes."""
    coder = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: log})
    return coder.compress(data, coder.FLUSH_BLOCK)


def partly(data: bytes, way: str) -> bytes:
    """What the beginning of coded data stands for, as far as it can be read now."""
    if way == "br":
        return bytes(brotli.Decompressor().process(data))
    if way == "zstd":
        return zstd.ZstdDecompressor().decompress(data)
    window = {"gzip": 31, "zlib": 15, "raw": -15}[way]
    return zlib.decompressobj(wbits=window).decompress(data)


def readable(data: bytes, ways: Sequence[str]) -> bytes:
    """The same for several codings."""
    for way in reversed(ways):
        data = partly(data, way)
    return data
