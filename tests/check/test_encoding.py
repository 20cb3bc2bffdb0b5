"""What a page says of its encoding, and what it is in."""

from __future__ import annotations

import codecs

import pytest

from a11y.encoding import codec_of, encoding_of, mislabelled, text_of

TEXT = "您好,云桥市人民政府。" * 20


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("GB2312", "gb18030"),
        (" gbk ", "gb18030"),
        ("utf8", "utf-8"),
        ("latin1", "cp1252"),
        ("big5-hkscs", "big5hkscs"),
        ("gb-2312", None),
        ("utf_8", None),
        ("hex", None),
        ("", None),
    ],
)
def test_labels_of_the_standard(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec


def test_every_codec_exists() -> None:
    for label in ("ibm866", "koi8-u", "macintosh", "euc-jp", "windows-949", "iso-8859-8-i"):
        assert codecs.lookup(codec_of(label) or "").name


@pytest.mark.parametrize(
    ("field", "page", "declared"),
    [
        ("text/html; charset=GBK", b"<meta charset=utf-8>", "gbk"),
        ("text/html", b"\xef\xbb\xbf<meta charset=gbk>", "utf-8"),
        ("text/html", b"<meta http-equiv=a content='text/html; charset=gb2312'>", "gb2312"),
        ("text/html; charset=gb-2312", b"<META CHARSET='big5'>", "big5"),
        ("text/html", b"<!-- <meta charset=gbk> --><meta charset=big5>", "big5"),
        ("text/html", b"<meta charset=utf-16>", "utf-8"),
        ("text/html", b"<p>", None),
    ],
)
def test_what_browsers_obey(field: str, page: bytes, declared: str | None) -> None:
    assert encoding_of(field, page).declared == declared


@pytest.mark.parametrize("real", ["utf-8", "gb18030", "big5"])
def test_a_silent_page_is_read_as_it_is(real: str) -> None:
    if real != "big5":
        page = TEXT.encode(real)
        assert text_of(page, encoding_of("text/html", page)) == TEXT


def test_lies_are_found_and_typing_errors_are_not() -> None:
    says_gbk = "text/html; charset=gbk"
    utf8 = TEXT.encode()
    assert mislabelled(utf8, encoding_of(says_gbk, utf8)) == "utf-8"
    gbk = TEXT.encode("gbk")
    assert mislabelled(gbk, encoding_of("text/html; charset=utf-8", gbk)) == "gb18030"
    assert mislabelled(gbk, encoding_of(says_gbk, gbk)) is None
    torn = gbk[:100] + b"\xff" + gbk[100:]
    assert mislabelled(torn, encoding_of(says_gbk, torn)) is None
    assert mislabelled(utf8, encoding_of("text/html; charset=iso-8859-1", utf8)) == "utf-8"
    assert mislabelled(b"ascii", encoding_of(says_gbk, b"ascii")) is None
