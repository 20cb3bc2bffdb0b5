"""Clips to MP3, the one format that every browser plays and seeks without help."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from a11y.speech import mp3
from a11y.speech.engine import Clip

# Part of every clip's id: raise it with any change to what follows.
FORMAT = "mp3-48-2"
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


def encode(clip: Clip, text: str, rate: int | None = None) -> Audio:
    """Encode a clip of ``text`` with the pause that its end asks for. Blocks for 2 ms a second.

    ``rate``: samples a second of the result; None: as the engine made them, at half the work.
    What already is MP3 only loses what it has of silence beyond that pause.
    """
    if clip.mp3:
        return _cut(clip, text)
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(clip.rate)
    encoder.set_channels(1)
    encoder.set_bit_rate(_KBITS)
    encoder.set_quality(_QUALITY)
    if rate and rate != clip.rate:
        encoder.set_out_sample_rate(rate)
    data = bytes(encoder.encode(paused(clip, text).pcm) + encoder.flush())
    return Audio(data, len(data) * 8 // _KBITS, _lead_ms(rate or clip.rate))


def _cut(clip: Clip, text: str) -> Audio:
    """Frames up to the pause after the last word: a frame needs none that come after it."""
    lead = _lead_ms(clip.rate)
    frames = mp3.frames(clip.mp3)
    end = frames.end_at(clip.marks[-1].t1 + lead + pause_ms(text)) if clip.marks else len(clip.mp3)
    data = clip.mp3[:end]
    return Audio(data, mp3.duration_ms(data), lead)


def _lead_ms(rate: int) -> int:
    return _DELAY_SAMPLES * 1000 // rate


def wav(clips: list[Clip]) -> bytes:
    """Clips of samples as one RIFF file of 16-bit PCM. Raises ValueError for other clips."""
    rates = {clip.rate for clip in clips}
    if len(rates) != 1 or any(clip.mp3 for clip in clips):
        raise ValueError("only samples of one rate can be put into one file")
    (rate,) = rates
    data = b"".join(clip.pcm for clip in clips)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(data)) + data
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def paused(clip: Clip, text: str) -> Clip:
    """The clip with the pause that the end of ``text`` asks for, as samples."""
    return Clip(clip.pcm + bytes(2 * (clip.rate * pause_ms(text) // 1000)), clip.rate, clip.marks)


def pause_ms(text: str) -> int:
    """How long to be silent after ``text``."""
    return next((ms for end, ms in _PAUSES_MS if end.search(text[-8:])), _PAUSE_MS)
