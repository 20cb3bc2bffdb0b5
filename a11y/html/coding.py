"""The content codings that we can undo and do again, as streams.

A coding is one entry of ``CODINGS``: a name, a decoder and an encoder. Every other coding is left
alone, so adding one is adding an entry.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from a11y.errors import A11yError

# Nearly the size of the usual level 6 in two thirds of its time.
_GZIP_LEVEL = 4
_GZIP_WINDOW = 16 + zlib.MAX_WBITS

# Codings that change nothing; "none" is no registered name, but servers send it.
_PLAIN = frozenset((b"", b"identity", b"none"))


class CodingError(A11yError):
    """Coded content breaks the rules of its coding, or decodes to more than is allowed.

    Raised once part of the page is on its way, so an adapter must abort the response: an end that
    looks regular would make the rest of the page disappear unnoticed.
    """


class Decoder(Protocol):
    """Coded bytes in, plain bytes out."""

    def decode(self, data: bytes, room: int) -> bytes:
        """At most ``room`` plain bytes. Input that is not used yet is kept.

        Empty if more input is needed or the coded data has ended. Raises CodingError.
        """
        ...

    @property
    def finished(self) -> bool:
        """Whether the coded data has ended in the way of its format."""
        ...

    @property
    def rest(self) -> bytes:
        """What was given behind the end of the coded data."""
        ...


class Encoder(Protocol):
    """Plain bytes in, coded bytes out."""

    def encode(self, data: bytes) -> bytes:
        """Take plain bytes; what comes out may lag behind."""
        ...

    def flush(self) -> bytes:
        """What is needed so that all that was given can be decoded now."""
        ...

    def finish(self) -> bytes:
        """The last bytes; nothing may follow."""
        ...


@dataclass(frozen=True)
class Coding:
    """A content coding by its registered name (RFC 9110 section 8.4.1)."""

    name: bytes
    decoder: Callable[[], Decoder]
    encoder: Callable[[], Encoder]


class GzipDecoder:
    """The first member of a gzip file (RFC 1952); further members are its ``rest``.

    Browsers differ in what they make of further members. As ``rest`` they stay as they came.
    """

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=_GZIP_WINDOW)

    def decode(self, data: bytes, room: int) -> bytes:
        """See Decoder."""
        stream = self._stream
        if stream.unconsumed_tail:
            data = stream.unconsumed_tail + data
        try:
            return stream.decompress(data, room)
        except zlib.error as error:
            raise CodingError(f"not gzip: {error}") from error

    @property
    def finished(self) -> bool:
        """See Decoder."""
        return self._stream.eof

    @property
    def rest(self) -> bytes:
        """See Decoder."""
        return self._stream.unused_data


class GzipEncoder:
    """One gzip member."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)

    def encode(self, data: bytes) -> bytes:
        """See Encoder."""
        return self._stream.compress(data)

    def flush(self) -> bytes:
        """See Encoder."""
        return self._stream.flush(zlib.Z_SYNC_FLUSH)

    def finish(self) -> bytes:
        """See Encoder."""
        return self._stream.flush()


_GZIP = Coding(b"gzip", GzipDecoder, GzipEncoder)
# A recipient treats x-gzip as gzip: RFC 9110 section 8.4.1.3.
CODINGS = {b"gzip": _GZIP, b"x-gzip": _GZIP}


def codings_of(fields: Iterable[bytes]) -> list[bytes]:
    """The codings that Content-Encoding fields name, in the order in which they were applied."""
    names = [name.strip().lower() for field in fields for name in field.split(b",")]
    return [name for name in names if name not in _PLAIN]


# Every browser sends the same one all its life.
@lru_cache(maxsize=256)
def narrow(field: bytes) -> bytes:
    """An Accept-Encoding field without what we can't undo.

    Never empty: an origin server may answer a request without the field in any coding
    (RFC 9110 section 12.5.3).
    """
    items = [item.strip() for item in field.split(b",")]
    known = [item for item in items if _is_known(item)]
    return field if known == items else b", ".join(known) or b"identity"


def _is_known(item: bytes) -> bool:
    name = item.partition(b";")[0].strip().lower()
    return name in CODINGS or name == b"identity"
