"""Texts of plans whose clips may be asked for: bounded in number and in time, in memory only."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from a11y.speech import limits


class PlannedTexts:
    """Source texts by clip id. The least recently planned or read go first."""

    def __init__(
        self,
        *,
        chars: int = limits.TEXT_CHARS,
        seconds: float = limits.TEXT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._chars, self._seconds, self._clock = chars, seconds, clock
        self._texts: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._used = 0

    def put(self, clip_id: str, text: str) -> None:
        """Remember a text, or that it is wanted again."""
        known = self._texts.pop(clip_id, None)
        self._used += len(text) if known is None else 0
        self._texts[clip_id] = (self._clock(), text)
        while self._used > self._chars or self._is_old():
            _, (_, oldest) = self._texts.popitem(last=False)
            self._used -= len(oldest)

    def get(self, clip_id: str) -> str | None:
        """The text, or None if it was never planned or is too old."""
        known = self._texts.get(clip_id)
        if known is None or self._clock() - known[0] > self._seconds:
            return None
        self.put(clip_id, known[1])
        return known[1]

    def _is_old(self) -> bool:
        if not self._texts:
            return False
        planned, _ = next(iter(self._texts.values()))
        return self._clock() - planned > self._seconds
