"""Chinese as old portals write it: GBK pages, GBK queries, and what does not fit into GBK."""

from __future__ import annotations

import codecs
import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

# What a browser sends for a character that the page's charset lacks (WHATWG HTML,
# "application/x-www-form-urlencoded", and Encoding, "html" error mode).
_REFERENCE = re.compile(r"&#([0-9]{1,7});")


def _euro_or_mark(error: UnicodeError) -> tuple[str, int]:
    """WHATWG's gbk writes the euro sign as the single byte 0x80, which Python's codecs refuse."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    sign = "€" if error.object[error.start] == 0x80 else "\N{REPLACEMENT CHARACTER}"
    return sign, error.start + 1


codecs.register_error("portal.gbk", _euro_or_mark)


def decode(data: bytes, charset: str = "gb18030") -> str:
    """Text of GBK, GB18030 or UTF-8 bytes; never fails, for visitors send anything.

    gb18030 reads every GBK byte pair too. Numeric references become their characters.
    """
    errors = "portal.gbk" if charset == "gb18030" else "replace"
    return _REFERENCE.sub(_referred, data.decode(charset, errors))


def encode(text: str, charset: str) -> bytes:
    """Bytes of a page; what the charset lacks becomes a numeric reference."""
    # Pages say gb2312 and mean gbk, as the label does in every browser (WHATWG Encoding, "labels").
    return text.encode("gbk" if charset == "gb2312" else charset, "xmlcharrefreplace")


def quoted(text: str) -> str:
    """Text as a part of an address, in GB18030."""
    return quote_from_bytes(text.encode("gb18030"))


def form_fields(data: bytes, charset: str = "gb18030") -> dict[str, list[str]]:
    """The fields of a query or of a form's body, in order; at most 200 are read."""
    fields: dict[str, list[str]] = {}
    for pair in data.split(b"&", 200)[:200]:
        name, _, value = (
            decode(unquote_to_bytes(part.replace(b"+", b" ")), charset)
            for part in pair.partition(b"=")
        )
        if name:
            fields.setdefault(name, []).append(value.strip())
    return fields


def _referred(match: re.Match[str]) -> str:
    number = int(match[1])
    # Surrogates and numbers past Unicode are no characters: they stay as they were written.
    return chr(number) if number < 0xD800 or 0xE000 <= number < 0x110000 else match[0]
