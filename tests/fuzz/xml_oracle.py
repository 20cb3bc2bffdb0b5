"""The oracle for XHTML: an XML parser finds the same in the page, well-formed as far as it was."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from tests.fuzz.oracle import RULES, FaultError

_XHTML = "http://www.w3.org/1999/xhtml"
_SCRIPT = f"{_XHTML} script"

Event = tuple[Any, ...]


def compare_xml(before: bytes, after: bytes) -> None:
    """Raise FaultError unless ``after`` is ``before`` with our element in its head.

    Where a page is not well-formed, what stands before the mistake is compared.
    """
    old, old_error = events(before)
    new, new_error = events(after)
    if old_error is not None and (old, old_error) == (new, new_error):
        return  # the mistake stands before the place
    starts = [at for at, event in enumerate(new) if _is_ours(event)]
    if old_error != new_error:
        raise FaultError("xml: another error", f"{old_error} became {new_error}")
    if len(starts) != 1:
        raise FaultError("xml: not one script", f"{len(starts)} in the document")
    start = starts[0]
    if new[start + 1] != ("end", _SCRIPT):
        raise FaultError("xml: not an empty script")
    if _open_elements(new[:start]) != [f"{_XHTML} html", f"{_XHTML} head"]:
        raise FaultError("xml: not in the head")
    if _joined(new[:start] + new[start + 2 :]) != _joined(old):
        raise FaultError("xml: another document")


def events(page: bytes) -> tuple[list[Event], str | None]:
    """What expat reports, and the mistake that it stopped at."""
    try:
        return _events(page, None)
    except (ValueError, LookupError):
        # An encoding that expat does not know: its bytes as characters, then.
        return _events(page, "iso-8859-1")


def _events(page: bytes, encoding: str | None) -> tuple[list[Event], str | None]:
    found: list[Event] = []
    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    parser.ordered_attributes = True
    for name, handler in {
        "start": "StartElementHandler",
        "end": "EndElementHandler",
        "text": "CharacterDataHandler",
        "comment": "CommentHandler",
        "instruction": "ProcessingInstructionHandler",
        "doctype": "StartDoctypeDeclHandler",
        "cdata": "StartCdataSectionHandler",
        "end of cdata": "EndCdataSectionHandler",
        "entity": "SkippedEntityHandler",
        "declaration": "XmlDeclHandler",
    }.items():
        setattr(parser, handler, lambda *facts, name=name: found.append((name, *facts)))
    try:
        parser.Parse(page, True)
    except expat.ExpatError as error:
        return found, expat.ErrorString(error.code)
    return found, None


def _is_ours(event: Event) -> bool:
    return event[:3] == ("start", _SCRIPT, ["src", RULES.boot_path])


def _open_elements(seen: list[Event]) -> list[str]:
    names: list[str] = []
    for event in seen:
        if event[0] == "start":
            names.append(event[1])
        elif event[0] == "end":
            names.pop()
    return names


def _joined(seen: list[Event]) -> list[Event]:
    """The same with neighbouring texts as one."""
    joined: list[Event] = []
    for event in seen:
        if event[0] == "text" and joined and joined[-1][0] == "text":
            joined[-1] = ("text", joined[-1][1] + event[1])
        else:
            joined.append(event)
    return joined
