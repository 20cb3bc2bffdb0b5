"""Every case of the table, through every adapter, over real sockets."""

from __future__ import annotations

import pytest

from a11y.html import Reason
from tests import coded
from tests.contract.adapters import Adapter
from tests.contract.case import MARK, Answer, Case
from tests.contract.table import FIELDS, PAGES, PLAIN, REQUESTS, UNTOUCHED

# What a server says about the connection and the moment, not about the page.
TRANSPORT = frozenset((b"transfer-encoding", b"connection", b"date", b"server"))


def ids(case: Case) -> str:
    return case.name


def check(adapter: Adapter, case: Case) -> Answer:
    """Bring the case through; what holds for every case."""
    before = adapter.counters[case.counted]
    answer = adapter.ask(case)
    assert answer.status == case.status
    assert adapter.counters[case.counted] == before + 1
    assert answer.whole
    for name, value in case.fields:
        expected = [] if value is None else [adapter.versioned(value)]
        assert answer.values(name) == expected
    for name, value in case.seen:
        assert [seen for one, seen in answer.seen if one == name] == ([value] if value else [])
    assert answer.seen_body == case.request_body
    return answer


def page_of(adapter: Adapter, case: Case) -> bytes:
    """The page that has to come, before it is compressed."""
    return case.page.replace(MARK, adapter.rules.tag(case.nonce), 1)


@pytest.mark.parametrize("case", PAGES + FIELDS, ids=ids)
def test_the_tag_is_put_into(adapter: Adapter, case: Case) -> None:
    answer = check(adapter, case)
    content = coded.decode(answer.content, case.codings)
    assert content == page_of(adapter, case)
    if not case.codings:
        length = [] if case.chunked else [b"%d" % len(content)]
        assert answer.values(b"content-length") == length


@pytest.mark.parametrize("case", UNTOUCHED, ids=ids)
def test_every_byte_is_left_of(adapter: Adapter, case: Case) -> None:
    answer = check(adapter, case)
    assert answer.content == case.content
    received = [
        (name.lower(), value) for name, value in answer.headers if name.lower() not in TRANSPORT
    ]
    sent = [(name.lower(), value) for name, value in case.answer_headers]
    assert received == (sorted(sent) if adapter.sorts else sent)


def test_every_reason_is_in_the_table() -> None:
    # No server sends a length that is no number; that refusal is tested where it is decided.
    reasons = {*Reason, "injected"} - {Reason.BAD_LENGTH}
    assert {case.counted for case in UNTOUCHED + REQUESTS} == reasons


@pytest.mark.parametrize("case", REQUESTS, ids=ids)
def test_the_origin_server_sees_that(adapter: Adapter, case: Case) -> None:
    answer = check(adapter, case)
    has_content = case.method != "HEAD" and case.status != 304
    assert answer.content == (page_of(adapter, case) if has_content else b"")


def test_several_cookies_stay_several(adapter: Adapter) -> None:
    cookies = [b"a=1; Path=/", b"b=2; Expires=Wed, 21 Oct 2015 07:28:00 GMT", b"c=3"]
    headers = (*PLAIN.headers, *((b"set-cookie", cookie) for cookie in cookies))
    assert adapter.ask(PLAIN.but("", headers=headers)).values(b"set-cookie") == cookies


def test_the_tag_leaves_before_the_page_has_come(adapter: Adapter) -> None:
    first = PLAIN.content.index(b"<body>")
    tag = adapter.rules.tag()
    with adapter.open(PLAIN.but("", chunked=True, cuts=(first,))) as visitor:
        assert visitor.read_until(tag).endswith(tag)
        adapter.stage.gate.set()
        assert visitor.read_to_end().endswith(b"</html>\r\n0\r\n\r\n")


WAYS = [("gzip",), ("zlib",), ("raw",), ("br",), ("zstd",), ("gzip", "br")]


def in_two_flushes(page: bytes, cut: int, ways: tuple[str, ...]) -> tuple[bytes, bytes]:
    """A page compressed so that its first bytes can be read before the rest is there."""
    stream = coded.stream(ways)
    return stream.send(page[:cut]), stream.send(page[cut:]) + stream.end()


@pytest.mark.parametrize("ways", WAYS, ids=" ".join)
def test_a_compressed_page_leaves_as_it_comes(adapter: Adapter, ways: tuple[str, ...]) -> None:
    first, rest = in_two_flushes(PLAIN.content, 200, ways)
    headers = (*PLAIN.headers, (b"content-encoding", coded.field(ways)))
    case = PLAIN.but("", headers=headers, raw=first + rest, chunked=True, cuts=(len(first),))
    with adapter.open(case) as visitor:
        visitor.head()
        size = int(visitor.read_until(b"\r\n"), 16)
        came = coded.readable(visitor.read_exactly(size), ways)
        assert came == page_of(adapter, PLAIN)[: 200 + len(adapter.rules.tag())]


@pytest.mark.parametrize("ways", WAYS, ids=" ".join)
def test_a_compressed_page_that_breaks_on_its_way_is_broken_off(
    adapter: Adapter, ways: tuple[str, ...]
) -> None:
    first, _ = in_two_flushes(PLAIN.content, 200, ways)
    headers = (*PLAIN.headers, (b"content-encoding", coded.field(ways)))
    # Where each of these formats begins a block, this is none.
    spoilt = first + b"\xff" * 500
    case = PLAIN.but("", headers=headers, raw=spoilt, chunked=True, cuts=(len(first),))
    with adapter.open(case) as visitor:
        assert visitor.head().startswith(b"HTTP/1.1 200 ")
        adapter.stage.gate.set()
        assert not visitor.read_to_end().endswith(b"0\r\n\r\n")


def test_a_page_that_swells_beyond_reason_behind_its_tag_is_broken_off(adapter: Adapter) -> None:
    stream = coded.stream(["gzip"])
    first = stream.send(PLAIN.content[:200])
    bomb = stream.send(b" " * 9_000_000) + stream.end()
    headers = (*PLAIN.headers, (b"content-encoding", b"gzip"))
    case = PLAIN.but("", headers=headers, raw=first + bomb, chunked=True, cuts=(len(first),))
    with adapter.open(case) as visitor:
        assert visitor.head().startswith(b"HTTP/1.1 200 ")
        adapter.stage.gate.set()
        assert not visitor.read_to_end().endswith(b"0\r\n\r\n")


def test_the_script_that_the_tag_loads_is_there(adapter: Adapter) -> None:
    target = adapter.rules.boot_path.encode()
    answer = adapter.ask(PLAIN.but("", target=target, request=((b"accept-encoding", b"identity"),)))
    assert answer.status == 200
    assert answer.values(b"content-type") == [b"text/javascript; charset=utf-8"]
    assert answer.content
    assert answer.seen == []
