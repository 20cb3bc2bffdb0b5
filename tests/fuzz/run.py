"""Many cases, in several processes: what came of them, the same in every run."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.fuzz.case import case_at, check
from tests.fuzz.oracle import FaultError

_BLOCK = 500
# So many faults are enough to look at.
_ENOUGH = 20


class Block(NamedTuple):
    """The cases ``start`` to ``end`` of a seed."""

    seed: int
    start: int
    end: int
    every_split: bool


class Broken(NamedTuple):
    """A case that went wrong, and how."""

    case: int
    fault: str


@dataclass
class Tally:
    """``outcomes``: "same", or why a page was left untouched."""

    outcomes: Counter[str] = field(default_factory=Counter)
    broken: list[Broken] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many were tried."""
        return self.outcomes.total() + len(self.broken)

    def add(self, other: Tally) -> None:
        """Add what another process found."""
        self.outcomes += other.outcomes
        self.broken += other.broken


def run_block(block: Block) -> Tally:
    """Try some cases."""
    tally = Tally()
    for index in range(block.start, block.end):
        try:
            reason = check(case_at(block.seed, index, every_split=block.every_split))
        except FaultError as fault:
            tally.broken.append(Broken(index, str(fault)))
        else:
            tally.outcomes[reason or "same"] += 1
    return tally


def run(cases: int, seed: int, *, jobs: int = 1, every_split: bool = False) -> Iterator[Tally]:
    """Try all cases; what is known so far, again and again. Stops early at many faults."""
    blocks = [
        Block(seed, start, min(start + _BLOCK, cases), every_split)
        for start in range(0, cases, _BLOCK)
    ]
    total = Tally()
    with multiprocessing.Pool(jobs) as pool:
        for tally in pool.imap_unordered(run_block, blocks):
            total.add(tally)
            yield total
            if len(total.broken) >= _ENOUGH:
                break
    total.broken.sort()
