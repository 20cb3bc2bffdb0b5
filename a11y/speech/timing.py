"""How long a clip is and when its words are spoken, in the offsets of the page's own text."""

from __future__ import annotations

import json

from a11y.speech import audio
from a11y.speech.chain import Speech
from a11y.speech.text import Spoken

# Measured over 150 sentences at our pace; an estimate for the progress bar, no more.
_MS_PER_HANZI, _MS_PER_LETTER = 225, 70


def estimate_ms(spoken: Spoken) -> int:
    """How long it will take to say, before it is made."""
    per_character = _MS_PER_LETTER if spoken.foreign else _MS_PER_HANZI
    return audio.pause_ms(spoken.text) + per_character * sum(map(str.isalnum, spoken.text))


def timing(made: Speech, encoded: audio.Audio) -> bytes:
    """The clip's length and marks as JSON, in offsets of its source text; equal spans are one."""
    marks: list[list[int]] = []
    for mark in made.clip.marks:
        start, end = made.spoken.alignment.to_source(mark.start, mark.end)
        t0, t1 = mark.t0 + encoded.lead_ms, mark.t1 + encoded.lead_ms
        if marks and marks[-1][:2] == [start, end]:
            marks[-1][3] = t1
        else:
            marks.append([start, end, t0, t1])
    content = {"ms": encoded.ms, "marks": marks, "exact": made.clip.exact}
    return json.dumps({**content, "engine": made.engine.name}, separators=(",", ":")).encode()
