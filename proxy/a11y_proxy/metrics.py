"""Counts of all processes as Prometheus reads them; nothing of it runs while requests do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

import a11y
from a11y_proxy.statistics import BUCKETS, SiteStatistics, Snapshot

_Rows = Iterable[tuple[tuple[str, ...], float]]


def exposition(snapshot: Snapshot, accept: str) -> tuple[bytes, str]:
    """The metrics and their media type: OpenMetrics or Prometheus' own text, as is asked for."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Snapshot(snapshot))
    encode, kind = choose_encoder(accept)
    return encode(registry), kind


class _Snapshot(Collector):
    """A snapshot as families of metrics."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[Metric]:
        snapshot = self._snapshot
        sites: dict[str, Snapshot] = snapshot["sites"]
        for name, (text, labels, rows) in _COUNTERS.items():
            yield _filled(CounterMetricFamily, name, text, labels, rows(snapshot))
        for name, (text, labels, rows) in _GAUGES.items():
            yield _filled(GaugeMetricFamily, name, text, labels, rows(snapshot))
        durations = HistogramMetricFamily(
            "a11y_proxy_request_duration_seconds",
            "From the end of a request's head to the end of its answer.",
            labels=["site"],
        )
        for name, site in sites.items():
            buckets = zip((*map(str, BUCKETS), "+Inf"), accumulate(site["durations"]), strict=True)
            durations.add_metric([name], list(buckets), site["seconds"])
        yield durations


def _filled(
    kind: type[CounterMetricFamily | GaugeMetricFamily],
    name: str,
    text: str,
    labels: tuple[str, ...],
    rows: _Rows,
) -> Metric:
    family = kind(name, text, labels=labels)
    for values, number in rows:
        family.add_metric(values, number)
    return family


def _statuses(snapshot: Snapshot) -> _Rows:
    """Requests by site and class of status; "none" is for those without any answer."""
    everything = {**snapshot["sites"], "": snapshot["unknown_host"]}
    for name, site in everything.items():
        classes: dict[str, int] = {}
        for status, count in site["requests"].items():
            label = f"{status[0]}xx" if status != "0" else "none"
            classes[label] = classes.get(label, 0) + count
        yield from (((name, label), count) for label, count in sorted(classes.items()))


def _by_site(key: str) -> Callable[[Snapshot], _Rows]:
    def rows(snapshot: Snapshot) -> _Rows:
        return [((name,), site.get(key, 0)) for name, site in snapshot["sites"].items()]

    return rows


def _by_site_and_name(key: str) -> Callable[[Snapshot], _Rows]:
    def rows(snapshot: Snapshot) -> _Rows:
        for name, site in snapshot["sites"].items():
            counts: Mapping[str, float] = site.get(key) or {}
            yield from (((name, what), count) for what, count in sorted(counts.items()))

    return rows


def _now_by_site(snapshot: Snapshot) -> _Rows:
    for name, site in snapshot["sites"].items():
        yield (name,), site.get("now", {}).get("open", 0)


def _pools(snapshot: Snapshot) -> _Rows:
    for name, site in snapshot["sites"].items():
        pool: Mapping[str, float] = site.get("now", {}).get("upstream") or {}
        yield from (((name, state), count) for state, count in sorted(pool.items()))


def _named(key: str) -> Callable[[Snapshot], _Rows]:
    return lambda snapshot: [((name,), n) for name, n in sorted(snapshot.get(key, {}).items())]


def _single(*path: str) -> Callable[[Snapshot], _Rows]:
    def rows(snapshot: Snapshot) -> _Rows:
        value: Any = snapshot
        for key in path:
            value = value.get(key, {})
        return [((), value or 0)]

    return rows


_Family = tuple[str, tuple[str, ...], Callable[[Snapshot], _Rows]]

_COUNTERS: dict[str, _Family] = {
    "a11y_proxy_requests": (
        'Requests that have ended, by class of status; site "" is for unknown hosts.',
        ("site", "status"),
        _statuses,
    ),
    "a11y_proxy_response_bytes": ("Bytes of bodies sent.", ("site",), _by_site("bytes")),
    "a11y_proxy_responses_cut": (
        "Answers broken off, by the portal or because the visitor left.",
        ("site",),
        _by_site("cut"),
    ),
    "a11y_proxy_pages": (
        "Answers by what became of the page: injected, or why it was left alone.",
        ("site", "outcome"),
        _by_site_and_name("pages"),
    ),
    "a11y_proxy_faults": (
        "Requests that could not be passed on or answered, by reason.",
        ("site", "reason"),
        _by_site_and_name("faults"),
    ),
    "a11y_proxy_refused": (
        "What was refused before a site saw it, by reason.",
        ("reason",),
        _named("refused"),
    ),
    "a11y_proxy_speech": (
        "Reading aloud: plans, clips made, clips found in the cache, and refusals.",
        ("site", "event"),
        _by_site_and_name("speech"),
    ),
    "a11y_proxy_reloads": (
        "Configurations read anew: loaded, or refused because something was wrong.",
        ("result",),
        _named("reloads"),
    ),
    "a11y_proxy_worker_restarts": ("Workers that died.", (), _single("worker_restarts")),
    "a11y_proxy_log_lines_lost": (
        "Lines of the access log that could not be written.",
        (),
        _single("log_lost"),
    ),
}

_GAUGES: dict[str, _Family] = {
    "a11y_proxy_info": (
        "The version that runs.",
        ("version",),
        lambda _: [((a11y.__version__,), 1)],
    ),
    "a11y_proxy_workers": ("Processes that answer.", (), _single("now", "workers")),
    "a11y_proxy_connections": (
        "Connections of visitors that are open.",
        (),
        _single("now", "connections"),
    ),
    "a11y_proxy_open_requests": (
        "Requests under way, among them event streams and WebSockets.",
        ("site",),
        _now_by_site,
    ),
    "a11y_proxy_upstream_connections": (
        "Connections to portals, by state.",
        ("site", "state"),
        _pools,
    ),
}


def names() -> list[str]:
    """The names of all metrics, as they are scraped."""
    empty = {"sites": {}, "unknown_host": SiteStatistics().snapshot()}
    families = list(_Snapshot(empty).collect())
    return [f.name + ("_total" if f.type == "counter" else "") for f in families]
