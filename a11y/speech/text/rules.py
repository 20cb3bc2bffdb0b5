"""All rules, from the special to the general: the first that matches reads."""

from __future__ import annotations

from a11y.speech.text import amounts, codes, contacts, dates, references, symbols
from a11y.speech.text.rule import Rule

RULES: tuple[Rule, ...] = (
    *contacts.RULES,
    *references.RULES,
    *dates.RULES,
    *references.VERSIONS,
    *codes.RULES,
    *amounts.RULES,
    *codes.TOKENS,
    *amounts.NUMBERS,
    *symbols.RULES,
)
