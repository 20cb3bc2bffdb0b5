"""The tag gets in, and nothing else changes: at every split, plain and compressed."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Iterable

import pytest

from a11y.codings import installed
from a11y.html import CodingError, Headers, Inject, Injector, Reason, Rules, decide, injector_for
from tests import coded

RULES = Rules(boot_path="/_a11y/boot.3f9c2a71.js", scan_bytes=4096, codings=installed())
TAG = RULES.tag()
PAGE = (
    "<!DOCTYPE html>\r\n<html>\r\n<head>\r\n<meta charset=gb18030>|\r\n<title>市民㐂办事</title>"
    "</head>\r\n<body>" + "<p>您好,欢迎办事。</p>\r\n" * 200 + "</body></html>\r\n"
).encode("gb18030")
BARE = PAGE.replace(b"|", b"", 1)
TAGGED = PAGE.replace(b"|", TAG, 1)
FRAGMENT = "<li>结果</li>".encode("gbk") * 100


def verdict(*headers: tuple[bytes, bytes], rules: Rules = RULES, gzipped: bool = False) -> Inject:
    fields: Headers = [(b"content-type", b"text/html"), *headers]
    if gzipped:
        fields.append((b"content-encoding", b"gzip"))
    answer = decide("GET", [], 200, fields, rules)
    assert isinstance(answer, Inject)
    return answer


def run(injector: Injector, chunks: Iterable[bytes]) -> bytes:
    """What comes out; nothing may come before it is decided."""
    out = b""
    for chunk in chunks:
        out += injector.feed(chunk)
        assert injector.decided or out == b""
    out += injector.finish()
    assert injector.decided
    assert injector.injected == (injector.reason is None)
    return out


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


SIZES = [1, 2, 3, 17, 100, 1000, 10**6]


@pytest.mark.parametrize("size", SIZES)
def test_the_tag_is_all_that_is_added(size: int) -> None:
    injector = injector_for(verdict())
    assert run(injector, pieces(BARE, size)) == TAGGED
    assert injector.injected


@pytest.mark.parametrize("size", SIZES)
def test_the_tag_is_all_that_is_added_to_a_compressed_page(size: int) -> None:
    injector = injector_for(verdict(gzipped=True))
    out = run(injector, pieces(gzip.compress(BARE), size))
    assert gzip.decompress(out) == TAGGED


def test_every_split_in_two() -> None:
    coded = gzip.compress(BARE)
    for cut in range(500):
        assert run(injector_for(verdict()), (BARE[:cut], BARE[cut:])) == TAGGED
        out = run(injector_for(verdict(gzipped=True)), (coded[:cut], coded[cut:]))
        assert gzip.decompress(out) == TAGGED


@pytest.mark.parametrize("size", SIZES)
def test_what_is_no_document_stays(size: int) -> None:
    injector = injector_for(verdict())
    assert run(injector, pieces(FRAGMENT, size)) == FRAGMENT
    assert injector.reason is Reason.FRAGMENT


@pytest.mark.parametrize("size", SIZES)
def test_a_compressed_page_that_is_no_document_keeps_its_coded_bytes(size: int) -> None:
    coded = gzip.compress(FRAGMENT, compresslevel=9)
    injector = injector_for(verdict(gzipped=True))
    assert run(injector, pieces(coded, size)) == coded
    assert injector.reason is Reason.FRAGMENT


def test_a_compressed_page_that_is_decided_by_its_end() -> None:
    coded = gzip.compress(b"<!doctype html>")
    out = run(injector_for(verdict(gzipped=True)), pieces(coded, 5))
    assert gzip.decompress(out) == b"<!doctype html>" + TAG


def test_the_first_bytes_leave_when_the_place_is_known() -> None:
    injector = injector_for(verdict())
    assert injector.feed(b"<!doctype html><html>") == b""
    assert injector.feed(b"<head><link>") == b"<!doctype html><html><head>" + TAG + b"<link>"
    assert injector.feed(b"more") == b"more"


def test_a_compressed_page_can_be_read_as_far_as_it_has_come() -> None:
    coder = zlib.compressobj(wbits=31)
    reader = zlib.decompressobj(wbits=31)
    injector = injector_for(verdict(gzipped=True))

    def send(page: bytes) -> bytes:
        chunk = coder.compress(page) + coder.flush(zlib.Z_SYNC_FLUSH)
        return reader.decompress(injector.feed(chunk))

    assert send(b"<!doctype html>") == b""
    assert send(b"<head><p>") == b"<!doctype html><head>" + TAG + b"<p>"
    assert send(b"one") == b"one"
    assert send(b"two") == b"two"
    reader.decompress(injector.feed(coder.flush()) + injector.finish())
    assert reader.eof


def test_a_page_of_one_piece_is_finished_with_it() -> None:
    injector = injector_for(verdict((b"content-length", b"%d" % len(BARE))))
    assert injector.feed(BARE, final=True) == TAGGED
    assert dict(injector.headers())[b"content-length"] == b"%d" % len(TAGGED)


def test_a_compressed_page_of_one_piece_has_a_length() -> None:
    coded = gzip.compress(BARE)
    injector = injector_for(verdict((b"content-length", b"%d" % len(coded)), gzipped=True))
    out = injector.feed(coded, final=True)
    assert dict(injector.headers(len(out)))[b"content-length"] == b"%d" % len(out)
    assert b"content-length" not in dict(injector.headers())


def test_the_header_section_of_a_page_that_stays_is_the_same() -> None:
    asked = verdict((b"content-length", b"7"), (b"etag", b'"a"'), (b"accept-ranges", b"bytes"))
    injector = injector_for(asked)
    injector.feed(FRAGMENT, final=True)
    assert injector.headers() is asked.headers


def test_a_page_that_has_the_tag_is_not_given_another() -> None:
    injector = injector_for(verdict())
    assert run(injector, [TAGGED]) == TAGGED
    assert injector.reason is Reason.ALREADY_THERE


def test_a_page_with_the_tag_of_another_release_is_not_given_ours() -> None:
    page = TAGGED.replace(b"3f9c2a71", b"00000000")
    injector = injector_for(verdict())
    assert run(injector, [page]) == page
    assert injector.reason is Reason.ALREADY_THERE


def test_a_nonce_of_the_page_is_in_its_tag() -> None:
    policy = (b"content-security-policy", b"script-src 'nonce-abc'")
    out = run(injector_for(verdict(policy)), [BARE])
    assert out == PAGE.replace(b"|", RULES.tag("abc"), 1)


def test_a_place_that_is_too_late_is_not_waited_for() -> None:
    page = b"<!doctype html>" + b" " * 5000 + b"<head></head>"
    injector = injector_for(verdict())
    assert run(injector, pieces(page, 100)) == page
    assert injector.reason is Reason.SCAN_LIMIT
    injector = injector_for(verdict(gzipped=True))
    assert run(injector, [gzip.compress(page, mtime=0)]) == gzip.compress(page, mtime=0)
    assert injector.reason is Reason.SCAN_LIMIT


@pytest.mark.parametrize(
    "coded",
    [
        BARE,
        zlib.compress(BARE),
        gzip.compress(BARE)[:-8] + b"\0" * 8,
        gzip.compress(BARE)[:-9],
        b"",
    ],
    ids=["plain", "zlib", "wrong checksum", "cut off", "empty"],
)
def test_content_that_is_not_what_its_coding_says_stays(coded: bytes) -> None:
    injector = injector_for(verdict(gzipped=True))
    assert injector.feed(coded, final=True) == coded
    assert injector.reason is Reason.BROKEN_CODING


def test_a_page_that_breaks_on_its_way_is_broken_off() -> None:
    noise = random.Random(1).randbytes(20_000)  # noqa: S311 it need not be secret
    coded = gzip.compress(BARE + noise)
    injector = injector_for(verdict(gzipped=True))
    assert injector.feed(coded[:10_000])
    with pytest.raises(CodingError):
        injector.feed(coded[10_000:-8] + b"\0" * 8)


@pytest.mark.parametrize("lost", [1, 8, 9, 5000])
def test_a_page_that_ends_too_early_still_ends_too_early(lost: int) -> None:
    noise = random.Random(1).randbytes(20_000)  # noqa: S311
    coded = gzip.compress(BARE + noise)
    injector = injector_for(verdict(gzipped=True))
    out = run(injector, (coded[:10_000], coded[10_000:-lost]))
    reader, before = zlib.decompressobj(wbits=31), zlib.decompressobj(wbits=31)
    assert reader.decompress(out).replace(TAG, b"", 1) == before.decompress(coded[:-lost])
    assert not reader.eof


@pytest.mark.parametrize("size", [50, 10**6])
def test_what_follows_a_compressed_page_stays(size: int) -> None:
    tail = gzip.compress(b"<p>second member</p>") + b"\0" * 200_000
    out = run(injector_for(verdict(gzipped=True)), pieces(gzip.compress(BARE) + tail, size))
    assert out.endswith(tail)
    assert gzip.decompress(out.removesuffix(tail)) == TAGGED


def test_a_page_that_grows_beyond_the_bound_is_broken_off() -> None:
    rules = Rules(boot_path=RULES.boot_path, decoded_bytes=100_000)
    coded = gzip.compress(BARE + random.Random(1).randbytes(200_000))  # noqa: S311
    injector = injector_for(verdict(rules=rules, gzipped=True))
    assert injector.feed(coded[:50_000])
    with pytest.raises(CodingError):
        injector.feed(coded[50_000:])


def test_a_small_page_that_stands_for_a_huge_one_is_left_as_it_is() -> None:
    coded = gzip.compress(b"<html><head>" + b" " * 20_000_000)
    injector = injector_for(verdict(gzipped=True))
    assert injector.feed(coded, final=True) == coded
    assert injector.reason is Reason.BROKEN_CODING


def test_coded_bytes_that_stand_for_nothing_are_not_kept_for_ever() -> None:
    coder = zlib.compressobj(wbits=31)
    injector = injector_for(verdict(gzipped=True))
    fed = out = b""
    while not injector.decided and len(fed) < 10**6:
        nothing = coder.flush(zlib.Z_FULL_FLUSH) + coder.compress(b" ")
        fed += nothing
        out += injector.feed(nothing)
    assert out == fed
    assert injector.reason is Reason.SCAN_LIMIT


# every coding, and several


SEVERAL = [
    ("gzip", "br"),
    ("br", "gzip"),
    ("gzip", "gzip"),
    ("raw", "zstd"),
    ("zlib", "br", "gzip"),
]
WAYS = [*((way,) for way in sorted(coded.WAYS)), *SEVERAL]
every_way = pytest.mark.parametrize("ways", WAYS, ids=" ".join)


def coded_injector(ways: tuple[str, ...], rules: Rules = RULES) -> Injector:
    return injector_for(verdict((b"content-encoding", coded.field(ways)), rules=rules))


@every_way
@pytest.mark.parametrize("size", [1, 17, 1000, 10**6])
def test_the_tag_is_all_that_is_added_in_every_coding(ways: tuple[str, ...], size: int) -> None:
    injector = coded_injector(ways)
    assert coded.decode(run(injector, pieces(coded.encode(BARE, ways), size)), ways) == TAGGED


@every_way
@pytest.mark.parametrize("size", [1, 17, 10**6])
def test_what_is_no_document_keeps_its_bytes_in_every_coding(
    ways: tuple[str, ...], size: int
) -> None:
    data = coded.encode(FRAGMENT, ways)
    injector = coded_injector(ways)
    assert run(injector, pieces(data, size)) == data
    assert injector.reason is Reason.FRAGMENT


@every_way
def test_every_piece_can_be_read_when_it_has_come(ways: tuple[str, ...]) -> None:
    stream, injector = coded.stream(ways), coded_injector(ways)
    out = injector.feed(stream.send(b"<!doctype html>"))
    assert out == b""
    expected = b""
    for piece in (b"<head><p>", b"one", b"two", b"x" * 5000):
        out += injector.feed(stream.send(piece))
        expected = expected + piece if expected else b"<!doctype html><head>" + TAG + b"<p>"
        assert coded.readable(out, ways) == expected
    out += injector.feed(stream.end()) + injector.finish()
    assert coded.decode(out, ways) == expected


@every_way
@pytest.mark.parametrize("data", [b"", BARE, b"\xff" * 500], ids=["empty", "plain", "garbage"])
def test_what_is_in_no_such_coding_stays(ways: tuple[str, ...], data: bytes) -> None:
    injector = coded_injector(ways)
    assert injector.feed(data, final=True) == data
    assert injector.reason is not None


@pytest.mark.parametrize("ways", SEVERAL, ids=" ".join)
def test_what_is_compressed_once_less_than_it_says_stays(ways: tuple[str, ...]) -> None:
    data = coded.encode(BARE, ways[1:])
    injector = coded_injector(ways)
    assert injector.feed(data, final=True) == data
    assert injector.reason is Reason.BROKEN_CODING


@every_way
def test_what_is_cut_off_at_once_stays_as_it_came(ways: tuple[str, ...]) -> None:
    data = coded.encode(BARE, ways)[:-1]
    injector = coded_injector(ways)
    assert injector.feed(data, final=True) == data
    assert injector.reason is Reason.BROKEN_CODING


@every_way
def test_what_is_cut_off_on_its_way_stays_cut_off(ways: tuple[str, ...]) -> None:
    stream, injector = coded.stream(ways), coded_injector(ways)
    out = injector.feed(stream.send(BARE)) + injector.finish()
    assert coded.readable(out, ways) == TAGGED
    with pytest.raises(coded.BROKEN):
        coded.decode(out, ways)


@every_way
def test_what_breaks_on_its_way_is_broken_off(ways: tuple[str, ...]) -> None:
    stream, injector = coded.stream(ways), coded_injector(ways)
    assert injector.feed(stream.send(BARE))
    with pytest.raises(CodingError):
        injector.feed(b"\xff" * 500)


@every_way
def test_what_grows_beyond_the_bound_is_broken_off(ways: tuple[str, ...]) -> None:
    rules = Rules(boot_path=RULES.boot_path, decoded_bytes=100_000, codings=installed())
    stream, injector = coded.stream(ways), coded_injector(ways, rules)
    assert injector.feed(stream.send(BARE))
    with pytest.raises(CodingError, match="larger than 100000 bytes"):
        injector.feed(stream.send(b" " * 200_000))


@every_way
def test_a_bomb_is_left_as_it_is(ways: tuple[str, ...]) -> None:
    data = coded.encode(b"<html>" + b" " * 9_000_000, ways)
    injector = coded_injector(ways)
    out = injector.feed(data, final=True)
    assert out == data
    assert injector.reason in (Reason.BROKEN_CODING, Reason.SCAN_LIMIT)


def test_a_bomb_behind_the_place_is_broken_off() -> None:
    for way in coded.WAYS:
        stream, injector = coded.stream([way]), coded_injector((way,))
        assert injector.feed(stream.send(b"<html><head><title>t</title><p>"))
        with pytest.raises(CodingError, match="times its coded size"):
            injector.feed(stream.send(b" " * 9_000_000))


def test_each_layer_of_a_bomb_is_bounded() -> None:
    """A thousand times a thousand: each layer is within reason, or the first one is refused."""
    ways = ("br", "gzip")
    data = coded.encode(b"<html><head><title>t</title>" + b" " * 20_000_000, ways)
    injector = coded_injector(ways)
    assert injector.feed(data, final=True) == data
    assert injector.reason is Reason.BROKEN_CODING


@pytest.mark.parametrize("way", ["gzip", "zlib", "raw", "zstd"])
def test_what_follows_the_end_stays_behind_it(way: str) -> None:
    tail = coded.encode(b"<p>second</p>", [way]) + b"garbage"
    data = coded.encode(BARE, [way]) + tail
    for size in (50, 10**6):
        out = run(coded_injector((way,)), pieces(data, size))
        assert out.endswith(tail)
        assert coded.decode(out.removesuffix(tail), [way]) == TAGGED


def test_what_follows_the_end_of_brotli_in_one_piece_with_it_is_refused() -> None:
    data = coded.encode(BARE, ["br"]) + b"garbage"
    injector = coded_injector(("br",))
    assert injector.feed(data, final=True) == data
    assert injector.reason is Reason.BROKEN_CODING


def test_a_first_member_that_is_empty_is_an_empty_page() -> None:
    data = coded.encode(b"", ["gzip"]) + coded.encode(BARE, ["gzip"])
    injector = coded_injector(("gzip",))
    assert injector.feed(data, final=True) == data
    assert injector.reason is Reason.FRAGMENT


@pytest.mark.parametrize("before", [0, 100, 900, 1000, 1100, 4000, 7000, 8100, 8300, 20_000])
@pytest.mark.parametrize("behind", [b"", b"</head><body>" + b"<p>x</p>" * 2000])
def test_parts_are_the_page_with_the_tag_however_far_its_place_is(
    before: int, behind: bytes
) -> None:
    rules = Rules(boot_path="/_a11y/boot.3f9c2a71.js")
    start = b"<!doctype html><html><!--" + b"c" * before + b"--><head>"
    page = start + b"<meta charset=gbk>" + behind
    expected = start + b"<meta charset=gbk>" + rules.tag() + behind
    for data in (page, memoryview(page)):
        for _ in range(2):
            injector = injector_for(verdict(rules=rules))
            assert b"".join(injector.parts(data, final=True)) == expected
            assert injector.injected


def test_what_is_remembered_of_a_page_is_not_taken_for_another_kind() -> None:
    rules = Rules(boot_path="/_a11y/boot.3f9c2a71.js")
    page = b"<!doctype html><html><head><meta charset=utf-16>" + b"<p>x</p>" * 2000
    named = (b"content-type", b"text/html; charset=gbk")
    known = decide("GET", [], 200, [named], rules)
    assert isinstance(known, Inject)
    for _ in range(2):
        assert injector_for(known).parts(page, final=True) != (page,)
    injector = injector_for(verdict(rules=rules))
    assert b"".join(injector.parts(page, final=True)) == Injector(verdict(rules=rules)).feed(
        page, final=True
    )
