"""The benchmarks' own arithmetic: what wrk and /proc say, and what the tables make of it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from benchmarks import crowd, process, rewrite, table, words
from benchmarks.__main__ import SECTIONS
from benchmarks.goals import GOALS, Goal
from benchmarks.load import Sample, parse
from benchmarks.page import page_of
from benchmarks.proxy import ratio
from benchmarks.result import Row, Run, Section, Spread
from benchmarks.rewriters import TAG
from benchmarks.widget_site import with_widget
from benchmarks.widgets import Widget

WRK = """Running 1s test @ http://127.0.0.1:40001/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     6.35ms    1.02ms  17.20ms   81.12%
    Req/Sec     5.04k   321.49     5.35k    90.91%
  Latency Distribution
     50%  812.00us
     75%    6.70ms
     90%    7.30ms
     99%    1.02s
  5058 requests in 1.01s, 249.07MB read
Requests/sec:   5008.00
Transfer/sec:    246.61MB
"""


def test_what_wrk_prints_is_understood() -> None:
    answered = parse(WRK)
    assert answered.requests == 5058
    assert answered.seconds == pytest.approx(1.01)
    assert answered.p50 == pytest.approx(0.812)
    assert answered.p99 == pytest.approx(1020)


def test_a_minute_is_sixty_seconds() -> None:
    assert parse(WRK.replace("in 1.01s,", "in 1.50m,")).seconds == pytest.approx(90)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Requests/sec", "  Non-2xx or 3xx responses: 3\nRequests/sec", "Non-2xx"),
        (
            "Requests/sec",
            "  Socket errors: connect 0, read 3, write 0, timeout 0\nRequests/sec",
            "Socket errors",
        ),
        ("5058 requests", "0 requests", "no request"),
        ("     99%    1.02s\n", "", "99 %"),
    ],
)
def test_a_load_that_was_not_all_good_does_not_count(old: str, new: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(WRK.replace(old, new))


def test_processor_time_is_found_behind_any_name_of_a_command() -> None:
    fields = ["S", *map(str, range(4, 53))]
    stat = f"123 (a) b (c) {' '.join(fields)}"
    # Fields 14 to 17 of proc(5) hold their own numbers here.
    assert process.parse_stat(stat, 1) == (14 + 16, 15 + 17)


def test_memory_is_in_millions_of_bytes() -> None:
    status = "Name:\tx\nVmHWM:\t  2000 kB\nVmRSS:\t  1000 kB\n"
    assert process.parse_status(status, "VmRSS") == pytest.approx(1.024)
    assert process.parse_status(status, "VmHWM") == pytest.approx(2.048)
    assert process.parse_status("Name:\tzombie\n", "VmRSS") == 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_block_that_takes_memory_is_seen_to() -> None:
    with process.Peak(os.getpid()) as peak:
        bytearray(os.urandom(1000)) * 40_000
    assert peak.before > 1
    assert 30 < peak.highest - peak.before < 80


def test_ratios_are_taken_within_a_round() -> None:
    def sample(rate: float) -> Sample:
        return Sample(rate, 1, 1, 1, 1)

    ours = [sample(100), sample(10), sample(30)]
    theirs = [sample(200), sample(20), sample(30)]
    assert ratio(ours, theirs, lambda one: one.requests_per_second) == 0.5


def test_only_pages_that_both_got_through_are_compared() -> None:
    assert rewrite.ratio([10, None, 30], [1, 100, 3]) == 10


def test_what_changed_beside_the_tag_is_counted() -> None:
    page = b"<p>a<p>b"
    assert rewrite.changed_share([page], [b"<p>" + TAG + b"a<p>b"]) == 0
    assert rewrite.changed_share([page], [b"<P>a<P>c"]) == 1
    assert 0 < rewrite.changed_share([page], [b"<p>a<p>c"]) < 1


def test_the_page_is_always_the_same_and_packs_like_real_ones() -> None:
    assert page_of() == page_of()
    assert 51_200 <= len(page_of()) < 51_500
    page_of().decode("gbk")


def run() -> Run:
    rows = [Row("a|b", {"cpu_us": Spread(5.5, 4.0, 60.0), "placed": "✓", "pages": 3}), Row("中文")]
    missing = ["mitmproxy: pip install mitmproxy"]
    section = Section("proxy", rows, {"proxy-cpu": 5.0}, missing, {"size": ["3", "1.5"]})
    return Run({"cores": "2"}, [section])


def test_a_run_comes_back_from_its_file(tmp_path: Path) -> None:
    run().write(tmp_path / "run.json")
    assert Run.read(tmp_path / "run.json") == run()


def test_a_report_says_what_was_reached_and_who_was_missing() -> None:
    text = table.report(run(), "en")
    assert "| ≤ 2.5 × |       5.00 × |           2.00 |   ✗ |" in text
    assert "not measured" in text
    assert "Not measured, missing: mitmproxy: pip install mitmproxy" in text
    assert r"| a\|b " in text
    assert "5.50 (4.00–60.0)" in text
    assert "3 pages, 1.5 MB." in text
    assert "- cores: 2" in text


def test_columns_are_flush_where_characters_are_wide() -> None:
    lines = table.section_table(run().sections[0], "zh-CN").splitlines()
    assert len({table.width(line) for line in lines}) == 1


def test_goals_are_met_on_their_side_of_the_bound() -> None:
    assert Goal("", "", "", "", 10, "µs").met_by(10)
    assert not Goal("", "", "", "", 10, "µs").met_by(10.1)
    assert Goal("", "", "", "", 10, "×", at_least=True).met_by(10)
    assert not Goal("", "", "", "", 10, "×", at_least=True).met_by(9.9)


def test_everything_that_can_be_measured_has_a_name_in_both_languages() -> None:
    assert set(SECTIONS) | {"goals", "machine"} == set(words.SECTIONS)
    assert {goal.section for goal in GOALS} <= set(SECTIONS)
    assert len({goal.key for goal in GOALS}) == len(GOALS)


def test_the_long_page_has_the_elements_that_it_promises() -> None:
    page = crowd.crowd_page()
    assert len(re.findall(r"<[a-z]", page)) == crowd.ELEMENTS
    assert page == crowd.crowd_page()


def test_a_goal_of_nothing_is_met_by_nothing_alone() -> None:
    flash = next(goal for goal in GOALS if goal.key == "flash")
    for reached, mark in ((0.0, "✓"), (0.1, "✗")):
        section = Section("toolbar", reached={"flash": reached})
        text = table.goal_table([section], "zh-CN")
        line = next(line for line in text.splitlines() if flash.zh in line)
        assert mark in line


@pytest.mark.parametrize(
    "page", [b"<html><HEAD x=1><title>", b"<header><html lang=zh><p>", b"<p></body>"]
)
def test_a_toolbar_is_put_on_any_page(page: bytes) -> None:
    widget = Widget("peer", head="<script src=x></script>", body="<nav></nav>")
    done = with_widget(page, widget)
    assert done.replace(b"<script src=x></script>", b"").replace(b"<nav></nav>", b"") == page
    assert b"<header><script" not in done
