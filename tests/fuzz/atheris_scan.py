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

# The pages' way of travelling is decided by the first byte of an input.
_XML, _SHORT = 1, 2
_FOLDER = Path("test-results/fuzz/atheris")

with atheris.instrument_imports(include=["a11y.html"], enable_loader_override=False):
    import a11y.html

from tests.fuzz import sources  # noqa: E402
from tests.fuzz.case import Case, check  # noqa: E402
from tests.fuzz.oracle import RULES  # noqa: E402


def try_one(data: bytes) -> None:
    """Raises FaultError, which libFuzzer takes for a crash."""
    way, page = data[0] if data else 0, data[1:]
    limit = max(8, len(page) * 3 // 4) if way & _SHORT else RULES.scan_bytes
    check(Case(page=page, seed=str(len(page)), is_xml=bool(way & _XML), scan_bytes=limit))


def main() -> None:
    """Write the first pages down and let libFuzzer run; it does not return."""
    print(f"Fuzzing {a11y.html.__name__}")
    _FOLDER.mkdir(parents=True, exist_ok=True)
    seeds = (*sources.html5lib_inputs(), *sources.portal_pages(), *sources.found_inputs())
    for number, page in enumerate(seeds):
        (_FOLDER / f"seed-{number}").write_bytes(b"\0" + page[:2000])
    atheris.Setup([*sys.argv, str(_FOLDER)], try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
