"""What was seen of a site, put together: by kind of page, and by finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from a11y.check.analysis import PageReport, level_of
from a11y.check.catalogue import CATALOGUE
from a11y.check.finding import Finding, Level
from a11y.check.kinds import SHOWN, Kind
from a11y.check.sample import Sample

# The exit codes of the command, also in JSON.
EVERY_KIND, SOME_KINDS, USAGE, UNREACHABLE = 0, 1, 2, 3
_EXAMPLES = 3


@dataclass
class KindSummary:
    """The pages of one kind: how many were seen, and on how many visitors get care mode."""

    kind: Kind
    pages: int = 0
    working: int = 0
    # Why not, by verdict or id of a finding, for those without.
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        """Whether visitors see such pages; else they need no care mode."""
        return self.kind in SHOWN

    @property
    def works(self) -> bool:
        """Whether every page of the kind has care mode."""
        return self.working == self.pages


@dataclass
class FindingSummary:
    """One finding, wherever it was made."""

    id: str
    level: Level
    count: int = 0
    kinds: list[Kind] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    def add(self, url: str, kind: Kind | None, evidence: str) -> None:
        """Count it once more; a few examples are kept."""
        self.count += 1
        if kind is not None and kind not in self.kinds:
            self.kinds.append(kind)
        if url not in self.urls and len(self.urls) < _EXAMPLES:
            self.urls.append(url)
        if evidence and evidence not in self.evidence and len(self.evidence) < _EXAMPLES:
            self.evidence.append(evidence)


@dataclass(frozen=True)
class SiteReport:
    """One site: its kinds of pages, its findings (the worst first), and every page."""

    start: str
    title: str
    pages: tuple[PageReport, ...]
    kinds: tuple[KindSummary, ...]
    findings: tuple[FindingSummary, ...]

    @property
    def shown(self) -> list[KindSummary]:
        """The kinds that visitors see."""
        return [kind for kind in self.kinds if kind.is_shown]

    @property
    def exit_code(self) -> int:
        """EVERY_KIND, SOME_KINDS or UNREACHABLE."""
        if not self.pages:
            return UNREACHABLE
        everything = bool(self.shown) and all(kind.works for kind in self.shown)
        return EVERY_KIND if everything else SOME_KINDS


def summarise(sample: Sample) -> SiteReport:
    """Put together what was seen of a site."""
    pages = tuple(_without_dead_boot(sample))
    title = next((page.title for page in pages if page.title and page.kind in SHOWN), "")
    return SiteReport(
        sample.start, title, pages, tuple(_kinds(pages)), tuple(_findings(pages, sample.others))
    )


def exit_code_of(reports: Iterable[SiteReport]) -> int:
    """The worst of several."""
    return max((report.exit_code for report in reports), default=USAGE)


def _without_dead_boot(sample: Sample) -> Iterator[PageReport]:
    """The pages; where the script behind the tag does not answer, none that has it works."""
    dead = any(CATALOGUE[one.id].level is Level.BLOCKED for _, one in sample.others)
    for page in sample.pages:
        is_dead = dead and page.works and page.verdict == "already-there"
        yield replace(page, works=False) if is_dead else page


def _kinds(pages: Iterable[PageReport]) -> list[KindSummary]:
    kinds = {kind: KindSummary(kind) for kind in Kind}
    for page in pages:
        kind = kinds[page.kind]
        kind.pages += 1
        kind.working += page.works is True
        if page.works is False:
            reason = _reason(page)
            kind.reasons[reason] = kind.reasons.get(reason, 0) + 1
    return [kind for kind in kinds.values() if kind.pages]


def _reason(page: PageReport) -> str:
    """Why visitors of a page get no care mode: the first finding that blocks it, or the verdict."""
    blocking = (one.id for one in page.findings if level_of(one) is Level.BLOCKED)
    return next(blocking, page.verdict)


def _findings(
    pages: Iterable[PageReport], others: Iterable[tuple[str, Finding]]
) -> list[FindingSummary]:
    found: dict[tuple[str, Level], FindingSummary] = {}
    made = [(page.url, page.kind, one) for page in pages for one in page.findings]
    made += [(url, None, one) for url, one in others]  # type: ignore[misc]
    for url, kind, one in made:
        level = level_of(one)
        summary = found.setdefault((one.id, level), FindingSummary(one.id, level))
        summary.add(url, kind, one.evidence)
    severity = list(Level)
    order = list(CATALOGUE)
    return sorted(found.values(), key=lambda f: (-severity.index(f.level), order.index(f.id)))
