"""The few tokens of HTML that stand before a page's content, found in bytes.

The grammar is the tokenizer's of https://html.spec.whatwg.org/multipage/parsing.html#tokenization.
Quantifiers of characters are possessive: a token that is not complete fails in one pass over it.
Those of groups are not, because Python before 3.11.5 gets them wrong; they need not be, as no two
alternatives begin alike. https://github.com/python/cpython/issues/106052
"""

from __future__ import annotations

import re
from html import unescape

Bytes = bytes | bytearray

# What is answered instead of an offset.
NO_TOKEN = 0
INCOMPLETE = -1

ATTRIBUTES = rb"""
    (?: [\t\n\f\r\ /]++
      | [^\t\n\f\r\ />] [^\t\n\f\r\ />=]*+
        (?: [\t\n\f\r\ ]*+ = [\t\n\f\r\ ]*+
            (?: "[^"]*+" | '[^']*+' | [^\t\n\f\r\ "'>] [^\t\n\f\r\ >]*+ | (?=>) )
          | (?! [\t\n\f\r\ ]*+ = ) )
    )* >"""
# White space, then a start or end tag. Groups: "<", "/" or nothing, the name. A ">" within quotes
# does not end a tag, but quotes count only where an attribute's value begins.
TAG = re.compile(rb"(?x) [\t\n\f\r\ ]*+ (<) (/?+) ([A-Za-z][^\t\n\f\r\ />]*+)" + ATTRIBUTES)
SPACE = re.compile(rb"[\t\n\f\r ]*+")
# One attribute of a tag that TAG matched: its name, and its value in one of three groups.
ATTRIBUTE = re.compile(
    rb"""(?x) ([^\t\n\f\r\ />] [^\t\n\f\r\ />=]*+)
    (?: [\t\n\f\r\ ]*+ = [\t\n\f\r\ ]*+
        (?: "([^"]*+)" | '([^']*+)' | ([^\t\n\f\r\ "'>] [^\t\n\f\r\ >]*+) )? )?"""
)

_COMMENT_START = b"<!--"
_UNCLEAR = (b"", b"<", b"</", b"<!", b"<!-", b"&")
_TAG_START = re.compile(rb"</?[A-Za-z]")
# "<!-->" and "<!--->" are whole comments.
_COMMENT_ABRUPT = re.compile(rb"-?>")
_COMMENT_END = re.compile(rb"--!?>")
# Elements whose content is no markup. With scripts on, noscript is one of them.
_RAW_END = {
    name: re.compile(rb"</%b(?=[\t\n\f\r />])" % name, re.IGNORECASE)
    for name in (
        *(b"title", b"textarea", b"style", b"script", b"noscript"),
        *(b"xmp", b"iframe", b"noembed", b"noframes"),
    )
}


def token_end(data: Bytes, at: int, end: int) -> int:
    """Where the comment, doctype or processing instruction at ``data[at]`` ends.

    NO_TOKEN if what stands there is text; INCOMPLETE if its end, or what it is, lies beyond
    ``end``. To be asked where TAG does not match.
    """
    start = bytes(data[at : min(at + 4, end)])
    if start == _COMMENT_START:
        behind = at + len(_COMMENT_START)
        found = _COMMENT_ABRUPT.match(data, behind, end) or _COMMENT_END.search(data, behind, end)
        return found.end() if found else INCOMPLETE
    if start in _UNCLEAR or _TAG_START.match(start):
        return INCOMPLETE
    if start[0] == 0x3C and start[1] in b"!?/":
        return data.find(b">", at + 2, end) + 1 or INCOMPLETE
    return NO_TOKEN


def raw_text_end(name: bytes, data: Bytes, at: int, end: int) -> int:
    """The offset behind the end tag of a raw text element whose content begins at ``at``.

    ``at`` itself for any other element; INCOMPLETE if the end tag lies beyond ``end``. Escaped
    script text (a ``<script>`` in a comment in a script) is not told apart.
    """
    pattern = _RAW_END.get(name)
    if pattern is None:
        return at
    found = pattern.search(data, at, end)
    end_tag = found and TAG.match(data, found.start(), end)
    return end_tag.end() if end_tag else INCOMPLETE


def attributes_of(data: Bytes, at: int, end: int) -> dict[bytes, str]:
    """The attributes of a tag, of which ``at`` to ``end`` is what stands behind its name.

    Names are in lower case and the first of a name counts; values have their character references
    resolved, so a policy that is spelled with some is found, too.
    """
    attributes: dict[bytes, str] = {}
    for name, *values in ATTRIBUTE.findall(data, at, end):
        value = b"".join(values).decode("latin-1")
        attributes.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return attributes


def may_be_space(data: Bytes, at: int) -> bool:
    """Whether the text at ``data[at]`` may be white space as a character reference: ``&#10;``.

    The parser treats it as the space itself and drops it before the head.
    """
    return bytes(data[at : at + 2]) in (b"&#", b"&T", b"&N")


def is_doctype(data: Bytes, at: int) -> bool:
    """Whether the declaration at ``data[at]`` is a document type declaration."""
    return data[at + 1 : at + 9].lower() == b"!doctype"
