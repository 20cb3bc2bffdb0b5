"""What could not be mended on a page, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Trouble(StrEnum):
    """Why a rule, or all of them, left something as it was."""

    NO_MATCH = "no-match"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    # The page has nothing that the template asks for.
    NO_VALUE = "no-value"
    # The element itself stands nowhere in the page's bytes: <html> may be left out.
    NO_TAG = "no-tag"
    # Hidden from a screen reader, but the keyboard still comes to it.
    OPERABLE = "operable"
    # Another element has this id.
    ID_TAKEN = "id-taken"
    # The tag would not read as it should afterwards.
    UNSAFE = "unsafe"
    # About the page as a whole.
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TOO_SLOW = "too-slow"
    CHARSET = "charset"


class Problem(NamedTuple):
    """One trouble. ``rule``: its name, empty where it is about the page."""

    trouble: Trouble
    rule: str = ""
    detail: str = ""
