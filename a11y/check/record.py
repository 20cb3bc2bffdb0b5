"""The report for programs: JSON whose form has a number, which changes when a field changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import a11y
from a11y.check.analysis import PageReport
from a11y.check.catalogue import CATALOGUE
from a11y.check.summary import FindingSummary, KindSummary, SiteReport, exit_code_of

# Fields may be added under the same number; none changes its meaning or goes.
SCHEMA = 1


def record(reports: Iterable[SiteReport]) -> dict[str, Any]:
    """The reports as what json.dumps takes."""
    reports = list(reports)
    return {
        "schema": SCHEMA,
        "version": a11y.__version__,
        "exit_code": exit_code_of(reports),
        "sites": [_site(report) for report in reports],
    }


def _site(report: SiteReport) -> dict[str, Any]:
    return {
        "url": report.start,
        "title": report.title,
        "exit_code": report.exit_code,
        "reached": bool(report.pages),
        "kinds_shown": len(report.shown),
        "kinds_working": sum(kind.works for kind in report.shown),
        "kinds": [_kind(kind) for kind in report.kinds],
        "findings": [_finding(finding) for finding in report.findings],
        "pages": [_page(page) for page in report.pages],
    }


def _kind(kind: KindSummary) -> dict[str, Any]:
    return {
        "kind": str(kind.kind),
        "shown": kind.is_shown,
        "pages": kind.pages,
        "working": kind.working,
        "reasons": kind.reasons,
    }


def _finding(finding: FindingSummary) -> dict[str, Any]:
    texts = CATALOGUE[finding.id].texts
    return {
        "id": finding.id,
        "level": str(finding.level),
        "count": finding.count,
        "kinds": [str(kind) for kind in finding.kinds],
        "urls": finding.urls,
        "evidence": finding.evidence,
        "meaning": {language: text.meaning for language, text in texts.items()},
        "hint": {language: text.hint for language, text in texts.items()},
    }


def _page(page: PageReport) -> dict[str, Any]:
    return {
        "url": page.url,
        "found_as": str(page.source),
        "kind": str(page.kind),
        "status": page.status,
        "type": page.media_type,
        "title": page.title,
        "verdict": page.verdict,
        "works": page.works,
        "findings": [one.id for one in page.findings],
    }
