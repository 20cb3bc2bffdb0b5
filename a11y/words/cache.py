"""What was made before, the latest used kept longest, bounded by bytes of memory."""

from __future__ import annotations

import sys
from collections import OrderedDict

# A line of pieces, as it came or as it goes.
Line = tuple[str, ...]
Key = tuple[str, Line]

# The entry of the ordered dictionary and the two tuples of a key, about.
_ENTRY_BYTES = 300


class LineCache:
    """Lines by operation and text. For one thread at a time."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._lines: OrderedDict[Key, Line] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._lines)

    def get(self, key: Key) -> Line | None:
        """What is known for this key."""
        if (line := self._lines.get(key)) is not None:
            self._lines.move_to_end(key)
        return line

    def put(self, key: Key, line: Line) -> None:
        """Keep a line; the ones that nobody asked for longest make room."""
        if key in self._lines:
            return
        self._lines[key] = line
        self.bytes += _size(key, line)
        while self.bytes > self._most_bytes:
            self.bytes -= _size(*self._lines.popitem(last=False))


def _size(key: Key, line: Line) -> int:
    return _ENTRY_BYTES + sum(map(sys.getsizeof, (*key[1], *line)))
