"""From the text of a page to the text that an engine speaks, and back again.

``segment`` cuts a block into sentences, ``normalise`` writes out what an engine would misread and
keeps the alignment. Offsets are UTF-16 code units wherever they leave this package, as in the DOM.
"""

from a11y.speech.text.alignment import Alignment, utf16_length, utf16_offsets
from a11y.speech.text.normalise import VERSION, Spoken, normalise
from a11y.speech.text.segment import segment

__all__ = [
    "VERSION",
    "Alignment",
    "Spoken",
    "normalise",
    "segment",
    "utf16_length",
    "utf16_offsets",
]
