"""Runs a module and notes, as it uses CPU time, which functions it is in.

    python -m benchmarks.sampler FILE MODULE [ARGUMENT ...]

FILE gets JSON at the end: how often each stack was seen, the innermost function first.
"""

from __future__ import annotations

import atexit
import dis
import json
import runpy
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

# CPU time between two samples; most kernels make it 4 ms.
INTERVAL = 0.001
# The loop's C code, and the kernel on its behalf.
LOOP = "event loop and kernel"
# Where a function begins or goes on: here Python sees a signal that came before.
_RESUME = dis.opmap["RESUME"]
_DEPTH = 60

_seen: Counter[tuple[str, ...]] = Counter()


def main() -> None:
    """Sample the module until it ends."""
    file, module = Path(sys.argv[1]), sys.argv[2]
    sys.argv = sys.argv[2:]
    atexit.register(_write, file)
    signal.signal(signal.SIGPROF, _sample)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _sample(_: int, frame: FrameType | None) -> None:
    stack: list[str] = []
    entered = _entered(frame) if frame is not None else 0
    if frame is not None and entered == 1:
        frame = frame.f_back
    if entered > 1 or _is_loop(frame):
        stack.append(LOOP)
    while frame is not None and len(stack) < _DEPTH:
        code = frame.f_code
        stack.append(f"{code.co_filename}:{code.co_qualname}")
        frame = frame.f_back
    _seen[tuple(stack)] += 1


def _entered(frame: FrameType) -> int:
    """0: it is at work; 1: it has just been called; 2: it goes on behind an await.

    A signal that comes in C code is seen when the next function begins, so what took the time was
    the caller then; the loop, where a coroutine goes on.
    """
    code, at = frame.f_code.co_code, frame.f_lasti
    if at < 0 or code[at] != _RESUME:
        return 0
    return 1 if code[at + 1] == 0 else 2


def _is_loop(frame: FrameType | None) -> bool:
    """Whether that frame only waits for the event loop."""
    return frame is None or frame.f_code.co_filename.endswith("asyncio/runners.py")


def _write(file: Path) -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    file.write_text(json.dumps([[list(stack), count] for stack, count in _seen.items()]))


if __name__ == "__main__":
    main()
