"""Clips and planned texts on any file system that fsspec knows: a bucket, a share, a memory."""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from a11y.errors import SettingsError, SpeechUnavailableError
from a11y.speech import limits
from a11y.speech.entry import Entry, pack, parse
from a11y.speech.store import Claim, Unclaimed

_log = logging.getLogger("a11y.speech")

# After a clean-up a little room is left; after adding this share a process counts again.
_KEEP, _RECOUNT = 0.9, 0.03
_TEMPORARY = ".new-"
_STALE_SECONDS = 3600.0
# What the file systems call the time of the last change.
_TIMES = ("mtime", "LastModified", "last_modified", "updated", "created")


class FsspecStore:
    """Below one URL, such as s3://bucket/speech. ``limit`` in bytes, ``seconds`` since writing.

    Such systems have no locks: two machines may make the same clip, which does no harm. Whatever
    they tear or lose fails the digest. Raises SettingsError for a URL that fsspec does not know,
    SpeechUnavailableError without fsspec or without the package for this kind.
    """

    is_shared = True

    def __init__(self, url: str, limit: int, seconds: float) -> None:
        try:
            import fsspec
        except ImportError as error:
            raise SpeechUnavailableError(
                "speech_store needs: pip install 'a11y-care[fsspec]'"
            ) from error
        try:
            self._files, root = fsspec.core.url_to_fs(url)
        except ValueError as error:
            raise SettingsError(f"speech_store: {error}") from error
        except ImportError as error:
            raise SpeechUnavailableError(f"speech_store: {error}") from error
        self._clips, self._texts = f"{root.rstrip('/')}/clips", f"{root.rstrip('/')}/texts"
        self._limit, self._seconds = limit, seconds
        self._used: int | None = None
        self._added = 0
        self._swept = time.monotonic()
        self._lock = threading.Lock()
        self._has_warned = False

    def get(self, clip_id: str) -> Entry | None:
        """The clip, or None if it is not there or damaged (then it is removed)."""
        path = self._path(self._clips, clip_id)
        data = self._read(path)
        if data is None:
            return None
        if (entry := parse(data)) is None:
            with self._forgiven():
                self._files.rm_file(path)
        return entry

    def put(self, clip_id: str, entry: Entry) -> None:
        """Keep a clip, and stay within the bounds."""
        data = pack(entry)
        with self._forgiven():
            self._write(self._path(self._clips, clip_id), data)
            self._account(len(data))

    def put_texts(self, texts: Iterable[tuple[str, str]]) -> None:
        """Remember texts for an hour."""
        with self._forgiven():
            for clip_id, text in texts:
                data = f"{int(time.time())}\n{text}".encode("utf-8", "surrogatepass")
                self._write(self._path(self._texts, clip_id), data)

    def get_text(self, clip_id: str) -> str | None:
        """The text; its fitting the id is for the caller to see."""
        data = self._read(self._path(self._texts, clip_id))
        with contextlib.suppress(ValueError):
            planned, is_whole, text = (data or b"").decode("utf-8", "surrogatepass").partition("\n")
            if is_whole and abs(time.time() - int(planned)) <= limits.TEXT_SECONDS:
                return text
        return None

    def claim(self, clip_id: str) -> Claim | None:
        """Always granted."""
        del clip_id
        return Unclaimed()

    def close(self) -> None:
        """Nothing is held."""

    def _path(self, folder: str, clip_id: str) -> str:
        return f"{folder}/{clip_id[:1]}/{clip_id}"

    def _read(self, path: str) -> bytes | None:
        try:
            data = self._files.cat_file(path)
        except FileNotFoundError:
            return None
        except Exception as error:  # noqa: BLE001  # each file system has errors of its own
            self._warn(error)
            return None
        return data if isinstance(data, bytes) else None

    def _write(self, path: str, data: bytes) -> None:
        """Write beside the place and move: where moving is renaming, no reader sees half of it."""
        folder, _, name = path.rpartition("/")
        temporary = f"{folder}/{_TEMPORARY}{secrets.token_hex(6)}-{name}"
        self._files.makedirs(folder, exist_ok=True)
        try:
            self._files.pipe_file(temporary, data)
            self._files.mv(temporary, path)
        except BaseException:
            with contextlib.suppress(Exception):
                self._files.rm_file(temporary)
            raise

    def _account(self, size: int) -> None:
        with self._lock:
            self._added += size
            if self._used is not None:
                self._used += size
            is_stale = self._used is None or self._added > self._limit * _RECOUNT
            is_old = time.monotonic() - self._swept > limits.SWEEP_CLIPS_SECONDS
            if is_stale or is_old or (self._used or 0) > self._limit:
                self._used, self._added = self._clean(), 0
                self._swept = time.monotonic()

    def _clean(self) -> int:
        now = time.time()
        for when, _, path in self._found(self._texts):
            if now - when > limits.TEXT_SECONDS:
                self._remove(path)
        clips = sorted(self._found(self._clips))
        used = sum(size for _, size, _ in clips)
        wanted = self._limit * _KEEP if used > self._limit else self._limit
        for when, size, path in clips:
            is_stale = _TEMPORARY in path and now - when > _STALE_SECONDS
            if used <= wanted and now - when <= self._seconds and not is_stale:
                continue
            self._remove(path)
            used -= size
        return used

    def _found(self, folder: str) -> list[tuple[float, int, str]]:
        """Time, size and path of every file below a folder."""
        self._files.invalidate_cache()
        try:
            found = self._files.find(folder, detail=True)
        except FileNotFoundError:
            return []
        return [(_time(info), int(info.get("size") or 0), path) for path, info in found.items()]

    def _remove(self, path: str) -> None:
        with contextlib.suppress(FileNotFoundError):  # another process was quicker
            self._files.rm_file(path)

    @contextlib.contextmanager
    def _forgiven(self) -> Any:
        """A store that takes nothing is no error: the clip is made again."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  # each file system has errors of its own
            self._warn(error)

    def _warn(self, error: Exception) -> None:
        if not self._has_warned:
            self._has_warned = True
            _log.warning("the shared store of speech fails: %s", type(error).__name__)


def _time(info: dict[str, Any]) -> float:
    for name in _TIMES:
        value = info.get(name)
        if isinstance(value, datetime):
            return value.timestamp()
        if isinstance(value, int | float):
            return float(value)
    return time.time()
