"""The process that holds espeak-ng: texts come in on standard input, samples go out.

espeak-ng is GPL-3.0 and is C code that reads whatever a page says, so it has a process of its own:
its licence, its crashes and its memory stay there. This file imports the standard library only and
is run by its path, isolated (``python -I -S``); the parent says where the library is.

A frame is two 32-bit lengths (big-endian), a JSON object and raw bytes. Request: ``text``,
``voice``, ``rate`` (words per minute). Reply: ``rate`` (Hz), ``events`` ([code point, length,
ms] per word), ``ms``, and the samples; or ``error``. The first reply comes unasked: ``version``.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import queue
import signal
import struct
import sys
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">II")
# More than any frame may have: an honest one is under 6 MB.
_LONGEST = 64 * 1024 * 1024

# espeak-ng's speak_lib.h
_SYNCHRONOUS, _NO_EXIT = 2, 0x8000
_UTF8 = 1
_POS_CHARACTER = 1
_RATE = 1
_EVENT_WORD, _EVENT_END = 1, 5
# The first release with a dictionary that reads Mandarin; Debian 12 has 1.51, which reads 阳 as
# English. https://github.com/espeak-ng/espeak-ng/issues/1370
_OLDEST = (1, 52)
_BUFFER_MS = 60
_PROBE = "阳光"
_MEMORY_BYTES = 1 << 30


def write_frame(stream: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    """Write one frame and flush."""
    encoded = json.dumps(head).encode()
    stream.write(_LENGTHS.pack(len(encoded), len(body)) + encoded)
    stream.write(body)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Read one frame. Raises EOFError at the end, ValueError or TypeError for something else."""
    head, body = _LENGTHS.unpack(_read(stream, _LENGTHS.size))
    if head + body > _LONGEST:
        raise ValueError("a frame is too long")
    decoded = json.loads(_read(stream, head))
    if not isinstance(decoded, dict):
        raise TypeError("a frame has no object")
    return decoded, _read(stream, body)


def _read(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Espeak:
    """The library, initialised. Raises OSError or RuntimeError if it does not read Mandarin."""

    def __init__(self, library: str, data: str, voice: str, audio_seconds: int) -> None:
        # The library keeps its data path in 160 bytes: a short relative one always fits.
        # https://github.com/espeak-ng/espeak-ng/blob/1.52.0/src/libespeak-ng/speech.h
        os.chdir(os.path.dirname(data))
        self._library = ctypes.CDLL(library)
        self._library.espeak_Info.restype = ctypes.c_char_p
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self.sample_rate = self._library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, b".", _NO_EXIT)
        if self.sample_rate <= 0:
            raise RuntimeError("espeak-ng does not find its data")
        self.version = self._version()
        self._limit = audio_seconds * self.sample_rate * 2
        self._pcm = bytearray()
        self._events: list[tuple[int, int, int]] = []
        self._end = 0
        self._callback = _Callback(self._collect)
        self._library.espeak_SetSynthCallback(self._callback)
        self._refuse_misreading()
        self._voice(voice)

    def _version(self) -> str:
        where = ctypes.c_char_p()
        version = self._library.espeak_Info(ctypes.byref(where)).decode().split()[0]
        if not (where.value or b"").startswith(b"."):
            raise RuntimeError("espeak-ng took its data from elsewhere")
        if tuple(int(part) for part in version.split(".")[:2]) < _OLDEST:
            raise RuntimeError(f"espeak-ng {version} misreads Mandarin")
        return str(version)

    def _refuse_misreading(self) -> None:
        self._voice("cmn")
        if "(en)" in self.phonemes(_PROBE):
            raise RuntimeError(f"this build of espeak-ng {self.version} misreads Mandarin")

    def _voice(self, name: str) -> None:
        if self._library.espeak_SetVoiceByName(name.encode()) != 0:
            raise RuntimeError(f"espeak-ng has no voice {name}")

    def phonemes(self, text: str) -> str:
        """The phonemes of a text in the present voice; ``(en)`` marks a switch to English."""
        buffer = ctypes.create_string_buffer(text.encode())
        place, words = ctypes.c_void_p(ctypes.addressof(buffer)), []
        while place.value:
            spoken = self._library.espeak_TextToPhonemes(ctypes.byref(place), _UTF8, 0)
            words.append(spoken.decode())
        return " ".join(words)

    def _collect(self, samples: Any, count: int, events: Any) -> int:
        """Called by the library for each buffer; 1 makes it stop."""
        if samples and count > 0:
            self._pcm += ctypes.string_at(samples, count * 2)
        index = 0
        while events[index].type:
            event = events[index]
            if event.type == _EVENT_WORD:
                # Positions count from one, in code points.
                self._events.append((event.text_position - 1, event.length, event.audio_position))
            elif event.type == _EVENT_END:
                self._end = event.audio_position
            index += 1
        return int(len(self._pcm) > self._limit)

    def synth(self, text: str, voice: str, rate: int) -> tuple[dict[str, Any], bytes]:
        """A reply's two halves. Raises RuntimeError if the library refuses or does not end."""
        self._voice(voice)
        self._library.espeak_SetParameter(_RATE, rate, 0)
        self._pcm, self._events, self._end = bytearray(), [], 0
        data = text.encode()
        code = self._library.espeak_Synth(
            data, ctypes.c_size_t(len(data) + 1), 0, _POS_CHARACTER, 0, _UTF8, None, None
        )
        if code != 0 or len(self._pcm) > self._limit:
            raise RuntimeError("espeak-ng did not finish the text")
        return {"rate": self.sample_rate, "events": self._events, "ms": self._end}, bytes(self._pcm)


def _limit_resources() -> None:
    """No core dumps with text in them, and a bound on memory, where the system has these."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with contextlib.suppress(ValueError, OSError):  # macOS has no bound on address space
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


def private_stdout() -> BinaryIO:
    """Standard output for frames only: whatever the library prints goes to standard error."""
    ours = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(ours, "wb")


def requests() -> Iterator[dict[str, Any]]:
    """The requests as they come, for ever. A thread reads them: see _receive."""
    waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(waiting,), daemon=True).start()
    while True:
        yield waiting.get()


def _receive(waiting: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Read requests; when the parent is gone, so are we, even in the middle of a text."""
    try:
        while True:
            waiting.put(read_frame(sys.stdin.buffer)[0])
    except (EOFError, ValueError, TypeError, OSError):
        os._exit(0)


def main(library: str, data: str, voice: str, audio_seconds: str) -> None:
    """Serve texts until standard input ends."""
    # Ctrl-C reaches the whole group; the parent decides when we end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = private_stdout()
    _limit_resources()
    try:
        espeak = Espeak(library, data, voice, int(audio_seconds))
    except (OSError, RuntimeError, AttributeError) as error:
        write_frame(replies, {"error": str(error)})
        return
    write_frame(replies, {"version": espeak.version})
    for request in requests():
        try:
            head, body = espeak.synth(request["text"], request["voice"], request["rate"])
        except (RuntimeError, UnicodeEncodeError) as error:
            head, body = {"error": str(error)}, b""
        try:
            write_frame(replies, head, body)
        except OSError:  # the parent is gone
            os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:5])
