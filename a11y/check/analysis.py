"""From one answer to what there is to say of it. Pure: no network, no clock, no printing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from a11y.check import (
    access,
    encodings,
    installed,
    policies,
    scripts,
    structure,
    toolbars,
    transport,
)
from a11y.check.catalogue import CATALOGUE
from a11y.check.exchange import Exchange, Source
from a11y.check.finding import Finding, Level, printable, shortened
from a11y.check.kinds import SHOWN, Kind, kind_of
from a11y.check.page import Page
from a11y.html import Reason, Rules

# Each looks at one side of a page. The order is that of the report among equals.
_ASPECTS = (policies, encodings, structure, scripts, toolbars, access, transport)
_TITLE_CHARS = 60


@dataclass(frozen=True)
class PageReport:
    """What there is to say of one answer.

    ``verdict`` is "injected" or the reason why the tag does not go in. ``works`` says whether
    visitors get care mode there; None for what is not shown to them, such as scripts.
    """

    url: str
    source: Source
    kind: Kind
    status: int
    media_type: str
    title: str
    verdict: str
    works: bool | None
    findings: tuple[Finding, ...]


def analyse(exchange: Exchange, rules: Rules) -> PageReport:
    """What there is to say of an answer, for a site with these rules. Never raises."""
    return report_on(Page(exchange, rules))


def report_on(page: Page) -> PageReport:
    """The same for an answer that was read already."""
    kind = kind_of(page)
    findings = tuple(_findings(page, kind))
    has_tag = page.verdict.injected or any(one.id == "already-there" for one in findings)
    blocked = any(level_of(one) is Level.BLOCKED for one in findings)
    return PageReport(
        page.exchange.url,
        page.exchange.source,
        kind,
        page.exchange.status,
        printable(page.exchange.media_type),
        shortened(page.markup.title, _TITLE_CHARS),
        _verdict(page, findings),
        (has_tag and not blocked) if kind in SHOWN else None,
        findings,
    )


def level_of(finding: Finding) -> Level:
    """How much a finding matters where it was found."""
    return finding.level or CATALOGUE[finding.id].level


def _verdict(page: Page, findings: tuple[Finding, ...]) -> str:
    if any(one.id == "already-there" for one in findings):
        return str(Reason.ALREADY_THERE)
    return "injected" if page.verdict.reason is None else str(page.verdict.reason)


def _findings(page: Page, kind: Kind) -> Iterator[Finding]:
    ours = list(installed.find(page))
    yield from ours
    if page.verdict.reason is not None and not ours:
        yield _reason(page, page.verdict.reason, kind)
    for aspect in _ASPECTS:
        yield from aspect.find(page)


def _reason(page: Page, reason: Reason, kind: Kind) -> Finding:
    """Why the tag does not go in. For what is not shown to people that is as it should be."""
    evidence = policies.blame(page, reason)
    if reason is Reason.CHARSET:
        evidence = encodings.where(page)
    elif reason is Reason.UNKNOWN_CODING:
        evidence = _field(page, b"content-encoding")
    elif reason is Reason.BAD_LENGTH:
        evidence = _field(page, b"content-length")
    elif reason is Reason.NOT_HTML:
        evidence = _field(page, b"content-type")
    elif reason is Reason.REDIRECT:
        evidence = _field(page, b"location")
    finding = Finding.quoting(str(reason), evidence)
    return finding if kind in SHOWN else replace(finding, level=Level.OK)


def _field(page: Page, name: bytes) -> str:
    values = b", ".join(page.exchange.values(name))
    return (name + b": " + values).decode("latin-1") if values else ""
