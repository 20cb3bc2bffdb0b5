"""What it costs to take a page out of its content coding and to put it back."""

from __future__ import annotations

from importlib.util import find_spec

from a11y.codings import installed
from a11y.html import CODINGS, Coding
from benchmarks.page import page_of
from benchmarks.result import BenchmarkError, Options, Row, Section
from benchmarks.timing import microseconds

_ROOM = 64 * 1024


def measure(options: Options) -> Section:
    """The page of the other benchmarks, at the levels that our middleware uses."""
    section = Section("codings")
    page = page_of()
    for name, coding in _all_codings(section).items():
        coded = _encode(coding, page)
        if _decode(coding, coded) != page:
            raise BenchmarkError(f"{name}: the page does not come back")
        taking = microseconds(
            lambda one=coding, data=coded: _decode(one, data),  # type: ignore[misc]
            samples=options.rounds,
        )
        putting = microseconds(
            lambda one=coding: _encode(one, page),  # type: ignore[misc]
            samples=options.rounds,
        )
        cells = {"decode_us": taking, "encode_us": putting, "sum_us": taking + putting}
        section.rows.append(Row(name, {**cells, "coded_bytes": len(coded)}))
    return section


def _all_codings(section: Section) -> dict[str, Coding]:
    found = {f"{name}, zlib": CODINGS[name.encode()] for name in ("gzip", "deflate")}
    ours = installed()
    if find_spec("isal"):
        found |= {f"{name}, isal": ours[name.encode()] for name in ("gzip", "deflate")}
    found |= {name: ours[name.encode()] for name in ("br", "zstd") if name.encode() in ours}
    missing = {"br", "zstd"} - set(found) | ({"isal"} if not find_spec("isal") else set())
    section.missing += [f"{name}: pip install 'a11y-care[codings]'" for name in sorted(missing)]
    return found


def _encode(coding: Coding, page: bytes) -> bytes:
    encoder = coding.decoder().encoder()
    return encoder.encode(page) + encoder.finish()


def _decode(coding: Coding, coded: bytes) -> bytes:
    decoder = coding.decoder()
    parts = []
    data = coded
    while piece := decoder.decode(data, _ROOM):
        parts.append(piece)
        data = b""
    return b"".join(parts)
