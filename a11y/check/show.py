"""The report for people: the sentence that matters, then what to do, the worst first."""

from __future__ import annotations

from collections.abc import Iterable

from a11y.check.catalogue import CATALOGUE
from a11y.check.finding import Level, printable
from a11y.check.kinds import Kind
from a11y.check.summary import FindingSummary, KindSummary, SiteReport
from a11y.check.terminal import Terminal
from a11y.check.words import Words
from a11y.html import Reason

_MARKS = {Level.BLOCKED: "×", Level.WARNING: "!", Level.NOTE: "·", Level.OK: "√"}


def show(report: SiteReport, terminal: Terminal, words: Words) -> None:
    """Write the report on one site."""
    title = f" {report.title}" if report.title else ""
    terminal.line(f"{printable(report.start)}{title}", hanging=2, color="bold")
    terminal.line(_sentence(report, words), color=_color(report))
    terminal.line()
    if report.pages:
        _show_kinds(report, terminal, words)
    for finding in report.findings:
        if finding.level is not Level.OK:
            _show_finding(finding, terminal, words)


def _sentence(report: SiteReport, words: Words) -> str:
    if not report.pages:
        return words("unreachable")
    kinds = len(report.shown)
    works = sum(kind.works for kind in report.shown)
    if not kinds:
        return words("no-pages")
    there = all(page.verdict == Reason.ALREADY_THERE for page in report.pages if page.works)
    if works < kinds:
        return words("some", kinds=kinds, works=works)
    return words("all-there" if there else "all", kinds=kinds)


def _color(report: SiteReport) -> str:
    return {0: "ok", 1: "warning"}.get(report.exit_code, "blocked")


def _show_kinds(report: SiteReport, terminal: Terminal, words: Words) -> None:
    working = [kind for kind in report.shown if kind.works]
    others = [kind for kind in report.kinds if not kind.is_shown]
    rows = [
        (words("with"), [f"{words.kind(kind.kind)} {kind.pages}" for kind in working]),
        (words("without"), [_broken(k, words) for k in report.shown if not k.works]),
        (words("not-needed"), [f"{words.kind(kind.kind)} {kind.pages}" for kind in others]),
    ]
    for label, items in rows:
        if items:
            text = words("and").join(items)
            terminal.line(f"{label}{words('colon')}{text}", indent=2, hanging=2)
    terminal.line(words("seen", count=len(report.pages)), indent=2, color="dim")
    terminal.line()


def _broken(kind: KindSummary, words: Words) -> str:
    reasons = words("reasons", reasons=words("and").join(kind.reasons))
    share = words("partly", working=kind.working, pages=kind.pages)
    return f"{words.kind(kind.kind)} {share}{reasons}"


def _show_finding(finding: FindingSummary, terminal: Terminal, words: Words) -> None:
    text = CATALOGUE[finding.id].texts[words.language]
    mark = _MARKS[finding.level]
    head = f"{mark} [{finding.id}] {text.meaning}"
    terminal.line(head, hanging=2, color=str(finding.level))
    _show_item(words("pages"), [_where(finding, words)], terminal, words)
    _show_item(words("evidence"), finding.evidence, terminal, words)
    _show_item(words("hint"), [text.hint], terminal, words)
    terminal.line()


def _show_item(label: str, texts: Iterable[str], terminal: Terminal, words: Words) -> None:
    for text in texts:
        if text:
            terminal.line(f"{label}{words('colon')}{text}", indent=4, hanging=2)


def _where(finding: FindingSummary, words: Words) -> str:
    kinds = words("and").join(words.kind(kind) for kind in finding.kinds if kind in list(Kind))
    urls = "  ".join(printable(url) for url in finding.urls)
    more = ""
    if finding.count > len(finding.urls):
        more = " " + words("more", count=finding.count)
    return f"{kinds}  {urls}{more}".strip()
