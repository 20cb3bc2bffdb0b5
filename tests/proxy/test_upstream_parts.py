"""The parser of responses: the same at every split; what two could read differently is refused."""

from __future__ import annotations

import itertools

import pytest
from a11y_proxy.http1.body import Chunks, Counted, body_of
from a11y_proxy.http1.fields import MalformedError, parse_fields, split_lines
from a11y_proxy.http1.response_head import Head, end_of_head, parse_head
from hypothesis import given
from hypothesis import strategies as st

OK = b"HTTP/1.1 200 OK"


def head_of(*fields: bytes, first: bytes = OK, method: str = "GET") -> Head:
    return parse_head(b"\r\n".join([first, *fields]), method)


REFUSED = {
    "length and chunks": [b"Content-Length: 2", b"Transfer-Encoding: chunked"],
    "chunks and length": [b"Transfer-Encoding: chunked", b"Content-Length: 2"],
    "two lengths": [b"Content-Length: 2", b"Content-Length: 3"],
    "a length twice": [b"Content-Length: 2", b"Content-Length: 2"],
    "a list of lengths": [b"Content-Length: 2, 2"],
    "a length with a sign": [b"Content-Length: +2"],
    "a negative length": [b"Content-Length: -2"],
    "an empty length": [b"Content-Length:"],
    "a hexadecimal length": [b"Content-Length: 0x2"],
    "a length past all numbers": [b"Content-Length: " + b"9" * 19],
    "a folded length": [b"Content-Length: 2", b" 3"],
    "a length in other digits": ["Content-Length: ２".encode()],
    "another coding": [b"Transfer-Encoding: gzip"],
    "another coding before chunks": [b"Transfer-Encoding: gzip, chunked"],
    "chunks before another coding": [b"Transfer-Encoding: chunked, gzip"],
    "chunks twice": [b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"],
    "chunks with a parameter": [b"Transfer-Encoding: chunked;q=1"],
    "chunks behind a vertical tab": [b"Transfer-Encoding: \x0bchunked"],
    "identity": [b"Transfer-Encoding: identity"],
    "a space before the colon": [b"Content-Length : 2"],
    "a space in a name": [b"X A: b"],
    "no name": [b": b"],
    "no colon": [b"abc"],
    "an empty line": [b"A: b", b"", b"C: d"],
    "a name in GBK": [b"\xc4\xe3: b"],
    "a NUL": [b"A: b\0c"],
    "a CR": [b"A: b\rC: d"],
    "a LF": [b"A: b\nContent-Length: 2"],
    "a fold before all fields": [b" a: b"],
    "too many fields": [b"A: b"] * 1001,
    "a field too long": [b"A: " + b"b" * 65536],
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_head_is_refused_for(name: str) -> None:
    with pytest.raises(MalformedError):
        head_of(*REFUSED[name])


@pytest.mark.parametrize(
    "first",
    [
        *(b"", b"HTTP/1.1", b"HTTP/1.1 ", b"HTTP/1.1  200 OK", b"HTTP/1.1 20 OK", b"HTTP/1.1 2000"),
        *(b"HTTP/1.1 099 X", b"HTTP/1.1 600 X", b"HTTP/1.1 699 X", b"HTTP/1.1 200\tOK"),
        *(b"HTTP/2 200 OK", b"HTTP/1.10 200 OK", b"http/1.1 200 OK", b"ICY 200 OK"),
        *(b"HTTP/1.1 200 O\x01K", b" HTTP/1.1 200 OK", b"HTTP/1.1 +20 OK", b"<html>"),
    ],
)
def test_what_is_no_status_line_is_refused(first: bytes) -> None:
    with pytest.raises(MalformedError):
        head_of(first=first)


@pytest.mark.parametrize(
    "first", [OK, b"HTTP/1.1 200", b"HTTP/1.1 200 ", b"HTTP/1.0 200 \xba\xc3", b"HTTP/1.9 200 a b"]
)
def test_status_lines_of_all_kinds_are_read(first: bytes) -> None:
    assert head_of(first=first).status == 200


FRAMING: dict[str, tuple[Head, int | None, bool, bool]] = {
    "a length": (head_of(b"Content-Length: 5"), 5, False, True),
    "a length in HTTP/1.0": (
        head_of(b"Content-Length: 5", first=b"HTTP/1.0 200 OK"),
        *(5, False, False),
    ),
    "kept in HTTP/1.0": (
        head_of(b"Connection: Keep-Alive", b"Content-Length: 5", first=b"HTTP/1.0 200 OK"),
        *(5, False, True),
    ),
    "chunks": (head_of(b"TRANSFER-ENCODING:\t Chunked \t"), None, True, True),
    "chunks in HTTP/1.0": (
        head_of(b"Transfer-Encoding: chunked", first=b"HTTP/1.0 200 OK"),
        *(None, True, False),
    ),
    "until the end": (head_of(), None, False, False),
    "closed": (head_of(b"Content-Length: 5", b"Connection: x, Close"), 5, False, False),
    "closed by the second": (
        head_of(b"Connection: keep-alive", b"Connection: close", b"Content-Length: 0"),
        *(0, False, False),
    ),
    "HEAD": (head_of(b"Content-Length: 5", method="HEAD"), 0, False, True),
    "HEAD with chunks": (head_of(b"Transfer-Encoding: chunked", method="HEAD"), 0, False, True),
    "304": (head_of(b"Content-Length: 5", first=b"HTTP/1.1 304 X"), 0, False, True),
    "204": (head_of(first=b"HTTP/1.1 204 X"), 0, False, True),
    "204 with a length": (
        head_of(b"Content-Length: 5", first=b"HTTP/1.1 204 X"),
        *(0, False, False),
    ),
    "304 with chunks": (
        head_of(b"Transfer-Encoding: chunked", first=b"HTTP/1.1 304 X"),
        *(0, False, False),
    ),
    "205": (head_of(b"Content-Length: 0", first=b"HTTP/1.1 205 X"), 0, False, True),
}


@pytest.mark.parametrize("name", FRAMING)
def test_a_body_is_delimited_by(name: str) -> None:
    head, length, chunked, keeps_alive = FRAMING[name]
    assert (head.length, head.chunked, head.keeps_alive) == (length, chunked, keeps_alive)


def test_fields_keep_bytes_order_and_number() -> None:
    lines = [b"X-B: \xc4\xe3", b"x-a:1", b"X-B:\t2 ", b"X-Empty:", b"Folded: a", b"  b", b"\tc"]
    assert parse_fields(lines) == [
        *[(b"x-b", b"\xc4\xe3"), (b"x-a", b"1"), (b"x-b", b"2"), (b"x-empty", b"")],
        (b"folded", b"a b c"),
    ]


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"a\r\nb", [b"a", b"b"]),
        (b"a\nb", [b"a", b"b"]),
    ],
)
def test_both_kinds_of_lines_are_read(raw: bytes, lines: list[bytes]) -> None:
    assert split_lines(raw) == lines


