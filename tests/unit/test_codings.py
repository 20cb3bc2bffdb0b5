"""Each content coding that is installed, undone and done again as a stream."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib

import brotli
import pytest

from a11y import codings
from a11y.html import CODINGS, Coding, CodingError, Decoder, deflate_codings
from tests import coded

PAGE = "".join(f"<p id={n}>你好 {n * 7919}</p>" for n in range(700)).encode("gbk")
WAYS = sorted(coded.WAYS)
CHECKED = ["gzip", "zlib"]  # those whose ends hold a checksum


def every_coding() -> list[tuple[str, Coding]]:
    """What is installed, and for what isal does, the standard library's, too."""
    known = [(way, codings.installed()[coded.WAYS[way].name]) for way in WAYS]
    plain = [(way, CODINGS[coded.WAYS[way].name]) for way in ("gzip", "raw", "zlib")]
    return known + plain


@pytest.fixture(params=every_coding(), ids=lambda pair: pair[0])
def pair(request: pytest.FixtureRequest) -> tuple[str, Coding]:
    found: tuple[str, Coding] = request.param
    return found


def drain(one: Decoder, data: bytes, room: int = 1000) -> bytes:
    plain = b""
    while piece := one.decode(data, room):
        plain += piece
        data = b""
    return plain


@pytest.mark.parametrize("size", [1, 7, 100, 100_000])
def test_decoded_in_any_pieces(pair: tuple[str, Coding], size: int) -> None:
    data = coded.encode(PAGE, [pair[0]])
    one = pair[1].decoder()
    pieces = [drain(one, data[at : at + size]) for at in range(0, len(data), size)]
    assert b"".join(pieces) == PAGE
    assert one.finished
    assert one.rest == b""


def test_what_is_encoded_again_has_the_form_that_came(pair: tuple[str, Coding]) -> None:
    one = pair[1].decoder()
    drain(one, coded.encode(PAGE, [pair[0]]))
    encoder = one.encoder()
    again = encoder.encode(PAGE) + encoder.finish()
    assert coded.decode(again, [pair[0]]) == PAGE


def test_what_was_given_can_be_read_after_each_flush(pair: tuple[str, Coding]) -> None:
    one = pair[1].decoder()
    drain(one, coded.encode(PAGE, [pair[0]]))
    encoder = one.encoder()
    data = b""
    for count, piece in enumerate((b"<head>", b"<body>", b"</body>"), 1):
        data += encoder.encode(piece) + encoder.flush()
        assert coded.readable(data, [pair[0]]) == b"<head><body></body>"[: [6, 12, 19][count - 1]]
    assert coded.decode(data + encoder.finish(), [pair[0]]) == b"<head><body></body>"


def test_what_is_cut_off_is_not_finished(pair: tuple[str, Coding]) -> None:
    one = pair[1].decoder()
    drain(one, coded.encode(PAGE, [pair[0]])[:-1])
    assert not one.finished


def test_what_comes_behind_the_end_is_kept_apart(pair: tuple[str, Coding]) -> None:
    one = pair[1].decoder()
    assert drain(one, coded.encode(PAGE, [pair[0]])) == PAGE
    assert drain(one, b"tail") == b""
    assert drain(one, b" and more") == b""
    assert one.finished
    assert one.rest == b"tail and more"


def test_what_comes_behind_the_end_in_one_piece_with_it(pair: tuple[str, Coding]) -> None:
    data = coded.encode(PAGE, [pair[0]]) + b"tail"
    one = pair[1].decoder()
    if pair[0] == "br":  # the library does not say where the end is
        with pytest.raises(CodingError):
            drain(one, data, len(data) * 100)
    else:
        assert drain(one, data) == PAGE
        assert one.rest == b"tail"


@pytest.mark.parametrize(
    "data",
    [b"<!doctype html><html><head><title>t</title></head>", b"\xff" * 100, b"\0" * 100],
    ids=["html", "ones", "zeros"],
)
def test_what_is_something_else_is_refused_or_does_not_end(
    pair: tuple[str, Coding], data: bytes
) -> None:
    one = pair[1].decoder()
    try:
        came = drain(one, data)
    except CodingError:
        return
    assert not (one.finished and not one.rest), came


