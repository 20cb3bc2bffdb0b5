"""Pages that were not made up here, and what fuzzing does to them."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from random import Random

from tests.corpus.pages import read_pages
from tests.fuzz import soup

_HERE = Path(__file__).parent
# A scanner looks at the beginning only, and a parser's time grows with the page.
_MUTATED_BYTES = 3000


@lru_cache(maxsize=1)
def html5lib_inputs() -> tuple[bytes, ...]:
    """The inputs of html5lib's tree-construction tests, each once."""
    file = _HERE / "data" / "html5lib-tree-construction.json"
    inputs = json.loads(file.read_text(encoding="ascii"))
    return tuple(text.encode("utf-8", "surrogatepass") for text in inputs)


@lru_cache(maxsize=1)
def portal_pages() -> tuple[bytes, ...]:
    """The portal pages under tests/portals."""
    return tuple(file.read_bytes() for file in sorted(_HERE.parent.glob("portals/*.html")))


@lru_cache(maxsize=1)
def corpus_pages() -> tuple[bytes, ...]:
    """The real pages that A11Y_CORPUS points to; none without."""
    where = os.environ.get("A11Y_CORPUS")
    return tuple(page.body for page in read_pages(Path(where))) if where else ()


def covering_inputs() -> tuple[tuple[int, bytes], ...]:
    """What coverage-guided fuzzing kept, each with its way of travelling: see atheris_scan."""
    file = _HERE / "data" / "coverage.json"
    inputs = json.loads(file.read_text(encoding="ascii"))
    return tuple((way, text.encode("latin-1")) for way, text in inputs)


def found_inputs() -> tuple[bytes, ...]:
    """What the scanner was once wrong about."""
    return tuple(file.read_bytes() for file in sorted((_HERE / "data" / "found").glob("*.html")))


def real_page(chance: Random) -> bytes:
    """The beginning of a page from one of the sources, or a whole short one."""
    pools = [pool for pool in (html5lib_inputs(), portal_pages(), corpus_pages()) if pool]
    made = chance.choice(chance.choice(pools))
    return made[: chance.choice((300, 1000, _MUTATED_BYTES))]


def mutated(chance: Random) -> bytes:
    """A page from a source, changed in a few places."""
    made = bytearray(real_page(chance))
    for _ in range(chance.choice((0, 1, 1, 2, 3, 6))):
        # Most of what matters stands at the beginning.
        at = int(len(made) * chance.random() ** 2)
        end = min(len(made), at + chance.choice((0, 1, 1, 2, 8, 40)))
        dice = chance.random()
        if dice < 0.3:
            made[at:end] = b""
        elif dice < 0.6:
            made[at:at] = chance.choice(soup.TOKENS)(chance)
        elif dice < 0.7:
            made[at:at] = chance.choice(soup.LOOKALIKES)
        elif dice < 0.8:
            made[at:end] = made[at:end].swapcase()
        elif dice < 0.9:
            made[at:at] = made[at:end] * 2
        else:
            made[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
    if chance.random() < 0.2:
        return bytes(b"<!doctype html>" + made)
    return bytes(made)
