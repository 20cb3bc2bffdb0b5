"""Finished clips on disk: one file each, named by its id, checked whenever it is read.

A file is a packed entry (see a11y.speech.entry). It is written beside its place, synchronised and
renamed into it, so a process or a machine that dies leaves no half clip; what a disk or another
program damages fails the digest and is made again. Several processes may share a directory.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
import time
import weakref
from pathlib import Path

from a11y.speech import limits
from a11y.speech.entry import Entry, pack, parse

# After a clean-up a little room is left, so that not every clip causes another one.
_KEEP = 0.9
# After adding this share of the limit a process counts again. Several of them together go beyond
# the limit by no more than this share each.
_RECOUNT = 0.03
# A temporary file this old belongs to a process that is gone.
_STALE_SECONDS = 3600.0
_TEMPORARY = ".new-"


class ClipCache:
    """At most ``limit`` bytes of clips, the least recently used go first. Blocking.

    None is kept longer than ``seconds`` after it was last used. Without a directory one is made at
    the first clip and removed with the cache.
    """

    def __init__(
        self, directory: Path | None, limit: int, seconds: float = limits.CLIP_SECONDS
    ) -> None:
        self._directory = directory
        self._limit = limit
        self._seconds = seconds
        self._swept = time.monotonic()
        self._used: int | None = None  # bytes, as far as this process knows; None: not counted yet
        self._added = 0  # bytes since the last count
        self._lock = threading.Lock()
        self._remove: weakref.finalize[..., ClipCache] | None = None

    def get(self, clip_id: str) -> Entry | None:
        """The clip, or None if it is not here or was damaged (then it is removed)."""
        if self._directory is None:
            return None
        path = self._path(clip_id)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        entry = parse(data)
        with contextlib.suppress(OSError):  # another process may have removed it meanwhile
            if entry is None:
                path.unlink()
            else:
                os.utime(path)
        return entry

    def put(self, clip_id: str, entry: Entry) -> None:
        """Keep a clip. A disk that is full or read-only is no error: the clip is made again."""
        data = pack(entry)
        with contextlib.suppress(OSError):
            path = self._path(clip_id)
            make_private(path.parent)
            _replace(path, data)
            self._account(len(data))

    def close(self) -> None:
        """Remove the directory if it was this cache's own."""
        if self._remove:
            self._remove()

    def _path(self, clip_id: str) -> Path:
        with self._lock:
            if self._directory is None:
                made = tempfile.mkdtemp(prefix="a11y-speech-")
                self._remove = weakref.finalize(self, shutil.rmtree, made, ignore_errors=True)
                self._directory = Path(made)
            # 64 × 64 directories at most: no listing grows long.
            return self._directory / clip_id[:1] / clip_id

    def _account(self, size: int) -> None:
        with self._lock:
            self._added += size
            if self._used is not None:
                self._used += size
            # What other processes add here is only seen by counting again.
            is_stale = self._used is None or self._added > self._limit * _RECOUNT
            is_old = time.monotonic() - self._swept > limits.SWEEP_CLIPS_SECONDS
            if is_stale or is_old or (self._used or 0) > self._limit:
                self._used, self._added = self._clean(), 0
                self._swept = time.monotonic()

    def _clean(self) -> int:
        """Count what is there; remove what is too old, and of too much what was longest unused."""
        files = sorted(self._files())
        used = sum(size for _, size, _ in files)
        wanted = self._limit * _KEEP if used > self._limit else self._limit
        oldest = time.time() - self._seconds
        for last_used, size, path in files:
            if used <= wanted and last_used >= oldest:
                break
            with contextlib.suppress(OSError):
                os.unlink(path)
            used -= size
        return used

    def _files(self) -> list[tuple[float, int, str]]:
        """Time of last use, size and path of every clip; stale temporary files are removed."""
        files: list[tuple[float, int, str]] = []
        if self._directory is None:
            return files
        for folder in filter(_is_of_clips, os.scandir(self._directory)):
            for file in os.scandir(folder):
                with contextlib.suppress(OSError):
                    status = file.stat()
                    if not file.name.startswith(_TEMPORARY):
                        files.append((status.st_mtime, status.st_size, file.path))
                    elif time.time() - status.st_mtime > _STALE_SECONDS:
                        os.unlink(file.path)
        return files


def make_private(directory: Path) -> None:
    """Make the directory and what leads to it, for this user only. What exists stays as it is."""
    missing = [one for one in (directory, *directory.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)


def _is_of_clips(folder: os.DirEntry[str]) -> bool:
    # Others have longer names, such as that of the planned texts.
    return len(folder.name) == 1 and folder.is_dir()


def _replace(path: Path, data: bytes) -> None:
    """Write beside the place and rename: a reader sees the whole file or none."""
    handle, temporary = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
