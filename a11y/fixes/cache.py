"""Pages that were mended before, the latest used kept longest, bounded by bytes of memory."""

from __future__ import annotations

import threading
from collections import OrderedDict

from a11y.fixes.mend import Mended

# The entry of the ordered dictionary, the key, the problems: about.
_ENTRY_BYTES = 1000


class MendedCache:
    """What became of pages, by a key of their content. For several threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._pages: OrderedDict[bytes, Mended | None] = OrderedDict()
        self._lock = threading.Lock()
        self.bytes = 0

    def get(self, key: bytes, page: bytes) -> Mended | None:
        """What is known of the page with this key."""
        with self._lock:
            if key not in self._pages:
                return None
            self._pages.move_to_end(key)
            # A page that nothing is to be done to is not kept.
            return self._pages[key] or Mended(page)

    def put(self, key: bytes, page: bytes, mended: Mended) -> None:
        """Keep what became of a page; those that nobody asked for longest make room."""
        kept = None if mended.page is page else mended
        size = _size(kept)
        with self._lock:
            if key in self._pages or size > self._most_bytes:
                return
            self._pages[key] = kept
            self.bytes += size
            while self.bytes > self._most_bytes:
                self.bytes -= _size(self._pages.popitem(last=False)[1])


def _size(mended: Mended | None) -> int:
    return _ENTRY_BYTES + (len(mended.page) if mended else 0)
