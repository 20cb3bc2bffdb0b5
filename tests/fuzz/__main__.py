"""`make fuzz`: hostile pages by the million; each comes out the same but for the tag, or untouched.

    python -m tests.fuzz --cases 1000000 --seed 1 [--jobs N] [--splits]
    python -m tests.fuzz --seed 1 --case 4711           one of them again
    python -m tests.fuzz --file page.html [--xml] [--scan-bytes N]
    python -m tests.fuzz peers                          what others do to the same pages

A case depends on the seed, its number, and the pages at hand: with A11Y_CORPUS real ones are
mutated, too. Exits with 1 where a page was broken; the smallest such page that it can be reduced to
is written to test-results/fuzz.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from tests.fuzz import peers, sources
from tests.fuzz.case import Case, case_at, check
from tests.fuzz.minimise import minimised
from tests.fuzz.oracle import RULES, FaultError, Oracle
from tests.fuzz.run import Broken, Tally, run

_RESULTS = Path("test-results/fuzz")


def main() -> int:
    """Run, print what came of it, and say with the exit code whether all is well."""
    arguments = parsed()
    if arguments.what == "peers":
        peers.main()
        return 0
    if arguments.file is not None or arguments.case is not None:
        return again(one_case(arguments))
    return run_all(arguments)


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", nargs="?", choices=("run", "peers"), default="run")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--splits", action="store_true", help="cut long pages at every byte, too")
    parser.add_argument("--case", type=int, help="only this one of the seed's cases")
    parser.add_argument("--file", type=Path, help="only this page")
    parser.add_argument("--xml", action="store_true", help="the page is XHTML")
    parser.add_argument("--scan-bytes", type=int, default=RULES.scan_bytes)
    return parser.parse_args()


def one_case(arguments: argparse.Namespace) -> Case:
    """The case that the command line names."""
    if arguments.case is not None:
        return case_at(arguments.seed, arguments.case, every_split=True)
    return Case(
        page=arguments.file.read_bytes(),
        is_xml=arguments.xml,
        scan_bytes=arguments.scan_bytes,
        oracle=Oracle(second=True),
        gzipped=True,
        every_split=True,
    )


def again(case: Case) -> int:
    """Try one case and say what came of it."""
    try:
        print(f"{check(case) or 'same'}: {case.page!r}")
    except FaultError as fault:
        print(f"broken, {fault}: {case.page!r}")
        return 1
    return 0


def run_all(arguments: argparse.Namespace) -> int:
    """Try all cases, report, and write down the faults."""
    began, tally = time.monotonic(), Tally()
    for tally in run(
        arguments.cases, arguments.seed, jobs=arguments.jobs, every_split=arguments.splits
    ):
        if sys.stderr.isatty():
            rate = tally.cases / (time.monotonic() - began)
            print(f"\r{tally.cases} cases, {rate:.0f}/s", end="", file=sys.stderr, flush=True)
    seconds = time.monotonic() - began
    untouched = tally.outcomes.total() - tally.outcomes["same"]
    print(
        f"seed {arguments.seed}, pages at hand: {len(sources.html5lib_inputs())} of html5lib's, "
        f"{len(sources.portal_pages())} portals, {len(sources.corpus_pages())} real ones"
    )
    print(f"{tally.cases} cases in {seconds:.0f} s with {arguments.jobs} processes")
    print(f"{tally.cases / seconds:.0f} cases/s", flush=True)
    print(f"same {tally.outcomes['same']}, untouched {untouched}, broken {len(tally.broken)}")
    for reason, count in sorted(tally.outcomes.items()):
        if reason != "same":
            print(f"  untouched, {reason}: {count}")
    for broken in tally.broken:
        print(f"  broken, case {broken.case}: {broken.fault}", flush=True)
    for broken in tally.broken:
        report(arguments.seed, broken)
    return 1 if tally.broken or not tally.cases else 0


def report(seed: int, broken: Broken) -> None:
    """Write down the smallest page that goes wrong like this one, and how to try it again."""
    case = replace(minimised(case_at(seed, broken.case)), seed="")
    _RESULTS.mkdir(parents=True, exist_ok=True)
    file = _RESULTS / f"seed{seed}-case{broken.case}.html"
    file.write_bytes(case.page)
    options = (" --xml" if case.is_xml else "") + (
        f" --scan-bytes {case.scan_bytes}" if case.scan_bytes != RULES.scan_bytes else ""
    )
    print(f"case {broken.case} comes down to {case.page!r}")
    print(f"  python -m tests.fuzz --file {file}{options}")
    print(f"  python -m tests.fuzz --seed {seed} --case {broken.case}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
