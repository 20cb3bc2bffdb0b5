"""Hostile documents, token by token from a random number generator: everything that was ever put
before a page's content, and much that only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Token = Callable[[Random], bytes]

SPACES = (b" ", b"\n", b"\t", b"\r\n", b"\r", b"\f", b"  ", b"\n\n  ")
# Characters of GBK, Big5, Shift_JIS and GB18030 whose last byte looks like ASCII, and halves of
# characters in front of markup.
TRAILS = (
    *(b"\xc4\xe3", b"\x81\x5c", b"\x81\x40", b"\xa6\x7c", b"\x83\x5c", b"\x95\x5c", b"\x88\x60"),
    *(b"\x81\x30\x81\x30", b"\x84\x31\xa4\x37", b"\x81", b"\xe4\xbd", b"\xe4\xbd\xa0", b"\xff"),
    *(b"\x8f\xa2", b"\x8e", b"\xfe\xff", b"\x81\x5b\x83\x7d", b"\x83\x41", b"\x96\x7b"),
)
MARKS = (b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb")
REFERENCES = (
    *(b"&lt;", b"&gt", b"&quot;", b"&#60;", b"&#x3c;", b"&nbsp;", b"&#10;", b"&#x20;", b"&Tab;"),
    *(b"&NewLine;", b"&#9", b"&", b"&amp", b"&#", b"&T", b"&N", b"&#0;", b"&#xD;", b"&#012;"),
)
HEADS = (b"head", b"html", b"body")
IN_HEAD = (
    *(b"base", b"basefont", b"bgsound", b"link", b"meta", b"title", b"style", b"script"),
    *(b"noscript", b"template", b"noframes"),
)
RAW = (
    *(b"title", b"textarea", b"style", b"script", b"noscript", b"xmp", b"iframe", b"noembed"),
    *(b"noframes", b"plaintext", b"template"),
)
OTHERS = (
    *(b"p", b"br", b"table", b"tr", b"td", b"caption", b"col", b"li", b"select", b"option"),
    *(b"frameset", b"frame", b"svg", b"math", b"mi", b"foreignObject", b"desc", b"form", b"a"),
    *(b"input", b"image", b"header", b"heads", b"htm", b"bodyx", b"x-head", b"titles", b"metab"),
    *(
        b"font",
        b"b",
        b"button",
        b"marquee",
        b"isindex",
        b"rss",
        b"h1",
        b"dialog",
        b"selectedcontent",
    ),
)
LOOKALIKES = (
    *(b"<head>", b"</head>", b"<html>", b"<body>", b"<meta charset=gbk>", b"<title>", b"</title>"),
    *(b"</title", b"</titlex>", b"</script", b"</script>", b"<script>", b"<!--", b"-->", b"--!>"),
    *(b"->", b"]]>", b"?>", b"<", b">", b"</", b"<!", b'"', b"'", b"=", b"/", b"/>", b"</style >"),
)


def pick(chance: Random, *choices: bytes) -> bytes:
    return chance.choice(choices)


def scrambled(chance: Random, name: bytes) -> bytes:
    """The name, sometimes in other letters or with a stranger in it."""
    dice = chance.random()
    if dice < 0.65:
        return name
    if dice < 0.8:
        return name.upper()
    if dice < 0.97:
        return bytes(byte ^ 0x20 if chance.random() < 0.5 else byte for byte in name)
    at = chance.randrange(len(name) + 1)
    return name[:at] + chance.choice((*TRAILS, b"\0", b"-", b"<", b"'", b'"')) + name[at:]


def text(chance: Random, count: int = 3) -> bytes:
    """Text of any kind, but most of all white space."""
    kinds = (
        SPACES,
        SPACES,
        (b"x", b"ok", b"0"),
        TRAILS,
        REFERENCES,
        LOOKALIKES,
        (b"\0", b"\x1b$B"),
    )
    weights = (30, 10, 6, 5, 5, 5, 1)
    pools = chance.choices(kinds, weights, k=chance.randrange(count + 1))
    return b"".join(map(chance.choice, pools))


def space(chance: Random) -> bytes:
    return b"".join(chance.choices(SPACES, k=chance.choice((0, 0, 1, 1, 2))))


def attribute(chance: Random) -> bytes:
    name = pick(
        chance,
        *(b"a", b"id", b"lang", b"class", b"content", b"charset", b"name", b"http-equiv", b"xmlns"),
        *(
            b'"',
            b"'",
            b"<",
            b"=",
            b"a=b",
            b"<head",
            b"=x",
            b"\0",
            b"\x81",
            b"a\x81",
            b"src",
            b"x:y",
        ),
    )
    equals = pick(chance, b"=", b"=", b"=", b" = ", b"=\n", b"", b" ", b"==", b"/=")
    quote = pick(chance, b'"', b'"', b"'", b"'", b"", b"", b"`")
    content = b"".join(
        chance.choices(
            (b"x", b"/", b" ", b"utf-8", *LOOKALIKES, *REFERENCES, *TRAILS),
            k=chance.choice((0, 1, 1, 2, 4)),
        )
    )
    if chance.random() < 0.85:  # as the author meant it
        content = content.replace(quote, b"") if quote else content.translate(None, b" >\"'")
    closing = quote if chance.random() < 0.97 else b""
    return (
        chance.choice((b" ", b" ", b"\n", b"/", b""))
        + scrambled(chance, name)
        + equals
        + quote
        + content
        + closing
    )


def attributes(chance: Random) -> bytes:
    return b"".join(attribute(chance) for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 4))))


def closing(chance: Random) -> bytes:
    return pick(chance, *(b">",) * 12, b"/>", b" >", b" />", b"/ >", b"\n>", b"", b">>")


def start_tag(chance: Random, *names: bytes) -> bytes:
    name = scrambled(chance, chance.choice(names))
    return b"<" + name + attributes(chance) + closing(chance)


def any_tag(chance: Random) -> bytes:
    return start_tag(chance, *chance.choice((HEADS, IN_HEAD, OTHERS, RAW)))


def end_tag(chance: Random) -> bytes:
    name = scrambled(chance, chance.choice(chance.choice((HEADS, IN_HEAD, OTHERS, RAW))))
    odd = chance.random()
    if odd < 0.1:
        return pick(chance, b"</>", b"</ p>", b"</!x>", b"</", b"</1>", b"</?>", b"</\x81>")
    return b"</" + name + (attributes(chance) if odd < 0.2 else b"") + closing(chance)


def doctype(chance: Random) -> bytes:
    word = scrambled(chance, b"!DOCTYPE") if chance.random() < 0.3 else b"!DOCTYPE"
    rest = pick(
        chance,
        *(b" html", b" html", b" html", b"html", b"", b" ", b" HTML", b" x", b" html SYSTEM"),
        b" html PUBLIC '-//W3C//DTD XHTML 1.0 Transitional//EN' 'http://www.w3.org/TR/xhtml1/x.dtd'",
        b' HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"',
        b' HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN"',
        *(
            b" html SYSTEM 'about:legacy-compat'",
            b" html PUBLIC '",
            b' html SYSTEM ">"',
            b" html \0",
        ),
        b" html [<!ENTITY x '<head>'>]",
    )
    return b"<" + word + rest + pick(chance, *(b">",) * 9, b"", b" >")


def comment(chance: Random) -> bytes:
    pieces = (
        *(b"-", b"--", b"!", b">", b"<!--", b"<!-", b"x", b"->", b"--!", b" ", b"\0", b"\n"),
        *LOOKALIKES,
    )
    body = b"".join(chance.choices(pieces, k=chance.choice((0, 0, 1, 2, 3, 5))))
    opening = pick(chance, *(b"<!--",) * 9, b"<!-", b"<!---", b"<!--[if IE]>", b"<!--<!--")
    return (
        opening
        + body
        + pick(chance, *(b"-->",) * 8, b"--!>", b"->", b">", b"--->", b"", b"--", b"<![endif]-->")
    )


def bogus(chance: Random) -> bytes:
    return pick(
        chance,
        *(b"<!x>", b"<!>", b"<?>", b"<!->", b"<!-x->", b"<![CDATA[<head>]]>", b"<![CDATA[x]]>"),
        *(b"<?xml version='1.0'?>", b"<?xml version='1.0' encoding='gbk'?>", b"<?php echo '>' ?>"),
        *(b"<?xml encoding='iso-2022-jp'?>", b"<?xml-stylesheet href='>'?>", b"<![if !IE]>"),
        *(
            b"<![endif]>",
            b"<!ELEMENT x>",
            b"<? x",
            b"<!doc type>",
            b"< p>",
            b"<1>",
            b"<=",
            b"<%x%>",
        ),
        *(b"<?import ?>", b"<\0p>", b"<!\0>", b"<?\0>", b"<?x?y>", b"<!doctypehtml>"),
    )


def meta(chance: Random) -> bytes:
    q = pick(chance, b'"', b"'", b"")
    label = pick(
        chance,
        *(b"utf-8", b"gbk", b"GB2312", b"gb18030", b"big5", b"shift_jis", b"euc-jp", b"euc-kr"),
        *(b"iso-2022-jp", b"utf-16", b"x-user-defined", b"windows-1252", b"hz-gb-2312", b"no-such"),
        *(b"utf-7", b"g&#98;k", b"replacement", b"", b" gbk "),
    )
    equiv = pick(
        chance,
        *(b"Content-Type", b"content-type", b"X-UA-Compatible", b"x-ua-compatible", b"refresh"),
        *(b"Content-Security-Policy", b"content-security-polic&#121;", b"content-language", b"x"),
        b"Content-Security-Policy-Report-Only",
    )
    value = pick(
        chance,
        *(b"text/html; charset=" + label, b"IE=edge", b"IE=7", b"9; url=x", b"script-src 'self'"),
        *(
            b"default-src &#39;none&#39;",
            b"charset=",
            b"text/html;charset = '" + label + b"'",
            b">",
        ),
        *(b"width=device-width, initial-scale=1", b"http-equiv=x-ua-compatible", b"a charset b"),
    ).replace(q or b" ", b"")
    parts = [
        b" charset=" + q + label + q,
        b" http-equiv=" + q + equiv + q,
        b" content=" + q + value + q,
        b" name=" + q + pick(chance, b"viewport", b"keywords", b"charset", b"x-ua-compatible") + q,
    ]
    chosen = chance.sample(parts, k=chance.choice((0, 1, 1, 2, 2, 3)))
    if chance.random() < 0.2:
        chosen.insert(chance.randrange(len(chosen) + 1), attribute(chance))
    return b"<" + scrambled(chance, b"meta") + b"".join(chosen) + closing(chance)


def raw(chance: Random) -> bytes:
    """An element whose content is no markup, or no markup in some places."""
    name = chance.choice(RAW)
    body = b"".join(
        chance.choices(
            (*LOOKALIKES, *TRAILS, b"x", b" ", b"<" + name + b">", b"</" + name),
            k=chance.choice((0, 1, 2, 4)),
        )
    )
    end = (
        b"</"
        + scrambled(chance, name)
        + pick(chance, *(b">",) * 9, b" >", b"/>", b" a='>'>", b"", b"x>")
    )
    if chance.random() < 0.1:
        end = b""
    return start_tag(chance, name) + body + end


def stray(chance: Random) -> bytes:
    return pick(
        chance,
        *(b"Notice: undefined index x in y.php<br />\n", b"0", b"\xef\xbb\xbf", b"{}", b"ok\n"),
        *(b"</p>", b"</br>", b"</body>", b"</html>", b"</head>", b"\0", b"\x1a", b"\xa0", b"\x0b"),
    )


TOKENS: tuple[Token, ...] = (
    *(text, space, any_tag, end_tag, doctype, comment, bogus, meta, raw, stray),
    *(lambda chance: start_tag(chance, b"head"), lambda chance: start_tag(chance, b"html")),
    lambda chance: start_tag(chance, b"body", b"frameset"),
)
WEIGHTS = (12, 10, 14, 8, 6, 10, 6, 12, 8, 3, 8, 8, 4)


def soup(chance: Random) -> bytes:
    """Tokens in any order."""
    tokens = chance.choices(TOKENS, WEIGHTS, k=chance.choice((1, 2, 3, 4, 5, 6, 8, 12)))
    start = b"<!doctype html>" if chance.random() < 0.3 else b""
    return start + b"".join(token(chance) for token in tokens)


def document(chance: Random) -> bytes:
    """A page in its usual order, each part of which may be missing, twice there or odd."""
    parts: list[Token] = [
        *(doctype, between, lambda c: start_tag(c, b"html"), between),
        *(lambda c: start_tag(c, b"head"), *chance.choices(HEAD_PARTS, k=chance.randrange(7))),
        *(lambda c: b"</head>", between, lambda c: start_tag(c, b"body", b"body", b"frameset")),
        *(text, any_tag, text, lambda c: b"</body></html>"),
    ]
    out = []
    for part in parts:
        dice = chance.random()
        if dice < 0.1:
            continue
        if dice > 0.95:
            out.append(chance.choice(TOKENS)(chance))
        out.append(part(chance))
    return b"".join(out)


def between(chance: Random) -> bytes:
    """What may stand between two parts without meaning anything."""
    return (
        space(chance)
        + (
            chance.choice((comment, bogus, space, end_tag))(chance)
            if chance.random() < 0.3
            else b""
        )
        + space(chance)
    )


HEAD_PARTS: tuple[Token, ...] = (
    *(meta, meta, meta, meta, between, between, space),
    lambda chance: b"<title>" + text(chance) + b"</title>",
    raw,
    lambda chance: start_tag(chance, *IN_HEAD),
)
SHAPES: tuple[Token, ...] = (soup, document, document)


def page(chance: Random) -> bytes:
    """One hostile page; a fifth of them ends anywhere, some have a long piece of nothing."""
    made = chance.choice(SHAPES)(chance)
    dice = chance.random()
    if dice < 0.03:
        made = chance.choice(MARKS) + made
    elif dice < 0.23:
        made = made[: chance.randrange(len(made) + 1)]
    elif dice < 0.28:
        at = chance.randrange(len(made) + 1)
        made = made[:at] + filler(chance) + made[at:]
    elif dice < 0.29:
        made = made.decode("latin-1").encode(chance.choice(("utf-16-le", "utf-16-be", "utf-16")))
    return made


def filler(chance: Random) -> bytes:
    """Much of one thing, so that what follows lies about some limit."""
    size = chance.choice((40, 200, 900, 1000, 4000))
    kind = chance.choice(
        (
            b" ",
            b"\n",
            b"<!---->",
            b"<!--x-->",
            b"</p>",
            b"x",
            b"<meta name=a>",
            b"-",
            b"<",
            b">",
            b"&",
            b"<p>",
            b"<link>",
        )
    )
    opening, end = chance.choice(
        ((b"", b""), (b"", b""), (b"<!--", b"-->"), (b"<a b='", b"'>"), (b"<title>", b"</title>"))
    )
    return opening + kind * (size // len(kind)) + end
