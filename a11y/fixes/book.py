"""All rules of a portal, from one TOML file, and what became of the pages they are about."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from a11y.encoding import encoding_of, mislabelled, real_codec
from a11y.errors import SettingsError
from a11y.fixes.cache import MendedCache
from a11y.fixes.mend import Mended, mend
from a11y.fixes.problem import Problem, Trouble
from a11y.fixes.rule import Rule
from a11y.html import PathPatterns

# Encodings in which the bytes of ASCII may mean something else.
_STATEFUL = ("utf-16", "utf_16", "utf-32", "iso2022", "hz", "utf-7")
_KEPT_PATHS, _LONGEST_KEPT = 4096, 300
# More problems of different kinds than this are not told apart.
_MOST_COUNTS = 1000

Rules = tuple[Rule, ...]


class FixBook:
    """The rules of one file and the pages that they mended.

    ``version`` changes with the rules. ``counters`` counts pages ("mended", "unchanged", "cached"
    and the page's troubles) and, as "name: trouble", what single rules could not do.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        *,
        page_bytes: int = 1024 * 1024,
        cache_bytes: int = 16 * 1024 * 1024,
    ) -> None:
        self.rules = tuple(rules)
        self.page_bytes = page_bytes
        self.counters: Counter[str] = Counter()
        self.version = hashlib.sha256(repr(self.rules).encode()).hexdigest()[:8]
        self._cache = MendedCache(cache_bytes)
        self._patterns = [(PathPatterns(rule.paths), rule) for rule in self.rules]
        # Every request asks for its path.
        self._known_paths = lru_cache(maxsize=_KEPT_PATHS)(self._rules_for)

    @classmethod
    def from_toml(
        cls,
        path: Path,
        *,
        page_bytes: int = 1024 * 1024,
        cache_bytes: int = 16 * 1024 * 1024,
    ) -> FixBook:
        """The rules of a file, its tables ``[[fix]]``. Raises SettingsError with the reason."""
        return cls(read_rules(path), page_bytes=page_bytes, cache_bytes=cache_bytes)

    def rules_for(self, path: bytes) -> Rules:
        """The rules about the page on this path, as it came, without query."""
        return self._known_paths(path) if len(path) <= _LONGEST_KEPT else self._rules_for(path)

    def changer(self, rules: Rules, content_type: str, sheet: str) -> Callable[[bytes], bytes]:
        """What mends a page by these rules; it never raises for what a page holds.

        ``sheet``: the address of the style sheet for a skip link.
        """
        return lambda page: self.mended(page, rules, content_type, sheet).page

    def mended(
        self, page: bytes, rules: Rules, content_type: str = "text/html", sheet: str = ""
    ) -> Mended:
        """The page after these rules, made or remembered, and counted."""
        names = "\0".join([content_type, sheet, *(rule.name for rule in rules)])
        key = hashlib.blake2b(page, digest_size=16, key=_short(names)).digest()
        known = self._cache.get(key, page)
        if known is not None:
            self.counters["cached"] += 1
            return known
        mended = self._mend(page, rules, content_type, sheet)
        self._cache.put(key, page, mended)
        self.counters["mended" if mended.changes else "unchanged"] += 1
        for trouble, rule, _ in mended.problems:
            name = f"{rule}: {trouble}" if rule else str(trouble)
            if name in self.counters or len(self.counters) < _MOST_COUNTS:
                self.counters[name] += 1
        return mended

    def count_too_large(self) -> None:
        """Count a page that was too large to be kept until it was complete."""
        self.counters[Trouble.TOO_LARGE] += 1

    def _mend(self, page: bytes, rules: Rules, content_type: str, sheet: str) -> Mended:
        encoding = encoding_of(content_type, page)
        codec = real_codec(page, encoding)
        if codec.startswith(_STATEFUL):
            return Mended(page, problems=(Problem(Trouble.CHARSET, detail=codec),))
        # A browser has to guess, or is misled: characters of ASCII are right for every guess.
        sure = encoding.declared is not None and mislabelled(page, encoding) is None
        writes = codec if sure else "ascii"
        return mend(page, codec, rules, writes=writes, sheet=sheet)

    def _rules_for(self, path: bytes) -> Rules:
        return tuple(rule for patterns, rule in self._patterns if patterns.match(path))


def read_rules(path: Path) -> list[Rule]:
    """The rules of a TOML file. Raises SettingsError that names the file and the place."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot read {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}") from error
    if unknown := sorted(set(document) - {"fix"}):
        raise SettingsError(f"{path}: unknown table {', '.join(unknown)}; legal is: [[fix]]")
    tables = document.get("fix", [])
    if not isinstance(tables, list):
        raise SettingsError(f"{path}: write [[fix]], in two pairs of brackets")
    rules = [Rule.from_table(table, f"{path}: fix {n}") for n, table in enumerate(tables, 1)]
    names = Counter(rule.name for rule in rules)
    if twice := [name for name, count in names.items() if count > 1]:
        raise SettingsError(f"{path}: two fixes are named {twice[0]!r}")
    return rules


def _short(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
