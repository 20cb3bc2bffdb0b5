"""What the tag must not do, over made-up pages and html5lib's; `make fuzz` tries a million."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from a11y.html import Reason
from tests.fuzz import sources
from tests.fuzz.case import Case, case_at, case_by_way, check
from tests.fuzz.minimise import reduced
from tests.fuzz.oracle import TAG, FaultError, Oracle, compare_html5lib, compare_trees
from tests.fuzz.run import run, run_block
from tests.fuzz.xml_oracle import compare_xml

# The same in every run; new ones are what `make fuzz SEED=…` is for.
fixed = settings(derandomize=True, deadline=None, max_examples=250, database=None)
DOCTYPE = b"<!DOCTYPE html>"


@fixed
@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_made_up_pages_are_the_same_or_untouched(seed: int, index: int) -> None:
    check(case_at(seed, index))


@fixed
@given(st.binary(max_size=80), st.booleans(), st.integers(8, 100))
@example(b"\xef\xbb\xbf<", True, 8)
def test_so_are_bytes_of_any_kind(page: bytes, is_xml: bool, limit: int) -> None:
    check(Case(page, is_xml=is_xml, scan_bytes=limit))
    check(Case(DOCTYPE + page, is_xml=is_xml, oracle=Oracle(second=True), gzipped=True))


@pytest.mark.parametrize("opening", [b"", DOCTYPE, b"<html><head>"], ids=["", "doctype", "head"])
def test_html5libs_inputs(opening: bytes) -> None:
    inputs = sources.html5lib_inputs()
    outcomes: Counter[Reason | None] = Counter()
    for number, page in enumerate(inputs):
        oracle = Oracle(second=number % 8 == 0)
        outcomes[check(Case(opening + page, seed=str(number), oracle=oracle))] += 1
    assert outcomes.total() == len(inputs) > 1500
    if opening == DOCTYPE:
        # What is left alone ends within a comment or tag, or begins with a reference or NUL.
        left = (Reason.UNFINISHED, Reason.NUL, Reason.CHARACTER_REFERENCE)
        assert outcomes[None] + sum(outcomes[reason] for reason in left) == len(inputs)
        assert outcomes[None] > 1550


def test_html5libs_inputs_as_xhtml() -> None:
    head = b"<html xmlns='http://www.w3.org/1999/xhtml'><head>"
    for page in sources.html5lib_inputs():
        check(Case(page, is_xml=True))
        assert check(Case(head + page, is_xml=True)) is None


def test_what_was_once_wrong() -> None:
    for page in sources.found_inputs():
        for case in (
            Case(page),
            Case(page, is_xml=True),
            Case(page, scan_bytes=len(page) // 2 + 8),
        ):
            check(case)


def test_what_reaches_every_part_of_the_scanner() -> None:
    inputs = sources.covering_inputs()
    assert len(inputs) > 300
    for way, page in inputs:
        check(case_by_way(way, page))


def test_the_portal_pages_cut_at_every_byte() -> None:
    for page in sources.portal_pages():
        beginning = page[:2500]
        assert check(Case(beginning, every_split=True, oracle=Oracle(second=True))) is None


BROKEN = {
    "before the doctype": (b"|<!DOCTYPE html><p>x", "another tree"),
    "in a comment": (b"<!DOCTYPE html><!--|--><p>x", "not one script"),
    "in a title": (b"<head><title>|</title>", "not one script"),
    "in the body": (b"<body>|x", "not in the head"),
    "in a template": (b"<head><template>|</template>", "not in the head"),
    "in noscript": (b"<head><noscript>|</noscript>", "not one script"),
    "in a table": (b"<body><table>|<tr>", "not in the head"),
    "in svg": (b"<body><svg>|</svg>", "not in the head"),
    "in front of white space": (b"|\n<p>x", "another tree"),
    "between two halves of a text": (b"<head>\n|\n<p>", "another tree"),
    "where it starts the head early": (b"<html>|<!--x--><head id=a>", "another tree"),
}


@pytest.mark.parametrize(("page", "kind"), BROKEN.values(), ids=BROKEN)
def test_the_oracle_sees_a_page_that_is_broken(page: bytes, kind: str) -> None:
    before, after = page.replace(b"|", b""), page.replace(b"|", TAG)
    with pytest.raises(FaultError, match=kind):
        Oracle().compare(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<head>", b"<head>" + TAG + TAG),
        (b"<head>", b"<head>" + TAG.replace(b"></", b">x</")),
        (b"<head><body a=1 b=2>", b"<head>" + TAG + b"<body b=2 a=1>"),
        (b"<head><p class=a>", b"<head>" + TAG + b"<p class=b>"),
        (b"<head><template>a</template>", b"<head>" + TAG + b"<template>b</template>"),
        (b"<head><body><svg><a/></svg>", b"<head>" + TAG + b"<body><math><a/></math>"),
        (b"<head><!--a-->", b"<head>" + TAG + b"<!--b-->"),
        (b"<!doctype html><head>", b"<!doctype html public 'x'><head>" + TAG),
    ],
)
def test_the_oracle_sees_every_part_of_a_page(before: bytes, after: bytes) -> None:
    with pytest.raises(FaultError):
        compare_trees(before, after, scripting=True)


def test_the_second_oracle_sees_quirks_mode() -> None:
    page = b"<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 3.2//EN'><head>"
    compare_html5lib(page, page + TAG)
    with pytest.raises(FaultError):
        compare_html5lib(page, page.replace(b"3.2", b"4.1") + TAG)
    with pytest.raises(FaultError, match="not in the head"):
        compare_html5lib(b"<body>", b"<body>" + TAG)


def test_the_oracle_sees_xhtml_that_is_broken() -> None:
    page = b"<html xmlns='http://www.w3.org/1999/xhtml'><head>|</head><body/></html>"
    before, after = page.replace(b"|", b""), page.replace(b"|", TAG)
    compare_xml(before, after)
    for wrong in (
        page.replace(b"|", b"<script src='/_a11y/boot.3f9c2a71.js'>"),
        after.replace(b"<body/>", b"<body />x"),
        after.replace(b"1999/xhtml", b"2000/svg"),
        before.replace(b"<body/>", b"<body>" + TAG + b"</body>"),
        before,
    ):
        with pytest.raises(FaultError, match="xml"):
            compare_xml(before, wrong)


def test_a_run_is_the_same_however_many_processes_share_it() -> None:
    totals = [list(run(1200, 5, jobs=jobs))[-1] for jobs in (1, 2)]
    assert totals[0] == totals[1]
    assert totals[0].cases == 1200
    assert totals[0].broken == []
    assert min(totals[0].outcomes["same"], totals[0].outcomes["fragment"]) > 50


def test_a_fault_is_reported_with_its_case(monkeypatch: pytest.MonkeyPatch) -> None:
    from a11y.html.scan import Scanner
    from tests.fuzz.run import Block

    monkeypatch.setattr(Scanner, "find", lambda *_, **__: 0)
    tally = run_block(Block(seed=1, start=0, end=60, every_split=False))
    assert tally.broken
    assert tally.cases == 60
    with pytest.raises(FaultError):
        check(case_at(1, tally.broken[0].case))


def test_whatever_is_raised_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    from a11y.html.scan import Scanner

    monkeypatch.setattr(Scanner, "find", lambda *_, **__: 1 // 0)
    with pytest.raises(FaultError, match="raised ZeroDivisionError"):
        check(Case(b"x"))


def test_a_page_is_reduced_to_what_matters() -> None:
    page = b"<!doctype html><p>one</p><b>two</b>" * 20
    assert reduced(page, lambda page: b"<b>" in page) == b"<b>"
