"""Texts of plans on disk, for all processes that have the same directory.

A plan is made by one process, its clips may be asked of another. A line for every text, in 32 files
by the clip's id, each with its predecessor: a file that is full or old takes the predecessor's
place, so that what goes first is the oldest. Lines are added in one write; a line that is torn or
damaged does not fit its id, which is a keyed hash of the text, and counts as none. So processes
need no lock but for replacing a file, and one that is killed at any time does no harm.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Self

from a11y.speech import limits
from a11y.speech.cache import make_private

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_log = logging.getLogger("a11y.speech")

_FILES = 32
_FOLDER = "texts"
_LOCK = "lock"
_OLD = ".old"
# No links: the directory may be one that others may write to. Not every system has these flags.
_FLAGS = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class SharedTexts:
    """Source texts by clip id: bounded in bytes and in time. Blocking; for any thread.

    A disk that is full or read-only is no error: then only the process that planned knows the text.
    """

    def __init__(
        self,
        directory: Path,
        *,
        size: int = limits.SHARED_TEXT_BYTES,
        seconds: float = limits.TEXT_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._directory = directory
        self._file_bytes = size // (2 * _FILES)
        self._seconds = seconds
        self._clock = clock
        self._swept = -limits.SWEEP_SECONDS
        self._has_warned = False

    @classmethod
    def below(cls, cache: Path | None) -> Self | None:
        """Those beside the clips of a cache that is configured."""
        return cls(cache / _FOLDER) if cache else None

    def put(self, texts: Iterable[tuple[str, str]]) -> None:
        """Remember texts by the ids of their clips."""
        lines: dict[str, dict[bytes, bytes]] = {}
        for clip_id, text in texts:
            line = _line(clip_id, self._clock(), text)
            lines.setdefault(_name(clip_id), {})[clip_id.encode()] = line
        try:
            make_private(self._directory)
            for name, new in lines.items():
                self._add(self._directory / name, new)
        except OSError as error:
            if not self._has_warned:
                self._has_warned = True
                _log.warning("planned texts cannot be shared between processes: %s", error)
        self._sweep()

    def get(self, clip_id: str) -> str | None:
        """The text, or None if it was never planned or is too old."""
        name = _name(clip_id)
        for path in (self._directory / name, self._directory / (name + _OLD)):
            with contextlib.suppress(OSError, ValueError):
                if (found := _find(path.read_bytes(), clip_id.encode())) is not None:
                    planned, text = found
                    return text if abs(self._clock() - planned) <= self._seconds else None
        return None

    def _add(self, path: Path, new: dict[bytes, bytes]) -> None:
        """Add the lines that are not there, or not lately."""
        with contextlib.suppress(FileNotFoundError):
            there = path.read_bytes()
            new = {key: line for key, line in new.items() if not self._is_fresh(there, key)}
            grown = len(there) + sum(map(len, new.values()))
            if grown > self._file_bytes or self._clock() - _begun(there) > self._seconds:
                self._retire(path, len(there))
        if not new:
            return
        data = b"\n" + b"".join(new.values())
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _FLAGS, 0o600)
        try:
            # Where replacing it fails again and again it still does not grow for ever.
            if os.fstat(handle).st_size + len(data) <= 2 * self._file_bytes:
                os.write(handle, data)
        finally:
            os.close(handle)

    def _is_fresh(self, there: bytes, clip_id: bytes) -> bool:
        with contextlib.suppress(ValueError):
            found = _find(there, clip_id)
            return found is not None and abs(self._clock() - found[0]) < self._seconds / 2
        return False

    def _retire(self, path: Path, size: int) -> None:
        """Put the file in its predecessor's place, unless another process just did."""
        with _locked(self._directory / _LOCK) as is_mine:
            if is_mine and path.stat().st_size >= size:
                path.replace(path.with_name(path.name + _OLD))

    def _sweep(self) -> None:
        """Remove the files whose youngest text is too old, once in a while."""
        if time.monotonic() - self._swept < limits.SWEEP_SECONDS:
            return
        self._swept = time.monotonic()
        with contextlib.suppress(OSError):
            for file in os.scandir(self._directory):
                with contextlib.suppress(OSError):
                    if file.name != _LOCK and self._clock() - file.stat().st_mtime > self._seconds:
                        os.unlink(file.path)


def _name(clip_id: str) -> str:
    return f"{zlib.crc32(clip_id.encode()) % _FILES:02d}"


def _line(clip_id: str, planned: float, text: str) -> bytes:
    # JSON has no line breaks. Pages may hold lone surrogates.
    content = json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return b"%b %d %b\n" % (clip_id.encode(), planned, content)


def _find(data: bytes, clip_id: bytes) -> tuple[int, str] | None:
    """When the text was planned last, and the text. Raises ValueError for a damaged line."""
    start = data.rfind(b"\n" + clip_id + b" ")
    if start < 0:
        return None
    line, end, _ = data[start + 1 :].partition(b"\n")
    if not end:
        raise ValueError("the line is not finished")
    _, planned, content = line.split(b" ", 2)
    if not content.startswith(b'"'):
        raise ValueError("the line holds no text")
    return int(planned), str(json.loads(content.decode("utf-8", "surrogatepass")))


def _begun(data: bytes) -> int:
    """When the first text was planned; 0 where that can't be told."""
    try:
        return int(data[:200].split(None, 2)[1])
    except (IndexError, ValueError):
        return 0


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Whether this process got the lock. It does not wait; one that is killed lets go of it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | _FLAGS, 0o600)
    try:
        if fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
        yield True
    finally:
        os.close(handle)
