"""Finds the addresses in the attributes of a page that streams by, and cuts them shorter.

The states are those of https://html.spec.whatwg.org/multipage/parsing.html#tokenization as far as
needed to tell an attribute's value from everything else. What is kept back between two calls are a
few hundred bytes at most, whatever the page; all but what is cut stays to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from a11y_proxy import link_grammar as grammar
from a11y_proxy.link_target import Prefix, Undecided

# Enough for all names and all of an address that matters; longer ones are none that we look for.
_NAME_BYTES = 64
_VALUE_BYTES = 512
# "<![CDATA[" is the longest beginning that has to be told from others.
_LOOK_BYTES = 9

# What a state answers where it can't go on with the bytes at hand.
_WAIT = -1


class LinkScanner:
    """Takes a page in pieces of any size and gives it back with shorter addresses."""

    def __init__(self, prefix: Prefix, *, is_xml: bool) -> None:
        self._prefix = prefix
        self._is_xml = is_xml
        self._state: Callable[[bytes, int], int] = self._text
        self._held = b""
        self._final = False
        self._out: list[bytes] = []
        self._start = 0  # of what is not in _out yet
        self._element = b""  # the start tag that we are in; empty in an end tag
        self._attribute = b""
        self._quote = b""
        self._last = b""  # the last byte of a candidate in srcset
        self._end = grammar.COMMENT_END  # of a comment or declaration
        self._rest_of = grammar.TAG_NAME
        self._keep = 2  # how much of the bytes at hand may be the beginning of that end
        self._script_depth = 0  # 1 behind "<!--" in a script, 2 behind "<script" in that

    def feed(self, data: bytes, *, final: bool = False) -> bytes:
        """What can go on now."""
        buffer = self._held + data if self._held else data
        self._final = final
        self._start = at = 0
        while at < len(buffer):
            after = self._state(buffer, at)
            if after == _WAIT:
                break
            at = after
        if final:
            at = len(buffer)
        self._held = buffer[at:]
        self._out.append(buffer[self._start : at])
        out, self._out = b"".join(self._out), []
        return out

    def _cut(self, buffer: bytes, start: int, end: int, new: bytes) -> None:
        self._out += (buffer[self._start : start], new)
        self._start = end

    def _text(self, buffer: bytes, at: int) -> int:
        begin = grammar.end_of(grammar.DULL_TEXT, buffer, at)
        if begin == len(buffer):
            return begin
        look = buffer[begin + 1 : begin + _LOOK_BYTES]
        if self._is_unclear(look) and not self._final:
            return begin if begin > at else _WAIT
        if look[:1] == b"/" and grammar.LETTER.match(look, 1):
            self._element = b""
            self._state = self._end_tag_name
            return begin + 2
        if grammar.LETTER.match(look):
            self._state = self._tag_name
            return begin + 1
        if look[:1] in (b"!", b"?", b"/"):
            return self._declaration(begin, look)
        return begin + 1

    def _is_unclear(self, look: bytes) -> bool:
        """Whether more bytes are needed to know what begins with a "<" before these."""
        return look in grammar.UNCLEAR or (
            self._is_xml and len(look) < 8 and grammar.CDATA.startswith(look)
        )

    def _declaration(self, begin: int, look: bytes) -> int:
        self._state = self._skip
        self._end, self._keep = grammar.TAG_END, 0
        after = begin + 2
        if look.startswith(b"!--"):
            after = begin + 4
            if not self._is_xml and look[3:4] == b">":
                return after
            if not self._is_xml and look[3:5] == b"->":
                return after + 1
            self._end, self._keep = grammar.COMMENT_END, 3
        elif self._is_xml and look.startswith(grammar.CDATA):
            self._end, self._keep = grammar.CDATA_END, 2
        elif self._is_xml and look[:1] == b"?":
            self._end, self._keep = grammar.INSTRUCTION_END, 1
        return after

    def _skip(self, buffer: bytes, at: int) -> int:
        found = self._end.search(buffer, at)
        if found is None:
            return self._all_but(buffer, at, self._keep)
        self._state = self._text
        return found.end()

    def _all_but(self, buffer: bytes, at: int, keep: int) -> int:
        """Go on to where what is looked for may begin, or wait there."""
        after = max(at, len(buffer) - keep)
        return after if after > at else _WAIT

    def _end_tag_name(self, buffer: bytes, at: int) -> int:
        self._state = self._in_tag
        return at

    def _tag_name(self, buffer: bytes, at: int) -> int:
        end = grammar.end_of(grammar.TAG_NAME, buffer, at)
        if end - at < _NAME_BYTES and end == len(buffer):
            return _WAIT
        self._element = buffer[at:end].lower()
        self._state = self._name_rest
        self._rest_of = grammar.TAG_NAME
        return end

    def _name_rest(self, buffer: bytes, at: int) -> int:
        """In a name so long that we don't wait for its end."""
        end = grammar.end_of(self._rest_of, buffer, at)
        if end < len(buffer):
            self._state = self._in_tag if self._rest_of is grammar.TAG_NAME else self._after_name
        return end

    def _in_tag(self, buffer: bytes, at: int) -> int:
        """Before an attribute's name or the tag's end."""
        at = grammar.end_of(
            grammar.BETWEEN, buffer, grammar.end_of(grammar.DULL_ATTRIBUTES, buffer, at)
        )
        if at == len(buffer):
            return at
        if buffer[at] == 0x3E:
            self._begin_content()
            return at + 1
        self._state = self._attribute_name
        return at

    def _begin_content(self) -> None:
        self._state = self._text
        if self._element in grammar.RAW and not self._is_xml:
            self._script_depth = 0
            self._state = self._script if self._element == b"script" else self._raw

    def _attribute_name(self, buffer: bytes, at: int) -> int:
        end = grammar.end_of(grammar.NAME, buffer, at)
        if end - at < _NAME_BYTES and end == len(buffer):
            return _WAIT
        self._attribute = buffer[at:end].lower()
        self._state = self._name_rest
        self._rest_of = grammar.NAME_REST
        return end

    def _after_name(self, buffer: bytes, at: int) -> int:
        at = grammar.end_of(grammar.SPACE, buffer, at)
        if at == len(buffer):
            return at
        if buffer[at] == 0x3D:
            self._state = self._before_value
            return at + 1
        self._state = self._in_tag
        return at

    def _before_value(self, buffer: bytes, at: int) -> int:
        at = grammar.end_of(grammar.SPACE, buffer, at)
        if at == len(buffer):
            return at
        first = buffer[at : at + 1]
        if first == b">":
            self._state = self._in_tag
            return at
        self._quote = first if first in (b'"', b"'") else b""
        kind = grammar.KINDS.get(self._attribute) or grammar.KINDS_OF.get(
            (self._element, self._attribute)
        )
        if kind is None or not self._element:
            self._state = self._value_rest
        elif kind == grammar.URLS:
            self._state = self._candidate
        else:
            self._state = self._value if kind == grammar.URL else self._refresh
        return at + len(self._quote)

    def _value(self, buffer: bytes, at: int) -> int:
        """At the beginning of an address."""
        return self._shorten(buffer, at, grammar.ENDS[self._quote], self._value_rest)

    def _refresh(self, buffer: bytes, at: int) -> int:
        """At the beginning of what a meta element says: perhaps seconds, and an address."""
        ends = grammar.ENDS[self._quote].search(buffer, at, at + _VALUE_BYTES)
        if ends is None and len(buffer) < at + _VALUE_BYTES and not self._final:
            return _WAIT
        end = ends.start() if ends else min(at + _VALUE_BYTES, len(buffer))
        found = grammar.REFRESH.match(buffer, at, end)
        self._state = self._value_rest
        if found is None or not found[0].strip(b"\t\n\f\r '\""):
            return at
        return self._shorten(buffer, found.end(), grammar.ENDS[self._quote], self._value_rest)

    def _shorten(
        self,
        buffer: bytes,
        at: int,
        ends: re.Pattern[bytes],
        then: Callable[[bytes, int], int],
    ) -> int:
        """Cut the address at ``at``, if there is something to cut."""
        limit = at + _VALUE_BYTES
        found = ends.search(buffer, at, limit)
        end = found.start() if found else min(limit, len(buffer))
        whole = found is not None or end == limit or self._final
        cut = self._prefix.cut(buffer[at:end], whole=whole)
        if isinstance(cut, Undecided):
            return _WAIT
        self._state = then
        if cut is None:
            return at
        start, stop, new = cut
        self._cut(buffer, at + start, at + stop, new)
        return at + stop

    def _value_rest(self, buffer: bytes, at: int) -> int:
        found = grammar.ENDS[self._quote].search(buffer, at)
        if found is None:
            return len(buffer)
        return self._leave_value(found.start())

    def _leave_value(self, at: int) -> int:
        self._state = self._in_tag
        return at + len(self._quote)

    def _candidate(self, buffer: bytes, at: int) -> int:
        """In srcset, before an address: https://html.spec.whatwg.org/#parse-a-srcset-attribute."""
        gap = grammar.CANDIDATE_GAP if self._quote else grammar.COMMAS
        found = gap.match(buffer, at)
        if found is not None and found.end() > at:
            return found.end()
        if grammar.ENDS[self._quote].match(buffer, at):
            return self._leave_value(at)
        self._last = b""
        return self._shorten(buffer, at, grammar.SPACE_OR_END[self._quote], self._candidate_rest)

    def _candidate_rest(self, buffer: bytes, at: int) -> int:
        found = grammar.SPACE_OR_END[self._quote].search(buffer, at)
        end = found.start() if found else len(buffer)
        if end > at:
            self._last = buffer[end - 1 : end]
        if found is None:
            return end
        if grammar.ENDS[self._quote].match(buffer, end):
            return self._leave_value(end)
        self._state = self._candidate if self._last == b"," else self._descriptors
        return end

    def _descriptors(self, buffer: bytes, at: int) -> int:
        found = grammar.DESCRIPTOR_END[self._quote].search(buffer, at)
        if found is None:
            return len(buffer)
        if found[0] == b",":
            self._state = self._candidate
            return found.end()
        return self._leave_value(found.start())

    def _raw(self, buffer: bytes, at: int) -> int:
        if self._element == b"plaintext":
            return len(buffer)
        found = grammar.RAW_END[self._element].search(buffer, at)
        if found is None:
            return self._all_but(buffer, at, len(self._element) + 3)
        self._state = self._text
        return found.start()

    def _script(self, buffer: bytes, at: int) -> int:
        found = grammar.SCRIPT_EVENT.search(buffer, at)
        if found is None:
            return self._all_but(buffer, at, len(b"</script") + 1)
        event = found[0].lower()
        if event == b"<!--":
            self._script_depth = max(self._script_depth, 1)
            return found.start() + 2  # "<!-->" is a whole comment
        if event == b"-->":
            self._script_depth = 0
        elif event == b"<script":
            self._script_depth = 2 if self._script_depth else 0
        elif self._script_depth == 2:
            self._script_depth = 1
        else:
            self._state = self._text
            return found.start()
        return found.end()
