"""Who may have how much planned: tokens, and quotas for each token and each address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from a11y.errors import SpeechError
from a11y.speech import limits, quotas
from a11y.speech.quotas import Quota
from a11y.speech.tokens import Tokens

if TYPE_CHECKING:
    from a11y.settings import Settings
    from a11y.speech.keys import Keys


class QuotaError(SpeechError):
    """One visitor or one address asked for too much. ``seconds`` says when to come back."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too much was asked for by one visitor", retryable=True)
        self.seconds = quotas.whole_seconds(seconds)


class TokenError(SpeechError):
    """The settings want a token, and this is none that is good. A new one can be fetched."""


class Gate:
    """Counts characters of plans by token and by address, in memory, for one process."""

    def __init__(self, settings: Settings, keys: Keys) -> None:
        self.tokens = Tokens(keys)
        self._is_strict = settings.speech_tokens == "required"
        self._by_token = Quota(limits.TOKEN_CHARS, limits.TOKEN_SECONDS)
        self._by_address = Quota(settings.speech_address_chars, limits.ADDRESS_SECONDS)

    def enter(self, token: str, host: str | None, chars: int) -> Pass:
        """Let a plan of so many characters in. Raises TokenError or QuotaError."""
        name = self.tokens.name_of(token)
        if name is None and self._is_strict:
            raise TokenError("a plan needs a token")
        entered = Pass(chars)
        wanted = ((self._by_token, name), (self._by_address, quotas.address_key(host)))
        for quota, key in wanted:
            if key is None:
                continue
            if seconds := quota.take(key, chars):
                entered.undo()
                raise QuotaError(seconds)
            entered.taken.append((quota, key))
        return entered


class Pass:
    """What was taken for one plan; undone if the plan came to nothing."""

    def __init__(self, chars: int) -> None:
        self._chars = chars
        self.taken: list[tuple[Quota, str]] = []

    def undo(self) -> None:
        """Give everything back."""
        for quota, key in self.taken:
            quota.give_back(key, self._chars)
        self.taken.clear()