@pytest.mark.parametrize("pair", [one for one in every_coding() if one[0] in CHECKED])
def test_a_wrong_checksum_is_refused(pair: tuple[str, Coding]) -> None:
    data = coded.encode(PAGE, [pair[0]])
    with pytest.raises(CodingError):
        drain(pair[1].decoder(), data[:-4] + b"\0\1\2\3")


def test_a_spoilt_middle_is_refused(pair: tuple[str, Coding]) -> None:
    data = coded.stream([pair[0]]).send(PAGE[:100]) + b"\xff" * 100
    with pytest.raises(CodingError):
        drain(pair[1].decoder(), data)


def test_a_little_that_stands_for_much_comes_in_pieces(pair: tuple[str, Coding]) -> None:
    data = coded.encode(b" " * 5_000_000, [pair[0]])
    one = pair[1].decoder()
    sizes = [len(one.decode(data, 65536))]
    while piece := one.decode(b"", 65536):
        sizes.append(len(piece))
    assert sum(sizes) == 5_000_000
    assert max(sizes) <= 2 * 65536


def test_the_words_for_codings() -> None:
    # "br" and "zstd" are there because the tests' environment has them.
    assert set(codings.installed()) == {b"gzip", b"x-gzip", b"deflate", b"br", b"zstd"}
    assert set(CODINGS) == set(deflate_codings()) == {b"gzip", b"x-gzip", b"deflate"}


def test_what_is_not_installed_is_not_there() -> None:
    script = """
import sys
for name in ("brotli", "isal", "backports.zstd", "compression.zstd"):
    sys.modules[name] = None
from a11y import codings
from a11y.html import CODINGS
assert dict(codings.installed()) == dict(CODINGS)
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_core_needs_the_standard_library_only() -> None:
    script = """
import sys
before = set(sys.modules)
import a11y.html
new = {name.partition(".")[0] for name in set(sys.modules) - before}
others = new - sys.stdlib_module_names - {"a11y"}
assert not others, others
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_window_beyond_what_browsers_have_is_refused() -> None:
    noise = PAGE * 10
    compressor = coded.zstd.ZstdCompressor
    options = {coded.zstd.CompressionParameter.window_log: 24}
    coder = compressor(options=options)
    data = coder.compress(noise) + coder.flush(compressor.FLUSH_BLOCK)
    with pytest.raises(CodingError):
        drain(codings.installed()[b"zstd"].decoder(), data)


def test_a_frame_to_skip_is_a_page_of_nothing() -> None:
    skipped = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"
    one = codings.installed()[b"zstd"].decoder()
    assert drain(one, skipped + coded.encode(PAGE, ["zstd"])) in (b"", PAGE)


@pytest.mark.parametrize("size", [1, 2, 6, 100])
def test_raw_deflate_that_begins_like_zlib_is_not_mistaken(size: int) -> None:
    # A stored block of one byte whose unused bits make it look like the header of zlib data.
    data = b"\x78\x01\x00\xfe\xff" + b"a" + b"\x01\x00\x00\xff\xff"
    one = CODINGS[b"deflate"].decoder()
    pieces = [drain(one, data[at : at + size]) for at in range(0, len(data), size)]
    assert b"".join(pieces) == zlib.decompress(data, -15) == b"a"
    assert one.finished


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_gzip_called_deflate_is_refused(size: int) -> None:
    data = gzip.compress(PAGE)
    one = CODINGS[b"deflate"].decoder()
    with pytest.raises(CodingError):
        for at in range(0, len(data), size):
            drain(one, data[at : at + size])


def test_brotli_of_the_largest_window_is_read() -> None:
    data = brotli.compress(PAGE, lgwin=24)
    assert drain(codings.installed()[b"br"].decoder(), data) == PAGE
