"""Frames of MPEG audio layer III: how many are whole, how long they last, where to cut them.

ISO/IEC 11172-3 and 13818-3, section 2.4.2.3: a header of four bytes says how long its frame is.
Only what speech is sent in: mono or stereo, constant bit rate, without tags.
"""

from __future__ import annotations

from dataclasses import dataclass

_HEADER = 4
_SYNC = 0xFFE0
_LAYER_3 = 1
# By the header's version bits: 3 is MPEG-1, 2 is MPEG-2, 0 is MPEG-2.5.
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)


@dataclass(frozen=True, slots=True)
class Frames:
    """The whole frames at the start of some bytes: where each ends, and what they hold."""

    ends: tuple[int, ...]
    rate: int
    samples: int

    @property
    def ms(self) -> int:
        """How long they last together, in milliseconds."""
        return len(self.ends) * self.samples * 1000 // self.rate if self.rate else 0

    def end_at(self, ms: int) -> int:
        """The end, in bytes, of the frame in which that moment is; of the last one if later."""
        if not self.ends:
            return 0
        count = -(-ms * self.rate // (self.samples * 1000))
        return self.ends[min(max(count, 1), len(self.ends)) - 1]


def frames(data: bytes) -> Frames:
    """All whole frames from the start on, of the first one's rate, up to anything else."""
    ends: list[int] = []
    at, rate, samples = 0, 0, 0
    while at + _HEADER <= len(data):
        head = int.from_bytes(data[at : at + _HEADER], "big")
        version, layer = head >> 19 & 3, head >> 17 & 3
        if head >> 16 & _SYNC != _SYNC or version not in _RATES or layer != _LAYER_3:
            break
        kbits = (_KBITS_1 if version == 3 else _KBITS_2)[head >> 12 & 15]
        index = head >> 10 & 3
        if not kbits or index == 3 or (rate and _RATES[version][index] != rate):
            break
        rate, samples = _RATES[version][index], 1152 if version == 3 else 576
        size = samples // 8 * kbits * 1000 // rate + (head >> 9 & 1)
        if at + size > len(data):
            break
        at += size
        ends.append(at)
    return Frames(tuple(ends), rate, samples)


def duration_ms(data: bytes) -> int:
    """How long the frames at the start of ``data`` last, in milliseconds."""
    return frames(data).ms


def is_whole(data: bytes) -> bool:
    """Whether the bytes are whole frames and nothing else."""
    found = frames(data)
    return bool(found.ends) and found.ends[-1] == len(data)
