"""MP3 from samples: what a browser sees of it."""

from __future__ import annotations

import math
import struct

import pytest

from a11y.speech.audio import encode, pause_ms
from a11y.speech.engine import Clip

RATE = 22050


def tone(seconds: float) -> Clip:
    count = int(RATE * seconds)
    samples = (int(12_000 * math.sin(2 * math.pi * 200 * i / RATE)) for i in range(count))
    return Clip(struct.pack(f"<{count}h", *samples), RATE, ())


def frames(data: bytes) -> list[int]:
    """The lengths of the frames: MPEG-2 layer III, 48 kbit/s, 22.05 kHz, mono (ISO 13818-3)."""
    lengths, at = [], 0
    while at < len(data):
        sync, bits = data[at : at + 2], data[at + 2]
        assert sync in {b"\xff\xf3", b"\xff\xf2"}
        assert bits >> 2 == (6 << 4 | 0 << 2) >> 2
        assert data[at + 3] >> 6 == 3, "not mono"
        lengths.append(72 * 48_000 // RATE + (bits >> 1 & 1))
        at += lengths[-1]
    assert at == len(data)
    return lengths


def test_a_clip_is_constant_mono_mp3_of_the_right_length() -> None:
    audio = encode(tone(2), "好。")
    seconds = len(frames(audio.data)) * 576 / RATE
    assert audio.ms == pytest.approx(seconds * 1000, abs=5)
    assert audio.ms == pytest.approx(2000 + 300 + audio.lead_ms, abs=60)
    assert audio.lead_ms == 50


def test_what_follows_a_sentence_is_a_pause_by_its_mark() -> None:
    ends = ["申请，", "申请。", "申请！”", "申请；", "申请", "Apply.", "“申请：”"]
    assert [pause_ms(text) for text in ends] == [120, 300, 300, 300, 350, 300, 120]


def test_no_samples_still_make_a_file() -> None:
    assert frames(encode(Clip(b"", RATE, ()), "好").data)
