"""The time as logs say it: ISO 8601 with milliseconds and the zone's offset."""

from __future__ import annotations

import time


class Clock:
    """Formats times; what changes once a second is made once a second."""

    def __init__(self) -> None:
        self._second = -1
        self._head = self._tail = ""

    def at(self, seconds: float) -> str:
        """A time since the epoch, such as 2026-03-01T09:30:00.250+08:00."""
        whole = int(seconds)
        if whole != self._second:
            local = time.localtime(whole)
            zone = time.strftime("%z", local)
            self._head = time.strftime("%Y-%m-%dT%H:%M:%S", local)
            self._tail = f"{zone[:3]}:{zone[3:]}"
            self._second = whole
        return f"{self._head}.{int((seconds - whole) * 1000):03d}{self._tail}"