@pytest.mark.parametrize(
    ("received", "end"),
    [
        (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody\n\n", (21, 25)),
        (b"HTTP/1.1 200 OK\nA: b\n\nbody\r\n\r\n", (20, 22)),
        (b"HTTP/1.1 200 OK\nA: b\n\r\nbody", (20, 23)),
        (b"HTTP/1.1 200 OK\r\nA: b\n\nbody", None),
        (b"HTTP/1.1 200 OK\r\n", None),
        (b"HTTP/1.1 200", None),
        (b"", None),
    ],
)
def test_the_end_of_a_head_is_found(received: bytes, end: tuple[int, int] | None) -> None:
    assert end_of_head(received) == end


def in_parts(body: Chunks | Counted, data: bytes, cuts: list[int]) -> bytes:
    """What a body makes of data that comes cut at these places."""
    content = b""
    places = sorted({cut % (len(data) + 1) for cut in cuts} | {0, len(data)})
    parts = [data[a:b] for a, b in itertools.pairwise(places)]
    for number, part in enumerate(parts):
        if body.done:
            body.rest = b"".join([body.rest, *parts[number:]])
            break
        content += body.feed(part)
    return content


chunk = st.builds(
    lambda data, pad, extension: b"%x%b%b\r\n%b\r\n" % (len(data), pad, extension, data),
    st.binary(min_size=1, max_size=40),
    st.sampled_from([b"", b"  ", b"\t"]),
    st.sampled_from([b"", b";a=b", b'; c="d"']),
)
cuts = st.lists(st.integers(0, 400), max_size=12)


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=6), cuts, st.binary(max_size=10))
def test_chunks_are_the_same_at_every_split(
    parts: list[bytes], places: list[int], rest: bytes
) -> None:
    data = b"".join(b"%X;x\r\n%b\r\n" % (len(part), part) for part in parts)
    data += b"000\r\nX-Sum: 1\r\nX-B: \xc4\r\n\r\n" + rest
    body = Chunks()
    assert in_parts(body, data, places) == b"".join(parts)
    assert body.done
    assert body.rest == rest
    assert body.trailers == [(b"x-sum", b"1"), (b"x-b", b"\xc4")]


