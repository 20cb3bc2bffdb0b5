"""What browsers and operators get from us under the prefix."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from a11y import Settings
from a11y.assets import accepts_gzip
from a11y.conditional import etag_matches
from a11y.site import CONFIG_NAME, Site


@pytest.fixture
def site() -> Site:
    return Site(Settings(speech="off", words="off", language="en"), Counter(injected=3))


@pytest.fixture
def client(site: Site) -> Iterator[TestClient]:
    with TestClient(site.app) as client:
        yield client


def test_the_boot_script_is_kept_for_ever(site: Site, client: TestClient) -> None:
    assert re.fullmatch(r"/_a11y/boot\.[0-9a-f]{8}\.js", site.boot_path)
    answer = client.get(site.boot_path)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_the_boot_script_carries_the_settings(site: Site, client: TestClient) -> None:
    script = client.get(site.boot_path).text
    assert CONFIG_NAME.decode() not in script
    toolbar = next(path for path in site.files() if "toolbar" in path)
    assert f'"toolbar":{json.dumps("./" + toolbar.rpartition("/")[2])}' in script
    assert '"language":"en"' in script
    assert '"speech":false' in script
    assert '"words":[]' in script


def test_the_boot_script_says_what_the_server_can() -> None:
    site = Site(Settings(speech="off"), Counter())
    offered = [name for name, can in site.words.offers.items() if can]
    assert json.dumps(offered, separators=(",", ":")).encode() in site.files()[site.boot_path]


def test_every_file_is_served_as_it_is(site: Site, client: TestClient) -> None:
    for path, body in site.files().items():
        assert client.get(path, headers={"accept-encoding": "identity"}).content == body


def test_each_file_says_what_it_is(site: Site, client: TestClient) -> None:
    kinds = {
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
        "ts": "text/plain; charset=utf-8",
    }
    for path in site.files():
        assert client.get(path).headers["content-type"] == kinds[path.rpartition(".")[2]]
    # the mouse pointers: six shapes in three sizes and colours
    assert len([path for path in site.files() if path.endswith(".svg")]) == 54
    assert client.get("/_a11y/cursor-none.svg").status_code == 404


def test_gzip_is_sent_to_those_who_take_it(site: Site, client: TestClient) -> None:
    with client.stream("GET", site.boot_path, headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "accept-encoding"
    assert gzip.decompress(raw) == site.files()[site.boot_path]


def test_what_the_browser_has_is_not_sent_again(site: Site, client: TestClient) -> None:
    etag = client.get(site.boot_path).headers["etag"]
    again = client.get(site.boot_path, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag


def test_the_name_follows_the_settings() -> None:
    chinese = Site(Settings(speech="off"), Counter())
    english = Site(Settings(speech="off", language="en"), Counter())
    assert chinese.boot_path != english.boot_path


def test_a_page_from_an_old_cache_gets_todays_toolbar(site: Site, client: TestClient) -> None:
    answer = client.get("/_a11y/boot.00000000.js", headers={"accept-encoding": "identity"})
    assert answer.content == site.files()[site.boot_path]
    assert answer.headers["cache-control"] == "no-cache"


def test_head_is_answered_without_a_body(site: Site, client: TestClient) -> None:
    answer = client.head(site.boot_path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


def test_health_says_what_happened(client: TestClient) -> None:
    answer = client.get("/_a11y/health")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["status"] == "ok"
    assert answer.json()["pages"] == {"injected": 3}
    assert answer.json()["speech"] == "browser"


@pytest.mark.parametrize("path", ["/_a11y/", "/_a11y/none", "/_a11y/health/", "/_a11y/boot.js"])
def test_what_we_do_not_have_is_a_plain_404(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert (answer.status_code, answer.text) == (404, "404\n")
    assert answer.headers["content-type"].startswith("text/plain")


def test_only_reading_is_allowed(site: Site, client: TestClient) -> None:
    assert client.post(site.boot_path).status_code == 405


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("gzip, deflate, br", True),
        ("GZIP", True),
        ("*", True),
        ("gzip;q=0.5", True),
        ("gzip; q=0", False),
        ("identity", False),
        ("", False),
    ],
)
def test_who_takes_gzip(field: str, wanted: bool) -> None:
    assert accepts_gzip(field) is wanted


@pytest.mark.parametrize(
    ("field", "wanted"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("", False)],
)
def test_which_copies_are_current(field: str, wanted: bool) -> None:
    assert etag_matches(field, '"a"') is wanted
