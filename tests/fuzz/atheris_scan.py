"""Pages found by coverage: libFuzzer's mutations, guided by what the scanner's code does.

    pip install --group fuzz
    python -m tests.fuzz.atheris_scan [-max_total_time=600] [-seed=1] [further folders of pages]

Begins with html5lib's inputs and the portal pages. What breaks is written to a file named crash-…;
`python -m tests.fuzz --file crash-…` says what was wrong with it, without its first byte.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

_FOLDER = Path("test-results/fuzz/atheris")

with atheris.instrument_imports(include=["a11y.html"], enable_loader_override=False):
    import a11y.html

from tests.fuzz import sources  # noqa: E402
from tests.fuzz.case import case_by_way, check  # noqa: E402


def try_one(data: bytes) -> None:
    """Raises FaultError, which libFuzzer takes for a crash. The first byte is the way."""
    check(case_by_way(data[0] if data else 0, data[1:]))


def main() -> None:
    """Write the first pages down and let libFuzzer run; it does not return."""
    print(f"Fuzzing {a11y.html.__name__}")
    _FOLDER.mkdir(parents=True, exist_ok=True)
    pages = (*sources.html5lib_inputs(), *sources.portal_pages(), *sources.found_inputs())
    seeds = (*((0, page[:2000]) for page in pages), *sources.covering_inputs())
    for number, (way, page) in enumerate(seeds):
        (_FOLDER / f"seed-{number}").write_bytes(bytes([way]) + page)
    atheris.Setup([*sys.argv, str(_FOLDER)], try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
