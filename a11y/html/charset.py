"""Which character encodings let ASCII bytes be inserted between two tags.

In every encoding of the WHATWG Encoding Standard but UTF-16 and ISO-2022-JP the bytes of markup are
the bytes of ASCII, and no trail byte of GBK, GB18030, Big5, EUC or Shift_JIS can be ``<``, ``>``, a
quote or white space. So a page is scanned and spliced as bytes and its encoding need not be known.
"""

from __future__ import annotations

import re

_WIDE = re.compile(
    r"utf-?(?:16|32)(?:[-_]?[bl]e)?|(?:cs)?unicode|unicodefeff|unicodefffe"
    r"|(?:iso-10646-)?ucs-?[24](?:[-_]?[bl]e)?"
)
# Encodings that switch by escape sequences, UTF-7 and EBCDIC. Those that no browser knows are here
# too: then the page is for somebody who does.
_STATEFUL = re.compile(
    r"(?:x-|imap4-|unicode-1-1-)?utf-?7|csunicode11utf7|hz(?:-gb-?2312)?|replacement"
    r"|iso-?2022-.*|csiso2022.*|ebcdic.*|(?:cp|ibm)-?(?:037|273|424|500|875|1026|1047|114\d)"
)
_PARAMETER = re.compile(r";\s*charset\s*=\s*(?:\"([^\"]*)\"|([^;\s]*))", re.IGNORECASE)
# https://encoding.spec.whatwg.org/#bom-sniff; UTF-32's little-endian mark begins with UTF-16's.
_WIDE_MARKS = (b"\xfe\xff", b"\xff\xfe", b"\x00\x00\xfe\xff")

UTF8_MARK = b"\xef\xbb\xbf"


def is_ascii_compatible(label: str, *, in_meta: bool = False) -> bool:
    """Whether ASCII bytes mean ASCII in the encoding that this label names.

    A label that no browser knows is ignored by them and says nothing, so it does not stand in the
    way. UTF-16 in a meta element means UTF-8:
    https://html.spec.whatwg.org/multipage/parsing.html#changing-the-encoding-while-parsing
    """
    label = label.strip().lower()
    return not _STATEFUL.fullmatch(label) and (in_meta or not _WIDE.fullmatch(label))


def label_of(content_type: str) -> str | None:
    """The charset parameter of a Content-Type field, or None."""
    found = _PARAMETER.search(content_type)
    if found is None:
        return None
    return (found[1] if found[1] is not None else found[2]).strip() or None


def has_wide_mark(data: bytes | bytearray) -> bool:
    """Whether the content begins with the byte order mark of UTF-16 or UTF-32."""
    return data.startswith(_WIDE_MARKS)
