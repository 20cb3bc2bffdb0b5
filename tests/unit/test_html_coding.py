"""Content codings: undone and done again as streams."""

from __future__ import annotations

import gzip
import zlib

import pytest

from a11y.html.coding import CodingError, Decoder, codings_of, narrow
from a11y.html.deflate import CODINGS

PAGE = "<html>你好</html>".encode("gbk") * 500


def decoder() -> Decoder:
    return CODINGS[b"gzip"].decoder()


def drain(one: Decoder, data: bytes, room: int = 1000) -> bytes:
    plain = b""
    while piece := one.decode(data, room):
        assert len(piece) <= room
        plain += piece
        data = b""
    return plain


@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
def test_gzip_is_decoded_in_any_pieces(size: int) -> None:
    coded = gzip.compress(PAGE)
    one = decoder()
    pieces = [drain(one, coded[at : at + size]) for at in range(0, len(coded), size)]
    assert b"".join(pieces) == PAGE
    assert one.finished
    assert one.rest == b""


def test_what_follows_the_first_member_is_kept_apart() -> None:
    one = decoder()
    assert drain(one, gzip.compress(b"one") + b"tail") == b"one"
    assert drain(one, b" and more") == b""
    assert one.finished
    assert one.rest == b"tail and more"


def test_a_member_that_is_cut_off_is_not_finished() -> None:
    one = decoder()
    drain(one, gzip.compress(PAGE)[:-1])
    assert not one.finished


@pytest.mark.parametrize(
    "coded",
    [
        b"<html>",
        zlib.compress(PAGE),
        gzip.compress(PAGE)[:-8] + b"\0" * 8,
        gzip.compress(PAGE)[:20] + b"\xff" * 20,
    ],
    ids=["plain", "zlib", "wrong checksum", "garbage"],
)
def test_what_is_not_gzip_is_refused(coded: bytes) -> None:
    with pytest.raises(CodingError):
        drain(decoder(), coded)


def test_what_was_given_can_be_read_after_each_flush() -> None:
    encoder = CODINGS[b"gzip"].decoder().encoder()
    reader = zlib.decompressobj(31)
    for piece in (b"<head>", b"<body>", b"</body>"):
        assert reader.decompress(encoder.encode(piece) + encoder.flush()) == piece
    reader.decompress(encoder.finish())
    assert reader.eof


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ([], []),
        ([b"gzip"], [b"gzip"]),
        ([b" X-GZIP "], [b"x-gzip"]),
        ([b"identity"], []),
        ([b"none"], []),
        ([b""], []),
        ([b"gzip, , identity"], [b"gzip"]),
        ([b"gzip, br"], [b"gzip", b"br"]),
        ([b"gzip", b"gzip"], [b"gzip", b"gzip"]),
    ],
)
def test_the_codings_of_content_encoding(fields: list[bytes], names: list[bytes]) -> None:
    assert codings_of(fields) == names


@pytest.mark.parametrize(
    ("accepted", "narrowed"),
    [
        (b"gzip", b"gzip"),
        (b"gzip,  identity;q=0.5", b"gzip,  identity;q=0.5"),
        (b"gzip, deflate, br, zstd", b"gzip"),
        (b"br;q=1.0, gzip;q=0.8, *;q=0.1", b"gzip;q=0.8"),
        (b"identity, *;q=0", b"identity"),
        (b"br", b"identity"),
        (b"*", b"identity"),
        (b"", b"identity"),
        (b"X-Gzip, compress", b"X-Gzip"),
        (b"gzip" + b", x" * 10_000, b"gzip"),
        (b"gzip;q=0, br", b"gzip;q=0"),
        # Who takes nothing that we know gets it as the origin server has it.
        (b"br, identity;q=0", b"br, identity;q=0"),
        (b"br, gzip;q=0, identity; Q=0.000", b"br, gzip;q=0, identity; Q=0.000"),
        (b"br, gzip;q=0.001, identity;q=0", b"gzip;q=0.001, identity;q=0"),
    ],
)
def test_only_codings_that_can_be_undone_are_asked_for(accepted: bytes, narrowed: bytes) -> None:
    assert narrow(accepted, frozenset((b"gzip", b"x-gzip"))) == narrowed
