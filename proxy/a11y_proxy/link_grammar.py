"""The parts of HTML's grammar by which the addresses in a page's attributes are found."""

from __future__ import annotations

import re

CDATA = b"![CDATA["
UNCLEAR = frozenset((b"", b"/", b"!", b"!-", b"!--", b"!---"))

LETTER = re.compile(rb"[A-Za-z]")
TAG_NAME = re.compile(rb"[^\t\n\f\r />]*+")
BETWEEN = re.compile(rb"[\t\n\f\r /]*+")
NAME = re.compile(rb"[^\t\n\f\r />][^\t\n\f\r />=]*+")
NAME_REST = re.compile(rb"[^\t\n\f\r />=]*+")
SPACE = re.compile(rb"[\t\n\f\r ]*+")
CANDIDATE_GAP = re.compile(rb"[\t\n\f\r ,]*+")
REFRESH = re.compile(
    rb"""(?xi) [\t\n\f\r\ ]*+ [0-9.]*+ [\t\n\f\r\ ]*+ [;,]?+ [\t\n\f\r\ ]*+
    (?: url [\t\n\f\r\ ]*+ = [\t\n\f\r\ ]*+ )? ['"]?+"""
)
ENDS = {
    b'"': re.compile(rb'"'),
    b"'": re.compile(rb"'"),
    b"": re.compile(rb"[\t\n\f\r >]"),
}
SPACE_OR_END = {
    b'"': re.compile(rb'[\t\n\f\r "]'),
    b"'": re.compile(rb"[\t\n\f\r ']"),
    b"": re.compile(rb"[\t\n\f\r >]"),
}
DESCRIPTOR_END = {
    b'"': re.compile(rb'[,"]'),
    b"'": re.compile(rb"[,']"),
    b"": re.compile(rb"[\t\n\f\r >]"),
}
COMMENT_END = re.compile(rb"--!?>")
TAG_END = re.compile(rb">")
CDATA_END = re.compile(rb"\]\]>")
INSTRUCTION_END = re.compile(rb"\?>")
COMMAS = re.compile(rb",*+")
SCRIPT_EVENT = re.compile(rb"<!--|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
# Elements whose content is no markup.
RAW = frozenset(
    {
        *(b"title", b"textarea", b"style", b"script", b"noscript"),
        *(b"xmp", b"iframe", b"noembed", b"noframes", b"plaintext"),
    }
)
RAW_END = {name: re.compile(rb"</%b(?=[\t\n\f\r />])" % name, re.IGNORECASE) for name in RAW}
URL, URLS, REFRESHES = "url", "urls", "refresh"
KINDS = {
    **dict.fromkeys((b"href", b"src", b"action", b"formaction", b"poster", b"background"), URL),
    b"xlink:href": URL,
    **dict.fromkeys((b"srcset", b"imagesrcset"), URLS),
}
KINDS_OF = {(b"object", b"data"): URL, (b"meta", b"content"): REFRESHES}

# What is gone over at once, because there is nothing in it for us: text and end tags, and complete
# attributes of other names.
DULL_TEXT = re.compile(rb"(?: [^<]++ | </[A-Za-z][^\t\n\f\r\ />]*+> )*", re.VERBOSE)
DULL_ATTRIBUTES = re.compile(
    rb"""(?xi) (?: [\t\n\f\r\ /]*+ (?! (?:%b) [\t\n\f\r\ />=] )
    [^\t\n\f\r\ />="']++ = (?: "[^"]*+" | '[^']*+' ) )*"""
    % b"|".join([*KINDS, *(attribute for _, attribute in KINDS_OF)])
)


def end_of(pattern: re.Pattern[bytes], buffer: bytes, at: int) -> int:
    """Where the match at this place ends; the place itself where there is none."""
    found = pattern.match(buffer, at)
    return found.end() if found else at
