"""Which encodings a page may have."""

from __future__ import annotations

import contextlib

import pytest

from a11y.html.charset import has_wide_mark, is_ascii_compatible, label_of

COMPATIBLE = [
    *(
        "utf-8",
        "UTF8",
        "unicode-1-1-utf-8",
        "gbk",
        "GB2312",
        "gb18030",
        "x-gbk",
        "big5",
        "Big5-HKSCS",
    ),
    *("euc-jp", "euc-kr", "shift_jis", "windows-1252", "iso-8859-1", "koi8-r", "us-ascii"),
    *("x-user-defined", "none", "utf-88", "chinese", "macintosh"),
]
INCOMPATIBLE = [
    *(
        "utf-16",
        "UTF-16LE",
        "utf-16be",
        "utf-32",
        "utf-32le",
        "ucs-2",
        "ISO-10646-UCS-2",
        "unicode",
    ),
    *("csunicode", "unicodefeff", "utf-7", "unicode-1-1-utf-7", "utf7"),
    *("iso-2022-jp", "ISO-2022-KR", "iso-2022-cn-ext", "csiso2022kr", "csISO2022JP", "hz"),
    *("hz-gb-2312", "replacement", "ebcdic-cp-us", "cp037", "IBM1047", "cp500"),
]


@pytest.mark.parametrize("label", COMPATIBLE)
def test_ascii_can_be_inserted_into(label: str) -> None:
    assert is_ascii_compatible(label)


@pytest.mark.parametrize("label", INCOMPATIBLE)
def test_ascii_cannot_be_inserted_into(label: str) -> None:
    assert not is_ascii_compatible(label)
    assert not is_ascii_compatible(f" {label.upper()} ")


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "unicode", "ucs-2"])
def test_a_meta_cannot_mean_utf_16(label: str) -> None:
    assert is_ascii_compatible(label, in_meta=True)


@pytest.mark.parametrize("label", ["iso-2022-jp", "hz-gb-2312", "utf-7"])
def test_a_meta_can_mean_an_encoding_with_states(label: str) -> None:
    assert not is_ascii_compatible(label, in_meta=True)


@pytest.mark.parametrize("label", ["gbk", "gb18030", "big5", "shift_jis", "euc_kr", "euc_jp"])
def test_no_trail_byte_is_markup(label: str) -> None:
    """The claim that splicing rests on: markup's bytes never are part of another character."""
    for lead in range(0x80, 0x100):
        for trail in b"<>\"'=/ \t\r\n\f!-&":
            with contextlib.suppress(UnicodeDecodeError):
                assert bytes((lead, trail)).decode(label)[1:] == chr(trail), (lead, trail)


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("text/html", None),
        ("text/html; charset=gbk", "gbk"),
        ('text/html;Charset = "GB2312"; x=y', "GB2312"),
        ("text/html; charset=", None),
        ('text/html; charset=" "', None),
        ("text/html; x-charset=gbk", None),
        ("text/html; charset=utf-8; charset=gbk", "utf-8"),
    ],
)
def test_the_label_of_a_content_type(field: str, label: str | None) -> None:
    assert label_of(field) == label


def test_byte_order_marks() -> None:
    assert has_wide_mark("\ufeff<p>".encode("utf-16-le"))
    assert has_wide_mark("\ufeff<p>".encode("utf-32-be"))
    assert not has_wide_mark("\ufeff<p>".encode())
    assert not has_wide_mark("你好".encode("gbk"))
