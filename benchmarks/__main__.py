"""What the figures in the README and the docs come from; ``make bench`` measures everything.

    python -m benchmarks all [--rounds 5] [--seconds 4] [--json FILE]
    python -m benchmarks proxy            one of them: see --help
    python -m benchmarks report FILE      the tables of a run that was kept
    python -m benchmarks report FILE --into docs/benchmarks.md

Compare the figures of one run only with each other: machines differ, ratios hold.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from benchmarks import machine, table
from benchmarks.result import BenchmarkError, Options, Run, Section
from benchmarks.words import Language

SECTIONS = (
    "sizes",
    "toolbar",
    "scan",
    "rewrite",
    "codings",
    "middleware",
    "proxy",
    "ttfb",
    "memory",
    "streaming",
    "profile",
    "speech",
    "fixes",
    "simple",
    "reading",
)
MARK = "<!-- python -m benchmarks report -->"


def main() -> int:
    """Measure and print; 1 where something could not be measured."""
    parser = _parser()
    parsed = parser.parse_args()
    if parsed.what == "report":
        if parsed.file is None:
            parser.error("report needs the FILE that --json wrote")
        _report(parsed.file, parsed.language, parsed.into)
        return 0
    names = SECTIONS if parsed.what == "all" else (parsed.what,)
    options = Options(parsed.rounds, parsed.seconds)
    before = machine.load_average()
    sections = [_measured(name, options) for name in names]
    facts = machine.facts() | {
        "load": f"{before}, {machine.load_average()}",
        "rounds": str(options.rounds),
        "seconds": str(options.seconds),
    }
    run = Run(facts, [section for section in sections if section is not None])
    if parsed.json:
        run.write(parsed.json)
    print(table.report(run, parsed.language), end="")
    return 0 if len(run.sections) == len(names) else 1


def _report(file: Path, language: Language, into: Path | None) -> None:
    """Print the tables, or put them into a file behind its line ``MARK``."""
    text = table.report(Run.read(file), language)
    if into is None:
        print(text, end="")
        return
    kept, mark, _ = into.read_text(encoding="utf-8").partition(MARK)
    if not mark:
        raise SystemExit(f"{into}: no line {MARK}")
    into.write_text(f"{kept}{mark}\n\n{text}", encoding="utf-8")


def _measured(name: str, options: Options) -> Section | None:
    print(f"{name} ...", file=sys.stderr, flush=True)
    try:
        section = import_module(f"benchmarks.{name}").measure(options)
    except (BenchmarkError, ImportError, OSError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return None
    assert isinstance(section, Section)
    return section


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("what", choices=["all", *SECTIONS, "report"])
    add("file", nargs="?", type=Path, help="what --json wrote, for report")
    add("--rounds", type=_count, default=5, help="samples of everything (%(default)s)")
    add("--seconds", type=_count, default=4, help="how long a load or a slow transfer takes (4)")
    add("--json", type=Path, metavar="FILE", help="keep the figures there")
    add("--into", type=Path, metavar="PAGE", help="where report puts it, behind its mark")
    add("--language", choices=["zh-CN", "en"], default="zh-CN", help="of the tables (%(default)s)")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a whole number of at least 1: {text}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
