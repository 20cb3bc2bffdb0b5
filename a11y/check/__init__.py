"""What stands between a site and care mode: each finding with an id, a level and a hint.

``analyse()`` is pure: one request and its answer in, a PageReport out. ``Fetcher`` gets answers
from the network, ``Sampler`` chooses which pages of a site to look at, and ``a11y check`` prints.
Each name loads its module on first use: the command line wants none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from a11y.check.analysis import PageReport, analyse, report_on
    from a11y.check.catalogue import CATALOGUE, Entry
    from a11y.check.exchange import Exchange, Source
    from a11y.check.fetch import Fetcher, FetchError
    from a11y.check.finding import Finding, Level
    from a11y.check.kinds import Kind
    from a11y.check.page import Page
    from a11y.check.sample import Limits, Sample, Sampler
    from a11y.check.summary import SiteReport, summarise
    from a11y.check.way import Way

_HOMES = {
    "CATALOGUE": "catalogue",
    "Entry": "catalogue",
    "Exchange": "exchange",
    "FetchError": "fetch",
    "Fetcher": "fetch",
    "Finding": "finding",
    "Kind": "kinds",
    "Level": "finding",
    "Limits": "sample",
    "Page": "page",
    "PageReport": "analysis",
    "Sample": "sample",
    "Sampler": "sample",
    "SiteReport": "summary",
    "Source": "exchange",
    "Way": "way",
    "analyse": "analysis",
    "report_on": "analysis",
    "summarise": "summary",
}

__all__ = [
    "CATALOGUE",
    "Entry",
    "Exchange",
    "FetchError",
    "Fetcher",
    "Finding",
    "Kind",
    "Level",
    "Limits",
    "Page",
    "PageReport",
    "Sample",
    "Sampler",
    "SiteReport",
    "Source",
    "Way",
    "analyse",
    "report_on",
    "summarise",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"a11y.check.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
