"""CPU time of one call, in microseconds."""

from __future__ import annotations

import time
import timeit
from collections.abc import Callable

# A sample is at least this long, so that reading the clock does not count.
_SAMPLE_SECONDS = 0.004


def microseconds(call: Callable[[], object], *, samples: int = 7) -> float:
    """The best sample. CPU time of this thread: what else runs here counts for little."""
    timer = timeit.Timer(call, timer=time.thread_time)
    once = timer.timeit(1)
    number = max(1, min(10_000, int(_SAMPLE_SECONDS / max(once, 1e-6))))
    return min(timer.repeat(samples, number)) / number * 1e6
