"""What a part of the toolbar gets that asks for the words of one text."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.visitor import launcher

pytest.importorskip("pypinyin", reason="no pypinyin is installed")
pytest.importorskip("opencc", reason="no OpenCC is installed")
pytestmark = pytest.mark.browser

WIDGET = Path(__file__).parents[2] / "widget"


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The module, bundled as the widget is."""
    esbuild = shutil.which("esbuild", path=WIDGET / "node_modules" / ".bin")
    if not esbuild:
        pytest.fail("esbuild is not installed: run npm ci in widget/")
    bundle = tmp_path_factory.mktemp("words") / "app.js"
    options = ["--bundle", "--target=chrome86", "--charset=utf8", "--tsconfig-raw={}"]
    page = WIDGET / "test" / "words-page.js"
    subprocess.run(
        [esbuild, page, *options, f"--outfile={bundle}", "--log-level=warning"], check=True
    )
    return bundle.read_text(encoding="utf-8")


@pytest.fixture
def asking(page: Page, care: str, script: str) -> tuple[Page, list[Request]]:
    """A page that can ask, and what it asks the server for."""
    page.goto(care + "/words.html")
    expect(launcher(page)).to_be_visible()
    page.evaluate(script)
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request) if "words" in request.url else None)
    return page, requests


def test_each_character_comes_with_its_reading(asking: tuple[Page, list[Request]]) -> None:
    page, _ = asking
    pairs = page.evaluate("pinyinOf('A重庆,😀3个银行')")
    assert pairs == [
        ["A", ""],
        ["重", "chóng"],
        ["庆", "qìng"],
        [",", ""],
        ["😀", ""],
        ["3", ""],
        ["个", "gè"],
        ["银", "yín"],
        ["行", "háng"],
    ]
    assert page.evaluate("traditionalOf('A重庆,😀3个银行')") == "A重慶,😀3個銀行"


def test_what_needs_no_server_asks_none(asking: tuple[Page, list[Request]]) -> None:
    page, requests = asking
    assert page.evaluate("pinyinOf('')") == []
    assert page.evaluate("pinyinOf('A1')") == [["A", ""], ["1", ""]]
    assert page.evaluate("traditionalOf('A 1')") == "A 1"
    assert requests == []


def test_requests_go_together_and_once(asking: tuple[Page, list[Request]]) -> None:
    page, requests = asking
    ask = "Promise.all(['银行', '行政', '银行', '第2次', '第3次'].map(traditionalOf))"
    assert page.evaluate(ask) == ["銀行", "行政", "銀行", "第2次", "第3次"]
    assert page.evaluate(ask) == ["銀行", "行政", "銀行", "第2次", "第3次"]
    assert len(requests) == 1
    body: Any = requests[0].post_data_json
    assert body == {"v": 1, "lines": [["银行"], ["行政"], ["第 次"]]}


def test_a_very_long_text_is_asked_for_in_parts(asking: tuple[Page, list[Request]]) -> None:
    page, requests = asking
    long = "重庆银行,2025年办理" * 1000 + "的" * 10_000
    converted: str = page.evaluate("(text) => traditionalOf(text)", long)
    assert converted == "重慶銀行,2025年辦理" * 1000 + "的" * 10_000
    pairs: list[list[str]] = page.evaluate("(text) => pinyinOf(text)", long)
    assert [character for character, _ in pairs] == list(long)
    assert [reading for _, reading in pairs[:4]] == ["chóng", "qìng", "yín", "háng"]
    assert [reading for _, reading in pairs[-3:]] == ["de"] * 3
    assert len(requests) > 6


def test_a_failure_is_not_kept(asking: tuple[Page, list[Request]]) -> None:
    page, _ = asking
    page.route("**/words/*", lambda route: route.fulfill(status=503))
    assert page.evaluate("pinyinOf('银行').catch((error) => error.message)") == "words: 503"
    page.unroute("**/words/*")
    assert page.evaluate("pinyinOf('银行')") == [["银", "yín"], ["行", "háng"]]
