"""Repairs of pages that nobody can change any more: rules in a file, edits of a page's bytes.

Parsers find the places, splices change the bytes: outside of the start tags that a rule names not
one byte changes.
"""

from __future__ import annotations

from a11y.fixes.book import FixBook, read_rules
from a11y.fixes.mend import Mended, mend
from a11y.fixes.problem import Problem, Trouble
from a11y.fixes.rule import Rule

__all__ = ["FixBook", "Mended", "Problem", "Rule", "Trouble", "mend", "read_rules"]
