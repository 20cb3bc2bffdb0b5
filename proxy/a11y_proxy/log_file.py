"""Where log lines go: a stream of the process, or a file that logrotate may move away."""

from __future__ import annotations

import os

_STREAMS = {"stdout": 1, "stderr": 2}


class LogFile:
    """Writes whole lines, each with one call, so that several processes may share a file.

    ``target`` is "stderr", "stdout" or an absolute path; raises OSError where it can't be opened.
    ``lost`` counts lines that could not be written: a full disk must not stop a page.
    """

    def __init__(self, target: str) -> None:
        self.target = target
        self.lost = 0
        self._fd = _STREAMS.get(target, -1)
        self._is_file = self._fd < 0
        self.reopen()

    def write(self, line: bytes) -> None:
        """Write a line that ends with a newline."""
        try:
            os.write(self._fd, line)
        except OSError:
            self.lost += 1

    def reopen(self) -> None:
        """Open the file anew after it was moved away. Raises OSError; the old one stays then."""
        if not self._is_file:
            return
        # Not for everybody: a line names who visited.
        fd = os.open(self.target, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        old, self._fd = self._fd, fd
        if old >= 0:
            os.close(old)

    def close(self) -> None:
        """Close a file; a stream stays open."""
        if self._is_file and self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
