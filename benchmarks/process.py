"""What a process and its children have used, as /proc says (proc(5))."""

from __future__ import annotations

import os
import re
import threading
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

_MEGABYTE = 1e6


def family_of(pid: int) -> list[int]:
    """The process and all that descend from it."""
    found = [pid]
    for parent in found:  # grows while we go over it
        try:
            text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found += [int(child) for child in text.split()]
    return found


def cpu_seconds(pid: int) -> tuple[float, float]:
    """User and system time of the family so far, what ended children used included."""
    user = system = 0.0
    for one in family_of(pid):
        mine = parse_stat(Path(f"/proc/{one}/stat").read_text(), os.sysconf("SC_CLK_TCK"))
        user, system = user + mine[0], system + mine[1]
    return user, system


def parse_stat(text: str, ticks: int) -> tuple[float, float]:
    """User and system seconds in a /proc/PID/stat: fields 14 to 17, in clock ticks."""
    # The name of the command, in parentheses, may hold anything.
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[13])) / ticks, (int(fields[12]) + int(fields[14])) / ticks


def resident_megabytes(pid: int) -> float:
    """What the family has in memory now. 1 MB is a million bytes."""
    return _sum_of("VmRSS", pid)


def peak_megabytes(pid: int) -> float:
    """The most that each of the family had in memory since ``reset_peak``, summed."""
    return _sum_of("VmHWM", pid)


def reset_peak(pid: int) -> bool:
    """Let the peak be counted from now on; False where the kernel does not let us."""
    try:
        for one in family_of(pid):
            Path(f"/proc/{one}/clear_refs").write_text("5")
    except OSError:
        return False
    return True


def parse_status(text: str, name: str) -> float:
    """One amount of memory in a /proc/PID/status, in MB; 0 where the process has ended."""
    found = re.search(rf"^{name}:\s+(\d+) kB$", text, re.MULTILINE)
    return int(found[1]) * 1024 / _MEGABYTE if found else 0.0


def _sum_of(name: str, pid: int) -> float:
    return sum(
        parse_status(Path(f"/proc/{one}/status").read_text(), name) for one in family_of(pid)
    )


class Peak(AbstractContextManager["Peak"]):
    """``before``: what a family has in memory now; ``highest``: the most while the block runs."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._done = threading.Event()
        self.before = 0.0
        self.highest = 0.0

    def __enter__(self) -> Peak:
        self.before = resident_megabytes(self._pid)
        self._counts = reset_peak(self._pid)
        self._watcher = threading.Thread(target=self._watch)
        if not self._counts:
            self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._counts:
            self.highest = peak_megabytes(self._pid)
        else:
            self._done.set()
            self._watcher.join()
        self.highest = max(self.highest, self.before)

    def _watch(self) -> None:
        while not self._done.wait(0.01):
            self.highest = max(self.highest, resident_megabytes(self._pid))
