"""The names of clips: a keyed hash of all that determines the sound and its timing."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

# 144 bits need no padding in base64; nobody guesses one, so a URL says nothing about a text.
_DIGEST_BYTES = 18
_TOKEN_BYTES = 21
LEGAL = re.compile(r"[A-Za-z0-9_-]{24}")


class Keys:
    """Makes ids that only a holder of the same key can make. Without a key: a random one."""

    def __init__(self, key: str | None) -> None:
        # BLAKE2 takes at most 64 bytes of key; hashing lets a key have any length.
        secret = key.encode() if key else secrets.token_bytes(32)
        self._key = hashlib.blake2b(secret, person=b"a11y-speech-key").digest()

    def clip_id(self, *parts: str) -> str:
        """The id of what ``parts`` determine, in their order: 24 URL-safe characters."""
        digest = hashlib.blake2b(
            key=self._key, digest_size=_DIGEST_BYTES, person=b"a11y-speech-clip"
        )
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            # With its length in front no two lists of parts give the same bytes.
            digest.update(len(data).to_bytes(8, "big") + data)
        return base64.urlsafe_b64encode(digest.digest()).decode()

    def token(self, head: bytes) -> str:
        """The signature of a token's head: 28 URL-safe characters, of no use as a clip's id."""
        signed = hashlib.blake2b(
            head, key=self._key, digest_size=_TOKEN_BYTES, person=b"a11y-speech-pass"
        )
        return base64.urlsafe_b64encode(signed.digest()).decode()
