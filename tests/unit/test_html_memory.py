"""A page larger than any buffer goes through at constant memory, plain and in every coding."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

# What its own process does: 120 MB of page, its size in memory after 20 MB and at the end.
SCRIPT = """
import resource, sys
from a11y.codings import installed
from a11y.html import Inject, Rules, decide, injector_for
from tests import coded

MB = 1024 * 1024
ways = sys.argv[1].split()
fields = [(b"content-type", b"text/html"), (b"content-encoding", coded.field(ways))]
rules = Rules(boot_path="/_a11y/boot.3f9c2a71.js", codings=installed())
verdict = decide("GET", [], 200, fields, rules)
assert isinstance(verdict, Inject)
injector = injector_for(verdict)
stream = coded.stream(ways, level=1)
rows = b"".join(b"<tr><td>%d<td>%d" % (n * 7919 % 100_003, n * 104_729 % 99_991)
                for n in range(70_000))[:MB]
assert len(rows) == MB
out = len(injector.feed(stream.send(b"<!doctype html><html><head><title>t</title>")))
peaks = []
for number in range(120):
    for start in range(0, MB, 65536):
        out += len(injector.feed(stream.send(rows[start : start + 65536])))
    if number in (20, 119):
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
assert injector.injected
assert out > (120 * MB if not ways else 0)
print(peaks[1] - peaks[0])
"""


@pytest.mark.parametrize("ways", ["", "gzip", "zlib", "br", "zstd", "gzip br"])
def test_memory_does_not_grow_with_the_page(ways: str) -> None:
    if sys.platform == "win32":
        pytest.skip("there is no module resource to measure with")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, ways], check=True, capture_output=True, cwd=ROOT
    )
    # In KB, and on macOS in bytes: less than 2 MB for 100 MB more.
    assert int(done.stdout) < (2048 if sys.platform == "linux" else 2 * 1024 * 1024)
