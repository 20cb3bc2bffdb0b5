"""What stands between a site and care mode: each finding with an id, a level and a hint.

``analyse()`` is pure: one request and its answer in, a PageReport out. ``Fetcher`` gets answers
from the network, ``Sampler`` chooses which pages of a site to look at, and ``a11y check`` prints.
"""

from __future__ import annotations

from a11y.check.analysis import PageReport, analyse, report_on
from a11y.check.catalogue import CATALOGUE, Entry
from a11y.check.exchange import Exchange, Source
from a11y.check.finding import Finding, Level
from a11y.check.page import Page

__all__ = [
    "CATALOGUE",
    "Entry",
    "Exchange",
    "Finding",
    "Level",
    "Page",
    "PageReport",
    "Source",
    "analyse",
    "report_on",
]
