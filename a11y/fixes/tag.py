"""Changes the attributes of one start tag, as bytes; everything else in it stays as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from a11y.html.tokens import ATTRIBUTE, TAG, attributes_of

# What an attribute shall be; None: not there.
Changes = Mapping[str, str | None]

_SPACE_BEFORE = re.compile(rb"[\t\n\f\r /]+\Z")


def edited(tag: bytes, changes: Changes, codec: str) -> bytes:
    """The start tag, ``<`` to ``>``, with these attributes; names are in lower case.

    An attribute that is there keeps its place, a new one comes right behind the tag's name.
    ``codec`` is the page's; characters that it lacks become numeric references. Raises ValueError
    if what comes out is not what was asked for.
    """
    found = TAG.fullmatch(tag)
    if found is None or found[2]:
        raise ValueError(f"no start tag: {tag[:80]!r}")
    pieces, at = [tag[: found.end(3)]], found.end(3)
    missing = {name: value for name, value in changes.items() if value is not None}
    for attribute in ATTRIBUTE.finditer(tag, found.end(3), len(tag) - 1):
        name = attribute[1].lower().decode("latin-1")
        if name not in changes:
            continue
        before = tag[at : attribute.start()]
        if (value := missing.pop(name, None)) is not None:
            pieces += [before, attribute[1] + _value(value, codec)]
        else:
            # Not there, or there a second time: what separated it goes with it.
            pieces.append(_SPACE_BEFORE.sub(b"", before))
        at = attribute.end()
    pieces.append(tag[at:])
    added = b"".join(b" %b%b" % (name.encode(), _value(missing[name], codec)) for name in missing)
    result = pieces[0] + added + b"".join(pieces[1:])
    _verify(tag, found.end(3), result, changes, codec)
    return result


def escaped(text: str, codec: str) -> bytes:
    """A text as content or double-quoted value of an attribute, in the page's encoding."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;")
    # Browsers read more into GBK than it has; what is written is what everybody reads alike.
    narrow = "gbk" if codec == "gb18030" else codec
    coded = text.encode(narrow, "xmlcharrefreplace")
    if unescape(coded.decode(codec, "replace")) == unescape(text):
        return coded
    return text.encode("ascii", "xmlcharrefreplace")


def _value(value: str, codec: str) -> bytes:
    return b'="%b"' % escaped(value, codec)


def _verify(tag: bytes, behind_name: int, result: bytes, changes: Changes, codec: str) -> None:
    """Read the tag again: it must be one tag with the attributes of before and the changes."""
    found = TAG.fullmatch(result)
    wanted = attributes_of(tag, behind_name, len(tag) - 1)
    for name, value in changes.items():
        wanted.pop(name.encode(), None)
        if value is not None:
            coded = escaped(value, codec).decode("latin-1")
            wanted[name.encode()] = unescape(coded)
    if found is None or attributes_of(result, found.end(3), len(result) - 1) != wanted:
        raise ValueError(f"the tag cannot be changed: {tag[:80]!r}")
