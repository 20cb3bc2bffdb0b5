"""Tokens that say: a page of this site asked, lately. The same for every process with our key.

They keep pages free of secrets, so that shared caches stay correct: the toolbar fetches one when
somebody wants to listen. A token says nothing of its visitor; it only counts what is asked with it.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import struct
import time
from collections.abc import Callable

from a11y.speech import keys, limits

_HEAD = struct.Struct(">I11s")  # until when (seconds since 1970), and a name


class Tokens:
    """Makes and checks tokens. ``seconds``: how long one is good."""

    def __init__(
        self,
        signer: keys.Keys,
        *,
        seconds: int = limits.TOKEN_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._signer, self._clock = signer, clock
        self.seconds = seconds

    def make(self) -> str:
        """A new token: 48 URL-safe characters."""
        head = _HEAD.pack(int(self._clock()) + self.seconds, secrets.token_bytes(11))
        return _text(head) + self._signer.token(head)

    def name_of(self, token: str) -> str | None:
        """The token's name, or None if it is not ours or no longer good."""
        if len(token) != 48 or not token.isascii():
            return None
        try:
            head = base64.urlsafe_b64decode(token[:20])
            until, name = _HEAD.unpack(head)
        except (binascii.Error, ValueError, struct.error):
            return None
        if not secrets.compare_digest(token[20:], self._signer.token(head)):
            return None
        # One that is good for longer than we make them is of a clock that was wrong.
        left = until - self._clock()
        return _text(name) if 0 < left <= self.seconds + 60 else None


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
