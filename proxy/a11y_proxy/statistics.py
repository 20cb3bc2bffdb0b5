"""Plain counts of what a process does: cheap to keep, easy to add up, shown by metrics.py."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import Any

# Seconds, as upper bounds. From a file out of memory to a report that a database thinks about.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

# A tree of names down to numbers or lists of numbers: what crosses from worker to supervisor.
Snapshot = dict[str, Any]


class SiteStatistics:
    """What happened to one site's requests. ``requests`` are by status, 0 where none was sent."""

    __slots__ = ("_durations", "bytes", "cut", "faults", "pages", "requests", "seconds", "speech")

    def __init__(self) -> None:
        self.requests: dict[int, int] = {}
        self._durations = [0] * (len(BUCKETS) + 1)
        self.seconds = 0.0
        self.bytes = 0
        self.cut = 0
        # Of applications that are gone; those in use keep their own.
        self.pages: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.speech: Counter[str] = Counter()

    def add(self, status: int, seconds: float, size: int) -> None:
        """Count a request that has ended. This is all that happens on the hot path."""
        try:
            self.requests[status] += 1
        except KeyError:
            self.requests[status] = 1
        self._durations[bisect_left(BUCKETS, seconds)] += 1
        self.seconds += seconds
        self.bytes += size

    def snapshot(self) -> Snapshot:
        """The counts as a tree."""
        return {
            "requests": {str(status): count for status, count in self.requests.items()},
            "durations": list(self._durations),
            "seconds": self.seconds,
            "bytes": self.bytes,
            "cut": self.cut,
            "pages": dict(self.pages),
            "faults": dict(self.faults),
            "speech": dict(self.speech),
        }


def merged(one: Snapshot, other: Snapshot) -> Snapshot:
    """Two trees added: numbers by name, lists by place. What is no number is the later one's."""
    result = dict(one)
    for name, value in other.items():
        result[name] = _added(result[name], value) if name in result else value
    return result


def _added(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        return merged(one, other)
    if isinstance(one, list) and isinstance(other, list):
        return [first + second for first, second in zip(one, other, strict=True)]
    return one + other if isinstance(other, int | float) else other


def lasting(snapshot: Snapshot) -> Snapshot:
    """What stays true of a process that has ended: without what it had "now"."""
    return {
        name: lasting(value) if isinstance(value, dict) else value
        for name, value in snapshot.items()
        if name != "now"
    }
