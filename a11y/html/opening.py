"""How nearly every page begins, gone over by one expression instead of token by token.

It knows the usual spellings only and stops before anything else; from there the walk of
``a11y.html.scan`` goes on. Where it goes, that walk would have gone, and it finds the same place:
``tests/unit/test_html_opening.py`` and the fuzzer compare the two. How quantifiers are used is said
in ``a11y.html.tokens``.
"""

from __future__ import annotations

import re

from a11y.html.tokens import ATTRIBUTES

_SPACE = rb"[\t\n\f\r\ ]"
# In front of its last character every dash is looked at; so many of them are enough.
_COMMENT = rb"!-- (?!-?>) [^-]*+ (?: - (?!-!?>) [^-]*+ ){0,200} -->"
_VALUE = rb"""(?: "[^"]*+" | '[^']*+' | [^\t\n\f\r\ "'<>=`] [^\t\n\f\r\ "'<>=`]*+ )"""
# Labels of encodings in which ASCII is ASCII: a11y.html.charset. Others are left to the walk.
_LABEL = rb"""(?: utf-?8 | (?:x-)?gb[a-z0-9_-]*+ | big5 | iso-8859-[0-9]++ | windows-125[0-9]
    | shift_jis | x-sjis | euc-[a-z]{2} | us-ascii | koi8-r )"""
_TYPE = rb"text/html; \ *+ charset=" + _LABEL


def _quoted(value: bytes) -> bytes:
    return rb"""(?: "%(v)b" | '%(v)b' )""" % {b"v": value}


_PARTS = {
    b"attributes": ATTRIBUTES,
    b"comment": _COMMENT,
    b"space": _SPACE,
    b"value": _VALUE,
    b"name": _LABEL,
    # An attribute that says nothing about encoding or policy. The first of a name counts, so an
    # http-equiv behind this one does not. What is usual comes first, as it is found faster.
    b"plain": rb"""(?: (?:name|content|property|itemprop) = %(v)b
        | (?!charset|http-equiv) (?-i: [A-Za-z] [A-Za-z0-9:_.-]*+ ) (?: = %(v)b )?
        | http-equiv = %(q)b )"""
    % {
        b"v": _VALUE,
        b"q": _quoted(rb"(?! content-security | content-type | x-ua- ) (?-i: [A-Za-z-]++ )"),
    },
    b"type": rb"http-equiv = (?: %b | content-type (?=[\t\n\f\r\ >]) )" % _quoted(b"content-type"),
    b"label": rb"content = " + _quoted(_TYPE),
    b"charset": rb"charset = (?: %b | %b )" % (_quoted(_LABEL), _LABEL),
    b"compatible": rb"http-equiv = (?: %b | x-ua-compatible )" % _quoted(b"x-ua-compatible"),
}
_PARTS[b"plains"] = (
    rb"""(?: %(space)b*+ < (?:
        meta (?: \ data-[a-z-]++ = "[^"]*+" )? \ (?:name|property) = "[^"]*+"
            \ (?:content|value) = "[^"]*+" \ ?+ /?+ >
      | meta (?: %(space)b++ %(plain)b )* %(space)b*+ /?+ >
      | meta %(space)b++ %(type)b %(space)b++ value = %(value)b %(space)b*+ /?+ >
      | title (?: %(space)b++ %(plain)b )* %(space)b*+ > [^<]*+ </title %(space)b*+ >
      | %(comment)b ) )*"""
    % _PARTS
)
# What may stand between the first tags; <?php ... ?> is a comment, too.
_PARTS[b"comments"] = rb"(?: < (?: %(comment)b | \? [^>]*+ > ) %(space)b*+ )*" % _PARTS
# A "value" in place of "content", which is a common mistake, declares no encoding.
# Metas that only describe the page, its title and comments: most of what stands in a head.
PLAINS = re.compile(rb"(?xi)" + _PARTS[b"plains"])
# Empty groups tell where something ended: 1 <head>, 2 and 3 what tells an encoding and the document
# mode, 4 the last of these two. The others say that the place will not move any more: 5 as both are
# there, 6 as a tag that ends the walk comes next.
HEAD, CHARSET, COMPATIBLE, PLACE = 1, 2, 3, 4
SETTLED = 5
OPENING = re.compile(
    rb"""(?xi)
    (?: \xef\xbb\xbf | <\?xml \ version="1.0" \ encoding="%(name)b" [^>]*+ > | (?!<\?xml) )
    %(space)b*+ %(comments)b
    (?: <!doctype [^>]*+ > %(space)b*+ %(comments)b )?
    <html (?=[\t\n\f\r\ />]) %(attributes)b %(space)b*+ %(comments)b
    <head (?=[\t\n\f\r\ />]) %(attributes)b ()
    %(plains)b
    (?: %(space)b*+ <meta %(space)b++ (?: data-[a-z-]++ = %(value)b %(space)b++ )? (?:
            (?: %(charset)b | %(type)b %(space)b++ %(label)b | %(label)b %(space)b++ %(type)b ) ()
          | %(compatible)b %(space)b++ (?:content|value) = %(value)b ()
        ) %(space)b*+ /?+ > ()
        (?: (?(2) (?(3) | (?!) ) | (?!) ) () | %(plains)b ) ){0,2}
    (?: %(space)b*+ < (?:
            (?! (?:meta|title|html|head) [\t\n\f\r\ />] ) [a-z] [^\t\n\f\r\ />]*+
          | / (?:head|body|html|br) ) [\t\n\f\r\ />] () )?"""
    % _PARTS
)
