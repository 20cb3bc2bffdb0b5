"""The content codings that this installation can undo: what ``a11y-care[codings]`` adds.

brotli, zstd, and a gzip that takes a tenth of the time. What is not installed is not there; the
codings of the standard library always are.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from a11y.html import (
    CODINGS,
    Coding,
    CodingError,
    Codings,
    Encoder,
    StreamDecoder,
    deflate_codings,
)

# Measured on pages of 50 KB: level 2 of isal's is a tenth larger than zlib's 4 in an eighth of the
# time; brotli's 2 and zstd's 2 are about as small as zlib's 3 in a half and a quarter of its time.
_ISAL_LEVEL = 2
_BROTLI_QUALITY = 2
_ZSTD_LEVEL = 2
# 2 to this power. A page under way costs zstd 0.3 MB instead of 0.9 and brotli 0.2 instead of 0.3,
# and in pages of 50 KB it makes no difference.
_WINDOW = 18
# A recipient need not have more than 8 MB for it (RFC 9659 section 3): browsers refuse more.
_ZSTD_WINDOW = 23


@cache
def installed() -> Codings:
    """The codings that can be undone here, by name."""
    codings: dict[bytes, Coding] = dict(CODINGS)
    if (isal := _library("isal.isal_zlib")) is not None:
        codings |= deflate_codings(isal, _ISAL_LEVEL)
    if (brotli := _library("brotli")) is not None:
        codings[b"br"] = Coding(b"br", lambda: BrotliDecoder(brotli))
    zstd = _library("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    if zstd is not None:
        codings[b"zstd"] = Coding(b"zstd", lambda: ZstdDecoder(zstd))
    return MappingProxyType(codings)


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


class BrotliDecoder:
    """RFC 7932. What follows its end in one piece with it can't be told apart: that is refused."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._stream = library.Decompressor()
        self._rest = b""

    def decode(self, data: bytes, room: int) -> bytes:
        """See Decoder."""
        if self.finished:
            self._rest += data
            return b""
        try:
            plain: bytes = self._stream.process(data, output_buffer_limit=room)
        except self._library.error as error:
            raise CodingError(f"not brotli: {error}") from error
        return plain

    @property
    def finished(self) -> bool:
        """See Decoder."""
        return bool(self._stream.is_finished())

    @property
    def rest(self) -> bytes:
        """See Decoder."""
        return self._rest

    def encoder(self) -> Encoder:
        """See Decoder."""
        return BrotliEncoder(self._library)


class BrotliEncoder:
    """RFC 7932."""

    def __init__(self, library: Any) -> None:
        self._stream = library.Compressor(quality=_BROTLI_QUALITY, lgwin=_WINDOW)

    def encode(self, data: bytes) -> bytes:
        """See Encoder."""
        coded: bytes = self._stream.process(data)
        return coded

    def flush(self) -> bytes:
        """See Encoder."""
        coded: bytes = self._stream.flush()
        return coded

    def finish(self) -> bytes:
        """See Encoder."""
        coded: bytes = self._stream.finish()
        return coded


class ZstdDecoder(StreamDecoder):
    """The first frame of RFC 8878; further frames are its ``rest``."""

    def __init__(self, library: Any) -> None:
        options = {library.DecompressionParameter.window_log_max: _ZSTD_WINDOW}
        super().__init__(library.ZstdDecompressor(options=options), library.ZstdError, "zstd")
        self._library = library

    def encoder(self) -> Encoder:
        """See Decoder."""
        return ZstdEncoder(self._library)


class ZstdEncoder:
    """One frame of RFC 8878."""

    def __init__(self, library: Any) -> None:
        compressor = library.ZstdCompressor
        parameter = library.CompressionParameter
        self._stream = compressor(
            options={parameter.compression_level: _ZSTD_LEVEL, parameter.window_log: _WINDOW}
        )
        self._block, self._frame = compressor.FLUSH_BLOCK, compressor.FLUSH_FRAME

    def encode(self, data: bytes) -> bytes:
        """See Encoder."""
        coded: bytes = self._stream.compress(data)
        return coded

    def flush(self) -> bytes:
        """See Encoder."""
        coded: bytes = self._stream.flush(self._block)
        return coded

    def finish(self) -> bytes:
        """See Encoder."""
        coded: bytes = self._stream.flush(self._frame)
        return coded
