"""What Prometheus reads: names, types, sums over processes."""

from __future__ import annotations

from a11y_proxy.metrics import exposition
from a11y_proxy.statistics import BUCKETS, SiteStatistics, Snapshot, lasting, merged
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as parse_openmetrics,
)
from prometheus_client.parser import text_string_to_metric_families as parse_text


def snapshot() -> Snapshot:
    statistics = SiteStatistics()
    for status, seconds, size in [(200, 0.004, 10), (204, 0.005, 0), (502, 99, 5), (0, 1, 0)]:
        statistics.add(status, seconds, size)
    statistics.pages["injected"] = 2
    statistics.faults["timeout"] = 1
    site = statistics.snapshot() | {"now": {"open": 3, "upstream": {"idle": 1, "busy": 2}}}
    return {
        "sites": {'a"\n.cn': site},
        "unknown_host": SiteStatistics().snapshot(),
        "refused": {"slow-head": 4},
        "reloads": {"loaded": 1},
        "now": {"connections": 5, "workers": 1},
    }


def order(labels: dict[str, str]) -> list[str]:
    return sorted(labels, key=lambda name: (name != "site", name))


def values(one: Snapshot) -> dict[tuple[str, ...], float]:
    text, kind = exposition(one, "")
    assert kind.startswith("text/plain")
    return {
        (sample.name, *(sample.labels[name] for name in order(sample.labels))): sample.value
        for family in parse_text(text.decode())
        for sample in family.samples
    }


def test_a_snapshot_is_told_in_full() -> None:
    told = values(snapshot())
    name = 'a"\n.cn'
    assert told["a11y_proxy_requests_total", name, "2xx"] == 2
    assert told["a11y_proxy_requests_total", name, "5xx"] == 1
    assert told["a11y_proxy_requests_total", name, "none"] == 1
    assert told["a11y_proxy_response_bytes_total", name] == 15
    assert told["a11y_proxy_pages_total", name, "injected"] == 2
    assert told["a11y_proxy_faults_total", name, "timeout"] == 1
    assert told["a11y_proxy_refused_total", "slow-head"] == 4
    assert told["a11y_proxy_open_requests", name] == 3
    assert told["a11y_proxy_upstream_connections", name, "busy"] == 2
    assert told["a11y_proxy_connections",] == 5


def test_the_histogram_adds_up() -> None:
    told = values(snapshot())
    name = 'a"\n.cn'
    series = "a11y_proxy_request_duration_seconds"
    buckets = [told[f"{series}_bucket", name, bound] for bound in (*map(str, BUCKETS), "+Inf")]
    assert buckets == sorted(buckets)
    assert buckets[0] == 2  # a bound belongs to its bucket
    assert buckets[-1] == told[f"{series}_count", name] == 4
    assert told[f"{series}_sum", name] == 0.004 + 0.005 + 99 + 1


def test_openmetrics_is_spoken_where_it_is_asked_for() -> None:
    text, kind = exposition(snapshot(), "application/openmetrics-text;version=1.0.0")
    assert kind.startswith("application/openmetrics-text")
    assert text.endswith(b"# EOF\n")
    families = list(parse_openmetrics(text.decode()))  # type: ignore[no-untyped-call]
    assert len(families) > 10


def test_processes_are_added_and_the_dead_leave_only_what_lasts() -> None:
    one, other = snapshot(), snapshot()
    both = values(merged(one, other))
    assert both["a11y_proxy_requests_total", 'a"\n.cn', "2xx"] == 4
    assert both["a11y_proxy_connections",] == 10
    assert both["a11y_proxy_request_duration_seconds_count", 'a"\n.cn'] == 8
    after = values(merged(lasting(one), other))
    assert after["a11y_proxy_requests_total", 'a"\n.cn', "2xx"] == 4
    assert after["a11y_proxy_connections",] == 5
    assert after["a11y_proxy_open_requests", 'a"\n.cn'] == 3
    assert one == snapshot()  # nothing was changed in place
