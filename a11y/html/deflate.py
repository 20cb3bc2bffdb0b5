"""gzip and deflate as content codings, by the standard library's zlib or one that looks like it."""

from __future__ import annotations

import zlib
from types import MappingProxyType
from typing import Any

from a11y.html.coding import Coding, CodingError, Codings, Encoder

# Nearly the size of the usual level 6 in two thirds of its time.
_LEVEL = 4

# zlib's numbers for the three forms: RFC 1952, RFC 1950, RFC 1951.
_GZIP = 16 + zlib.MAX_WBITS
_ZLIB = zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS


class StreamDecoder:
    """One coded stream of a library's decompressor; what follows its end is its ``rest``.

    ``stream`` has ``decompress(data, room)``, ``eof`` and ``unused_data``; what it raises for
    broken data is ``error``. ``name`` is the coding's.
    """

    def __init__(self, stream: Any, error: type[Exception], name: str) -> None:
        self._stream = stream
        self._error = error
        self._name = name
        self._rest = b""

    def decode(self, data: bytes, room: int) -> bytes:
        """See Decoder."""
        if self._stream.eof:
            self._rest += data
            return b""
        try:
            return self._decompressed(data, room)
        except self._error as error:
            raise CodingError(f"not {self._name} as it should be: {error}") from error

    def _decompressed(self, data: bytes, room: int) -> bytes:
        plain: bytes = self._stream.decompress(data, room)
        return plain

    @property
    def finished(self) -> bool:
        """See Decoder."""
        return bool(self._stream.eof)

    @property
    def rest(self) -> bytes:
        """See Decoder."""
        unused: bytes = self._stream.unused_data
        return unused + self._rest


class GzipDecoder(StreamDecoder):
    """One stream of deflated data in one of its forms.

    What follows the first member of a gzip file is its ``rest``. Browsers differ in what they make
    of further members; as ``rest`` they stay as they came. ``library``: zlib, or one like it.
    """

    def __init__(self, library: Any = zlib, level: int = _LEVEL, form: int = _GZIP) -> None:
        super().__init__(library.decompressobj(wbits=form), library.error, "deflated")
        self._library = library
        self._level = level
        self._form = form

    def _decompressed(self, data: bytes, room: int) -> bytes:
        # Input that there was no room for is ours to keep.
        if self._stream.unconsumed_tail:
            data = self._stream.unconsumed_tail + data
        return super()._decompressed(data, room)

    def encoder(self) -> Encoder:
        """See Decoder."""
        return GzipEncoder(self._library, self._level, self._form)


class DeflateDecoder:
    """What is called deflate: zlib data (RFC 9110 section 8.4.1.2), or raw as IIS sends it."""

    def __init__(self, library: Any = zlib, level: int = _LEVEL) -> None:
        self._library = library
        self._level = level
        self._stream = GzipDecoder(library, level, _ZLIB)
        self._sure = False
        self._seen = b""

    def decode(self, data: bytes, room: int) -> bytes:
        """See Decoder."""
        if self._sure:
            return self._stream.decode(data, room)
        self._seen += data
        try:
            plain = self._stream.decode(data, room)
        except CodingError:
            self._stream = GzipDecoder(self._library, self._level, _RAW)
            plain = self._stream.decode(self._seen, room)
            self._sure = True
        self._sure = self._sure or bool(plain) or self._stream.finished
        if self._sure:
            self._seen = b""
        return plain

    @property
    def finished(self) -> bool:
        """See Decoder."""
        return self._stream.finished

    @property
    def rest(self) -> bytes:
        """See Decoder."""
        return self._stream.rest

    def encoder(self) -> Encoder:
        """See Decoder."""
        return self._stream.encoder()


class GzipEncoder:
    """One stream of deflated data in one of its forms."""

    def __init__(self, library: Any, level: int, form: int) -> None:
        self._library = library
        self._stream = library.compressobj(level, library.DEFLATED, form)

    def encode(self, data: bytes) -> bytes:
        """See Encoder."""
        coded: bytes = self._stream.compress(data)
        return coded

    def flush(self) -> bytes:
        """See Encoder."""
        coded: bytes = self._stream.flush(self._library.Z_SYNC_FLUSH)
        return coded

    def finish(self) -> bytes:
        """See Encoder."""
        coded: bytes = self._stream.flush()
        return coded


def deflate_codings(library: Any = zlib, level: int = _LEVEL) -> dict[bytes, Coding]:
    """Codings gzip and deflate by this library, as entries of a mapping of codings."""
    gzip = Coding(b"gzip", lambda: GzipDecoder(library, level))
    # A recipient treats x-gzip as gzip: RFC 9110 section 8.4.1.3.
    deflate = Coding(b"deflate", lambda: DeflateDecoder(library, level))
    return {b"gzip": gzip, b"x-gzip": gzip, b"deflate": deflate}


# What needs the standard library only.
CODINGS: Codings = MappingProxyType(deflate_codings())
