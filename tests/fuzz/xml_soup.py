"""XHTML pages, most of them well-formed or nearly so."""

from __future__ import annotations

from random import Random

NAMESPACE = b"http://www.w3.org/1999/xhtml"
MISC = (
    *(b"", b"", b"\n", b" ", b"\r\n", b"\t", b"<!-- x -->", b"<!-- <head> -->", b"<!---->"),
    *(b"<?x <head> ?>", b"<?x?>", b"<!-- <body -->", b"<!-- a - b -->", b"<!--<html xmlns='x'>-->"),
)
ODD_MISC = (
    *(b"<!-- -- -->", b"<!--->", b"<?xml version='1.0'?>", b"<?xml-stylesheet href='a.xsl'?>"),
    *(b"text", b"&amp;", b"<![CDATA[x]]>", b"]]>", b"\0", b"\x0c", b"\x01", b"\xc4\xe3", b"<p/>"),
    *(b"<?>", b"< head>", b"&nbsp;", b"<!x>", b"<!--", b"<?x", b"<"),
)
DECLARATIONS = (
    *(b"", b"", b'<?xml version="1.0"?>', b"<?xml version='1.0' encoding='utf-8'?>"),
    *(b"<?xml version='1.0' encoding=\"UTF-8\" standalone='yes'?>", b"\xef\xbb\xbf"),
    *(b"<?xml version='1.0' encoding='iso-8859-1'?>", b"<?xml version='1.0' encoding='gbk'?>"),
    b"<?xml version='1.0' encoding='iso-2022-jp'?>",
)
DOCTYPES = (
    *(b"", b"", b"<!DOCTYPE html>", b"<!DOCTYPE html SYSTEM 'about:legacy-compat'>"),
    b"<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' "
    b"'http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd'>",
    *(
        b"<!DOCTYPE html [<!ENTITY x '<head>'>]>",
        b"<!DOCTYPE html [<!-- ]> -->]>",
        b"<!doctype html>",
    ),
    *(
        b"<!DOCTYPE html SYSTEM '<head>'>",
        b"<!DOCTYPE html [ ]>",
        b"<!DOCTYPE html PUBLIC \"'>\" '\"'>",
    ),
)
ATTRIBUTES = (
    *(b" lang='zh'", b' id="h"', b" a='>'", b" b='&lt;'", b"\n c = '/'", b" xml:lang='zh'"),
    *(b" d='<'", b" e", b" f=g", b" xmlns:x='y'", b" xmlns=''", b" id='h'", b" g='&x;'", b"h='i'"),
    b" title=' xmlns=\"http://www.w3.org/1999/xhtml\" '",
)
ROOTS = (
    *(b' xmlns="%b"' % NAMESPACE,) * 9,
    *(b" xmlns='%b'" % NAMESPACE, b" xmlns = '%b'" % NAMESPACE, b" xmlns:h='%b'" % NAMESPACE),
    *(b"", b" xmlns='http://www.w3.org/2000/svg'", b" xmlns='%b '" % NAMESPACE),
)
HEADS = (b"<head%b>",) * 9 + (
    b"<head%b/>",
    b"<head%b />",
    b"<head %b\n>",
    b"<h:head%b>",
    b"<HEAD%b>",
)
INNER = (
    *(
        b"<title>t</title>",
        b"<title/>",
        b"<meta charset='x'/>",
        b"<script>//<![CDATA[\n]]></script>",
    ),
    *(b"\n", b" ", b"text", b"&lt;", b"<!-- x -->", b"<link/>", b"<p>x</p>", b"<br>", b"&nbsp;"),
)


def misc(chance: Random) -> bytes:
    pieces = chance.choices(MISC, k=chance.choice((0, 1, 1, 2, 4)))
    if chance.random() < 0.05:
        pieces.append(chance.choice(ODD_MISC))
    return b"".join(pieces)


def attributes(chance: Random) -> bytes:
    count = chance.choice((0, 0, 0, 1, 2))
    pool = ATTRIBUTES if chance.random() < 0.3 else ATTRIBUTES[:6]
    return b"".join(chance.choices(pool, k=count))


def page(chance: Random) -> bytes:
    """One page; a tenth of them is cut or has a byte changed."""
    head = chance.choice(HEADS).replace(b"%b", attributes(chance))
    root = attributes(chance) + chance.choice(ROOTS) + attributes(chance)
    made = b"".join(
        (
            *(chance.choice(DECLARATIONS), misc(chance), chance.choice(DOCTYPES), misc(chance)),
            *(b"<html" + root + b">", misc(chance), head, *chance.choices(INNER, k=2), b"</head>"),
            *(
                misc(chance),
                b"<body>",
                *chance.choices(INNER, k=2),
                b"</body></html>",
                misc(chance),
            ),
        )
    )
    dice = chance.random()
    at = chance.randrange(len(made))
    if dice < 0.05:
        return made[:at]
    if dice < 0.1:
        return (
            made[:at] + chance.choice((b"<", b">", b"'", b'"', b"\0", b"x", b"/")) + made[at + 1 :]
        )
    return made
