"""``a11y fixes check`` shows what rules do before anybody else sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from a11y.cli import main
from tests.fixes.test_ways import BEFORE, FIXES, asgi_portal
from tests.servers import serve_asgi


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "fixes.toml"
    path.write_text(FIXES, encoding="utf-8")
    return path


def test_it_shows_each_tag_before_and_after(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve_asgi(asgi_portal) as url:
        assert main(["fixes", "check", str(rules), f"{url}/old/zip"]) == 0
    shown = capsys.readouterr().out
    assert '-<img src="/i/tu.gif">' in shown
    assert '+<img alt="图 tu" src="/i/tu.gif">' in shown
    assert "✓ pictures: 1" in shown
    assert "✓ skip: 1" in shown


def test_a_saved_page_is_tried_under_its_path(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(BEFORE.replace(b"id=zw", b""))
    assert main(["fixes", "check", str(rules), str(page), "--path", "/old/x"]) == 0
    shown = capsys.readouterr().out
    assert "✓ pictures: 1" in shown
    assert "· skip: [no-match]" in shown
    assert "规则 skip 在这些网页上没有改动" in shown


def test_what_cannot_be_done_and_what_cannot_be_read_count(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules.write_text('[[fix]]\nname = "p"\nselect = "a"\nset = { title = "{text}" }\n')
    page = tmp_path / "page.html"
    page.write_bytes(b"<a href=x></a>")
    assert main(["fixes", "check", str(rules), str(page)]) == 1
    assert "✗ p: [no-value]" in capsys.readouterr().out
    with serve_asgi(asgi_portal) as url:
        assert main(["fixes", "check", str(rules), f"{url}/i/tu.gif"]) == 1
    assert "不是网页" in capsys.readouterr().err
    rules.write_text("[[fix]]")
    assert main(["fixes", "check", str(rules), str(page)]) == 2
    assert "says nothing to do" in capsys.readouterr().err
