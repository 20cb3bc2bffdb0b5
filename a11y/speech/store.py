"""Where finished clips and planned texts are kept, for one process or for many."""

from __future__ import annotations

import contextlib
import logging
import os
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from a11y.speech.cache import ClipCache, make_private
from a11y.speech.shared import SharedTexts

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from a11y.settings import Settings
    from a11y.speech.entry import Entry

_log = logging.getLogger("a11y.speech")
_REDIS = ("redis", "rediss", "unix")
# Two clips with the same lock wait for each other; so many locks make that rare.
_LOCKS = 1024
_FOLDER = "claims"


class Claim(Protocol):
    """The right to make a clip, while other processes wait for it."""

    def release(self) -> None:
        """Give it back. What is not given back ends with the process, or after a while."""


class Store(Protocol):
    """Keeps clips by id and planned texts by the ids of their clips. Blocking; for any thread.

    A store that fails is as one that is empty: clips are made again, and texts are known to the
    process that planned them. What it returns has passed its digest.
    """

    @property
    def is_shared(self) -> bool:
        """Whether other processes can read what this one keeps."""

    def get(self, clip_id: str) -> Entry | None:
        """The clip, or None if it is not there, too old or damaged."""

    def put(self, clip_id: str, entry: Entry) -> None:
        """Keep a clip."""

    def put_texts(self, texts: Iterable[tuple[str, str]]) -> None:
        """Remember texts for an hour, by the ids of their clips."""

    def get_text(self, clip_id: str) -> str | None:
        """The text, or None if it is not there or too old."""

    def claim(self, clip_id: str) -> Claim | None:
        """The right to make this clip; None while another process has it."""

    def close(self) -> None:
        """Let go of connections and of what was only this process's."""


class Unclaimed:
    """The claim of a store whose processes do not know of each other."""

    def release(self) -> None:
        """Nothing is held."""


class DiskStore:
    """A directory, for the processes of one machine; without one, a private one of this process."""

    def __init__(self, directory: Path | None, limit: int, seconds: float) -> None:
        self._cache = ClipCache(directory, limit, seconds)
        self._texts = SharedTexts.below(directory)
        self._claims = directory / _FOLDER if directory else None

    @property
    def is_shared(self) -> bool:
        """Whether the operator named the directory."""
        return self._texts is not None

    def get(self, clip_id: str) -> Entry | None:
        """The clip, or None if it is not there or damaged."""
        return self._cache.get(clip_id)

    def put(self, clip_id: str, entry: Entry) -> None:
        """Keep a clip."""
        self._cache.put(clip_id, entry)

    def put_texts(self, texts: Iterable[tuple[str, str]]) -> None:
        """Remember texts if others can ask for them."""
        if self._texts:
            self._texts.put(texts)

    def get_text(self, clip_id: str) -> str | None:
        """The text, or None if it is not there or too old."""
        return self._texts.get(clip_id) if self._texts else None

    def claim(self, clip_id: str) -> Claim | None:
        """A lock on a file, which ends with the process."""
        if self._claims is None or fcntl is None:
            return Unclaimed()
        name = f"{zlib.crc32(clip_id.encode()) % _LOCKS:03x}"
        try:
            make_private(self._claims)
            flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            handle = os.open(self._claims / name, flags, 0o600)
        except OSError:
            return Unclaimed()
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        except OSError:  # a file system without locks
            os.close(handle)
            return Unclaimed()
        return _FileClaim(handle)

    def close(self) -> None:
        """Remove the directory if it was this process's own."""
        self._cache.close()


class _FileClaim:
    def __init__(self, handle: int) -> None:
        self._handle = handle

    def release(self) -> None:
        # Once: a number that was given back may be somebody else's file by now.
        handle, self._handle = self._handle, -1
        if handle >= 0:
            with contextlib.suppress(OSError):
                os.close(handle)


def make_store(settings: Settings) -> Store:
    """The store that the settings name. Raises SettingsError or SpeechUnavailableError."""
    size, seconds = settings.speech_cache_bytes, settings.speech_cache_days * 86_400.0
    url = settings.speech_store
    if url is None:
        return DiskStore(settings.speech_cache, size, seconds)
    if url.partition(":")[0] in _REDIS:
        from a11y.speech.redis_store import RedisStore

        return RedisStore(url, size, seconds)
    from a11y.speech.fsspec_store import FsspecStore

    return FsspecStore(url, size, seconds)
