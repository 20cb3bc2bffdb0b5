"""A circuit breaker: an engine that fails again and again is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from a11y.speech.faults import EngineError

State = Literal["closed", "open", "half-open"]

# One failure is the line, two are bad luck; each costs a visitor a wait.
_FAILURES = 3
_FIRST_SECONDS = 30.0
_LONGEST_SECONDS = 600.0
# A probe that never reports is over: its caller went away.
_PROBE_SECONDS = 60.0


class Breaker:
    """Whether an engine may be asked. Closed: yes. Open: no. Half-open: by one at a time.

    Opens after three failures in a row, or at once for one that says how long to wait; every
    failed probe doubles the wait, up to ten minutes. Times are seconds.
    """

    def __init__(
        self,
        *,
        failures: int = _FAILURES,
        seconds: float = _FIRST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._first = seconds
        self._clock = clock
        self._failures = 0
        self._wait = seconds
        self._until = 0.0  # when an open one may be probed
        self._probe_until = 0.0  # a probe is under way until then
        self._is_open = False

    @property
    def state(self) -> State:
        """Closed, open, or half-open: open, but it is time to probe."""
        if not self._is_open:
            return "closed"
        return "half-open" if self._clock() >= self._until else "open"

    def allows(self) -> bool:
        """Whether the engine may be asked now; where it is probed, the probe begins with this."""
        if not self._is_open:
            return True
        if self.state == "open" or self._clock() < self._probe_until:
            return False
        self._probe_until = self._clock() + _PROBE_SECONDS
        return True

    def looks_open(self) -> bool:
        """Whether the engine would be refused now; begins no probe."""
        return self._is_open and (self.state == "open" or self._clock() < self._probe_until)

    def succeeded(self) -> None:
        """The engine spoke: all is forgiven."""
        self._failures, self._wait, self._is_open = 0, self._first, False

    def unasked(self) -> None:
        """A probe came to nothing: neither a success nor a failure. Another one may begin."""
        self._probe_until = 0.0

    def failed(self, error: EngineError | None = None) -> None:
        """The engine failed. A text that was at fault is no failure of the engine's."""
        if error is not None and not error.is_engines:
            self.unasked()
            return
        self._failures += 1
        pause = error.pause_seconds if error else 0.0
        if not self._is_open and self._failures < self._most and not pause:
            return
        if self._is_open and self.state == "half-open":
            self._wait = min(self._wait * 2, max(_LONGEST_SECONDS, self._first))
        self._is_open = True
        self._probe_until = 0.0
        self._until = self._clock() + max(self._wait, pause)
