"""Words of pages: made in a thread, kept in memory, and refused when too many wait."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal, Protocol

from a11y.errors import WordsError, WordsUnavailableError
from a11y.words import limits
from a11y.words.cache import LineCache
from a11y.words.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from a11y.settings import Settings
    from a11y.words.cache import Line

_log = logging.getLogger("a11y.words")

Operation = Literal["pinyin", "traditional"]
OPERATIONS: tuple[Operation, ...] = ("pinyin", "traditional")
_PACKAGES: dict[Operation, str] = {"pinyin": "pypinyin", "traditional": "opencc"}


class WordsBusyError(WordsError):
    """Too many requests wait; the same one may succeed later."""


class Converter(Protocol):
    """What makes lines of lines."""

    def convert(self, line: Line) -> Line:
        """A line with as many pieces."""
        ...


class WordsService:
    """What a site offers for its pages' words. Raises SettingsError for a lexicon that is not one.

    ``counters`` counts lines "made" and "found", and requests "busy" turned away.
    """

    def __init__(self, settings: Settings) -> None:
        self._form = settings.traditional
        on = settings.words == "auto"
        self.offers: dict[Operation, bool] = {
            operation: on and find_spec(package) is not None
            for operation, package in _PACKAGES.items()
        }
        self._lexicon = Lexicon.load(settings.lexicon)
        self.counters: Counter[str] = Counter()
        # These are touched by the one thread only.
        self._converters: dict[Operation, Converter] = {}
        self._cache = LineCache(settings.words_cache_bytes)
        # One thread: Python runs no two at a time anyway.
        self._thread: ThreadPoolExecutor | None = None
        self._waiting = 0

    @property
    def cached_bytes(self) -> int:
        """How much memory the lines that were made take, about."""
        return self._cache.bytes

    async def convert(self, operation: Operation, lines: Sequence[Line]) -> list[Line]:
        """Each line converted, with as many pieces as it has.

        Raises WordsUnavailableError where the package is not installed or does not load, and
        WordsBusyError when too many wait.
        """
        if not self.offers[operation]:
            raise WordsUnavailableError(f"{_PACKAGES[operation]} is not installed or switched off")
        if self._waiting >= limits.QUEUE:
            self.counters["busy"] += 1
            raise WordsBusyError("too many requests at once")
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="a11y-words")
        self._waiting += 1
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, self._work, operation, lines)
        finally:
            self._waiting -= 1

    async def aclose(self) -> None:
        """Let the thread end. The service begins anew when it is asked again."""
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._thread = None

    def _work(self, operation: Operation, lines: Sequence[Line]) -> list[Line]:
        converter = self._converter(operation)
        return [self._line(operation, converter, line) for line in lines]

    def _line(self, operation: Operation, converter: Converter, line: Line) -> Line:
        known = self._cache.get((operation, line))
        self.counters["made" if known is None else "found"] += 1
        if known is None:
            known = converter.convert(line)
            self._cache.put((operation, line), known)
        return known

    def _converter(self, operation: Operation) -> Converter:
        if operation not in self._converters:
            try:
                self._converters[operation] = self._load(operation)
            except Exception as error:
                # A broken installation: a shared library, a dictionary that is missing.
                raise WordsUnavailableError(f"{_PACKAGES[operation]}: {error!r}") from error
        return self._converters[operation]

    def _load(self, operation: Operation) -> Converter:
        if operation == "pinyin":
            from a11y.words.pinyin import PinyinConverter

            return PinyinConverter(self._lexicon)
        from a11y.words.traditional import TraditionalConverter

        return TraditionalConverter(self._form)
