"""What a content coding is: a name and a decoder, which knows the encoder that takes it back.

Which codings there are to undo is a mapping from names to ``Coding``; every other one is left
alone, so adding one is adding an entry. Those of the standard library are in
``a11y.html.deflate``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from a11y.errors import A11yError

# Codings that change nothing; "none" is no registered name, but servers send it.
_PLAIN = frozenset((b"", b"identity", b"none"))


class CodingError(A11yError):
    """Coded content breaks the rules of its coding, or decodes to more than is allowed.

    Raised once part of the page is on its way, so an adapter must abort the response: an end that
    looks regular would make the rest of the page disappear unnoticed.
    """


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


class Decoder(Protocol):
    """Coded bytes in, plain bytes out."""

    def decode(self, data: bytes, room: int) -> bytes:
        """About ``room`` plain bytes, not many times as much. Input not used yet is kept.

        New input may be given when what came before is used up: when the answer was empty. It is
        empty if more input is needed or the coded data has ended. Raises CodingError.
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

    def encoder(self) -> Encoder:
        """An encoder for the form that the coded data has had."""
        ...


@dataclass(frozen=True)
class Coding:
    """A content coding by its registered name (RFC 9110 section 8.4.1)."""

    name: bytes
    decoder: Callable[[], Decoder]


Codings = Mapping[bytes, Coding]


def codings_of(fields: Iterable[bytes]) -> list[bytes]:
    """The codings that Content-Encoding fields name, in the order in which they were applied."""
    names = [name.strip().lower() for field in fields for name in field.split(b",")]
    return [name for name in names if name not in _PLAIN]


# Longer ones are made up, and would fill memory if they were kept.
_LONGEST_KEPT = 256


def narrow(field: bytes, known: frozenset[bytes]) -> bytes:
    """An Accept-Encoding field without what is not among ``known``, in its order and weights.

    Never empty: an origin server may answer a request without the field in any coding
    (RFC 9110 section 12.5.3). A client that takes nothing that is known gets what it asks for.
    """
    return (_narrow if len(field) <= _LONGEST_KEPT else _narrow.__wrapped__)(field, known)


# Every browser sends the same one all its life.
@lru_cache(maxsize=256)
def _narrow(field: bytes, known: frozenset[bytes]) -> bytes:
    items = [item.strip() for item in field.split(b",")]
    kept = [item for item in items if _name(item) in known or _name(item) == b"identity"]
    if kept == items:
        return field
    if any(_is_refused(item) for item in kept if _name(item) == b"identity") and all(
        map(_is_refused, kept)
    ):
        return field
    return b", ".join(kept) or b"identity"


def _name(item: bytes) -> bytes:
    return item.partition(b";")[0].strip().lower()


def _is_refused(item: bytes) -> bool:
    """Whether its weight is 0: RFC 9110 section 12.4.2."""
    weight = item.partition(b";")[2].replace(b" ", b"").replace(b"\t", b"").lower()
    return weight in (b"q=0", b"q=0.", b"q=0.0", b"q=0.00", b"q=0.000")
