"""From the text of a page to the text that an engine speaks, and back again.

``segment`` cuts a block into sentences, each in one language; ``normalise`` writes out what an
engine would misread and keeps the alignment; ``pronounce`` puts the readings of a lexicon into it,
in the way that an engine takes. Offsets are UTF-16 code units wherever they leave this package,
as in the DOM.
"""

from a11y.speech.text.alignment import Alignment, utf16_length, utf16_offsets
from a11y.speech.text.languages import is_chinese, language_of
from a11y.speech.text.normalise import VERSION, Spoken, normalise
from a11y.speech.text.pronounce import Way, pronounce
from a11y.speech.text.segment import Sentence, segment

__all__ = [
    "VERSION",
    "Alignment",
    "Sentence",
    "Spoken",
    "Way",
    "is_chinese",
    "language_of",
    "normalise",
    "pronounce",
    "segment",
    "utf16_length",
    "utf16_offsets",
]
