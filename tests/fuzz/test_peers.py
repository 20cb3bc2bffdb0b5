"""The table of what other ways do is made by the same oracle; ours is the one without harm."""

from __future__ import annotations

import pytest

from tests.fuzz import peers, sources
from tests.fuzz.oracle import TAG


def test_ours_does_no_harm_and_the_naive_way_does() -> None:
    pages = sources.html5lib_inputs()[::4]
    ours = peers.judge(peers.ours, pages)
    assert (ours.broken, ours.other_bytes) == (0, 0)
    assert ours.same > len(pages) / 3
    assert peers.judge(peers.in_front, pages).broken > len(pages) / 4
    assert peers.judge(peers.behind_body, pages).broken > 0


def test_every_way_that_is_installed_is_tried(capsys: pytest.CaptureFixture[str]) -> None:
    page = b"<!DOCTYPE html><html><head><title>t</title></head><body><p>x</p></body></html>"
    for name, way in peers.ways().items():
        out = way(page)
        assert out is not None, name
        assert TAG in out, name
    assert "a11y" not in capsys.readouterr().out