@given(chunk, st.integers(0, 200))
def test_padded_sizes_and_extensions_are_read(data: bytes, place: int) -> None:
    whole, torn = Chunks(), Chunks()
    end = b"0\r\n\r\n"
    assert in_parts(torn, data + end, [place]) == whole.feed(data + end)
    assert torn.done
    assert whole.done


@given(st.binary(max_size=200), st.integers(0, 200), cuts)
def test_a_counted_body_takes_its_bytes_and_no_more(
    data: bytes, length: int, places: list[int]
) -> None:
    body = Counted(length)
    assert in_parts(body, data, places) == data[:length]
    assert body.done == (len(data) >= length)
    assert body.rest == data[length:]


BAD_CHUNKS = [
    *(b"zz\r\n", b"\r\n", b"0x2\r\nab\r\n", b"+2\r\nab\r\n", b"-2\r\n", b" 2\r\nab\r\n", b";a\r\n"),
    *(
        b"2\nab\r\n",
        b"2\r\nabX0\r\n\r\n",
        b"2\r\nab\n0\r\n\r\n",
        b"2\r\nab\rx",
        b"f" * 16 + b"\r\n",
    ),
    *(
        b"2 2\r\nab\r\n",
        b"2\0\r\nab\r\n",
        b"2;\x01\r\nab\r\n",
        b"2" + b";" * 5000,
        b"2;a\rb\r\nab\r\n",
    ),
    *(b"0\r\nbad\r\n\r\n", b"0\r\nA: b\nC: d\r\n\r\n", b"0\r\nX-A" + b"a" * 70_000),
    b"0\r\n" + b"A: b\r\n" * 1100 + b"\r\n",
]


def feed_in_steps(body: Chunks, data: bytes, size: int) -> None:
    for place in range(0, len(data), size):
        body.feed(data[place : place + size])


@pytest.mark.parametrize("bad", BAD_CHUNKS, ids=range(len(BAD_CHUNKS)))
def test_bad_chunks_are_refused_at_every_split(bad: bytes) -> None:
    for start in (b"", b"3\r\nabc\r\n"):
        for size in (1, 2, 3, 7, len(start + bad)):
            data = start + bad
            body = Chunks()
            with pytest.raises(MalformedError):
                feed_in_steps(body, data, size)


@given(st.binary(max_size=300))
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    try:
        head = parse_head(OK + b"\r\n" + data, "GET")
        body_of(head).feed(data or b"x") if not body_of(head).done else None
        Chunks().feed(data)
    except MalformedError:
        pass
