"""Samples to MP3, the one format that every browser plays and seeks without help."""

from __future__ import annotations

import re
from dataclasses import dataclass

from a11y.speech.engine import Clip

# Part of every clip's id: raise it with any change to what follows.
FORMAT = "mp3-48-1"
MEDIA_TYPE = "audio/mpeg"

# Constant, so that a browser knows the duration from the length: 6 kB a second.
_KBITS = 48
# LAME's psychoacoustic effort, 2 (best) to 9; on formant speech 7 takes a third of 2's time.
_QUALITY = 7
# A decoder that finds no LAME header plays the encoder's and its own delay, 576 + 529 samples
# (measured in Chromium: 50 ms at 22,050 Hz). Marks are shifted by it.
_DELAY_SAMPLES = 1105

# The engine stops with the last syllable. What follows is a breath, by the mark at the end.
_PAUSES_MS = (
    (re.compile(r"[、,:\uff0c\uff1a]\W*$"), 120),
    (re.compile(r"[.!?;。\uff01\uff1b\uff1f]\W*$"), 300),
)
_PAUSE_MS = 350  # a heading or a table cell, which ends without a mark


@dataclass(frozen=True, slots=True)
class Audio:
    """An encoded clip, its length and where its sound begins, in milliseconds."""

    data: bytes
    ms: int
    lead_ms: int


def encode(clip: Clip, text: str) -> Audio:
    """Encode a clip of ``text`` with the pause that its end asks for. Blocks for 2 ms a second."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(clip.rate)
    encoder.set_channels(1)
    encoder.set_bit_rate(_KBITS)
    encoder.set_quality(_QUALITY)
    silence = bytes(2 * (clip.rate * pause_ms(text) // 1000))
    data = bytes(encoder.encode(clip.pcm + silence) + encoder.flush())
    return Audio(data, len(data) * 8 // _KBITS, _DELAY_SAMPLES * 1000 // clip.rate)


def pause_ms(text: str) -> int:
    """How long to be silent after ``text``."""
    return next((ms for end, ms in _PAUSES_MS if end.search(text[-8:])), _PAUSE_MS)
