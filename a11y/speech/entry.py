"""A finished clip, and the bytes that stores keep of it."""

from __future__ import annotations

import hashlib
import struct
import time
from dataclasses import dataclass

# Of this format: magic, the BLAKE2 digest of the rest, until when the clip is good, the length of
# the timing, the timing (JSON), the audio. No text is in it.
_MAGIC = b"a11y clip 2\n"
_DIGEST_BYTES = 32
_NUMBERS = struct.Struct(">QI")
_HEAD = len(_MAGIC) + _DIGEST_BYTES


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished clip: MP3 audio, its timing as JSON, and the tag that names these very bytes.

    ``until`` is 0, or for a substitute the time (seconds since 1970) at which it is made again.
    """

    audio: bytes
    timing: bytes
    tag: str
    until: int = 0

    @classmethod
    def of(cls, audio: bytes, timing: bytes, until: int = 0) -> Entry:
        """An entry with its tag, the start of the digest."""
        digest = _digest(_body(audio, timing, until))
        return cls(audio, timing, digest.hex()[:24], until)

    def is_good(self) -> bool:
        """Whether it may be served now."""
        return not self.until or time.time() < self.until


def pack(entry: Entry) -> bytes:
    """The bytes of an entry."""
    body = _body(entry.audio, entry.timing, entry.until)
    return _MAGIC + _digest(body) + body


def parse(data: bytes) -> Entry | None:
    """The entry, or None if a single bit of it is not what was packed."""
    body = data[_HEAD:]
    if not data.startswith(_MAGIC) or _digest(body) != data[len(_MAGIC) : _HEAD]:
        return None
    until, length = _NUMBERS.unpack_from(body)
    timing = body[_NUMBERS.size : _NUMBERS.size + length]
    return Entry.of(body[_NUMBERS.size + length :], timing, until)


def _body(audio: bytes, timing: bytes, until: int) -> bytes:
    return _NUMBERS.pack(until, len(timing)) + timing + audio


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_DIGEST_BYTES).digest()
