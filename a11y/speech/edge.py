"""Voices of Microsoft Edge's online service, through edge-tts. Only where an operator asks for it.

The text of the page goes to a service on the internet that promises nothing: it has refused whole
countries, it throttles, and it ends streams in the middle without saying so. So what it sends is
believed only if the words cover the text and the sound lasts as long as they do; everything else
is an error with a name, and nothing of it is kept.
"""

from __future__ import annotations

import asyncio
import importlib.util
import re
from collections.abc import Iterator, Mapping
from contextlib import aclosing, asynccontextmanager
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from a11y.errors import SpeechUnavailableError
from a11y.speech import faults, limits, mp3
from a11y.speech.engine import Clip, Mark
from a11y.speech.text import Way, utf16_offsets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

VOICES: Mapping[str, str] = {
    "zh": "zh-CN-XiaoxiaoNeural",
    "en": "en-US-AriaNeural",
    "yue": "zh-HK-HiuGaaiNeural",
}
# What the service sends: audio-24khz-48kbitrate-mono-mp3.
RATE = 24_000
_TICKS_PER_MS = 10_000
# The service takes 4,096 bytes of SSML text; edge-tts cuts longer texts at spaces only, which
# Chinese has none of. https://github.com/rany2/edge-tts/blob/7.3.1/src/edge_tts/communicate.py
_MOST_BYTES = 3_000
# How much of the letters may be in no word: symbols that the service reads its own way.
_UNCOVERED = 0.1
_AHEAD_CHARS = 48
# Sound may be this much shorter than the last word says, and this much longer.
_SHORTER_MS, _LONGER_MS = 50, 5_000
# A token holds for five minutes; a clock that differs by more is worth a name of its own.
_SKEW_SECONDS = 300.0
_CONNECT_SECONDS = 5
_VOICE = re.compile(r"[a-z]{2,3}-[A-Za-z]{2,4}(-[A-Za-z]+)?-[A-Za-z]{2,40}Neural")
_BREATH = re.compile(r"[\s，。！？；：、,.!?;:)）》」』]")
# Not allowed in XML 1.0, and what steers text rather than being read.
_UNSPEAKABLE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF), " ")


def installed() -> bool:
    """Whether edge-tts is here; nothing is loaded."""
    return importlib.util.find_spec("edge_tts") is not None


class _Word(NamedTuple):
    """A word that the service says it speaks: its text, and when, in milliseconds."""

    text: str
    t0: int
    t1: int


class EdgeEngine:
    """The online service. ``workers``: how many connections at once; ``timeout``: seconds a clip.

    HTTPS_PROXY and its like are respected. ``voice`` is the one for Mandarin.
    """

    name = "edge"
    way: Way = "homophones"
    # The service says nothing of its own version; raise it with any change to what we ask for.
    version = "1"

    def __init__(
        self,
        *,
        voice: str = VOICES["zh"],
        voices: Mapping[str, str] | None = None,
        timeout: float = limits.ONLINE_SECONDS,
        workers: int = 4,
    ) -> None:
        self._voices = {**VOICES, "zh": voice, **(voices or {})}
        self._timeout = timeout
        self._slots = asyncio.Semaphore(workers)
        self._tasks: set[asyncio.Task[Clip]] = set()
        self._closed = False

    def voice(self, language: str) -> str:
        """The voice for a language; Mandarin's where there is no other."""
        return self._voices.get(language, self._voices["zh"])

    async def start(self) -> None:
        """See that edge-tts is installed. Nothing is sent. Raises SpeechUnavailableError."""
        if self._closed:
            raise SpeechUnavailableError("the speech engine is closed")
        if not installed():
            raise SpeechUnavailableError("speech by edge needs: pip install 'a11y-care[edge]'")

    async def synth(self, text: str, voice: str) -> Clip:
        """Speak ``text``; marks are UTF-16 offsets into it. Raises EngineError or SilentError."""
        await self.start()
        if not _VOICE.fullmatch(voice):
            raise faults.RefusedTextError("this is no voice of the edge service")
        text = _checked(text)
        async with self._slots:
            return await self._in_time(text, voice)

    async def aclose(self) -> None:
        """End all connections; texts under way fail."""
        self._closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _in_time(self, text: str, voice: str) -> Clip:
        connector = _connector()
        task = asyncio.create_task(self._speak(text, voice, connector))
        self._tasks.add(task)
        task.add_done_callback(self._landed)
        try:
            done, _ = await asyncio.wait({task}, timeout=self._timeout)
        finally:
            if not task.done():
                task.cancel()
            await connector.end()
        if not done:
            raise faults.TimedOutError("the edge service took too long")
        if task.cancelled():
            raise SpeechUnavailableError("the speech engine is closed")
        return task.result()

    def _landed(self, task: asyncio.Task[Clip]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # taken, even if whoever waited has gone

    async def _speak(self, text: str, voice: str, connector: Any) -> Clip:
        marks: list[Mark] = []
        sound = b""
        for start, end in _chunks(text):
            if not any(map(str.isalnum, text[start:end])):
                continue
            async with _mapped():
                data, words = await _stream(text[start:end], voice, connector)
            spoken = _marks(text[start:end], words)
            _check_sound(data, spoken[-1].t1)
            at, before = mp3.duration_ms(sound), utf16_offsets(text)[start]
            marks += [Mark(m.start + before, m.end + before, m.t0 + at, m.t1 + at) for m in spoken]
            sound += data
        return Clip(b"", RATE, tuple(marks), mp3=sound)


def _connector() -> Any:
    """A connector for one text: ending it ends connections at once.

    Else aiohttp waits ten seconds for a silent service to say goodbye. And it outlives the session
    of a refusal, after which edge-tts tries again with its clock corrected.
    """
    from aiohttp import TCPConnector

    class Connector(TCPConnector):
        """One that sessions do not close."""

        def close(self, *, abort_ssl: bool = False) -> Any:
            del abort_ssl
            return asyncio.sleep(0)

        async def end(self) -> None:
            await super().close()

    return Connector(force_close=True)


def _checked(text: str) -> str:
    """The text as it may be sent, of the same length. Raises SilentError."""
    if len(text) > limits.SPOKEN_CHARS:
        raise faults.RefusedTextError("the text is too long for one clip")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise faults.RefusedTextError("the text holds half a character") from error
    if not any(map(str.isalnum, text)):
        raise faults.SilentError("the text has nothing to pronounce")
    return text.translate(_UNSPEAKABLE)


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Parts that the service takes, cut after a mark or space where there is one."""
    start = 0
    while start < len(text):
        end, size = start, 0
        while end < len(text) and (size := size + len(escape(text[end]).encode())) <= _MOST_BYTES:
            end += 1
        if end < len(text):
            breaths = [match.end() for match in _BREATH.finditer(text, start, end)]
            end = next((place for place in reversed(breaths) if place > (start + end) // 2), end)
        yield start, end
        start = end


async def _stream(text: str, voice: str, connector: Any) -> tuple[bytes, list[_Word]]:
    """All the service sends for a text. Raises what edge-tts and aiohttp raise."""
    from edge_tts import Communicate

    speech = Communicate(
        text,
        voice,
        boundary="WordBoundary",
        connector=connector,
        connect_timeout=_CONNECT_SECONDS,
        receive_timeout=limits.ONLINE_SECONDS,
    )
    sound, words = bytearray(), []
    async with aclosing(speech.stream()) as stream:
        async for chunk in stream:
            if chunk["type"] == "audio":
                sound += chunk["data"]
                if len(sound) > limits.ENCODED_BYTES:
                    raise faults.ProtocolError("the edge service does not end")
            else:
                t0 = int(chunk["offset"]) // _TICKS_PER_MS
                words.append(_Word(chunk["text"], t0, t0 + int(chunk["duration"]) // _TICKS_PER_MS))
    return bytes(sound), words


@asynccontextmanager
async def _mapped() -> AsyncIterator[None]:
    """What edge-tts and aiohttp raise, as errors of ours, which quote nothing of the text."""
    import aiohttp
    from edge_tts import exceptions

    try:
        yield
    except exceptions.SkewAdjustmentError as error:
        raise faults.ClockError("the edge service refuses us and does not tell its time") from error
    except exceptions.NoAudioReceived as error:
        raise faults.NoSoundError("the edge service sent no sound") from error
    except aiohttp.ClientResponseError as error:
        raise _refusal(error.status) from error
    except TimeoutError as error:  # aiohttp's are both this and a connection's
        raise faults.TimedOutError("the edge service took too long") from error
    except (aiohttp.ClientConnectionError, OSError) as error:
        raise faults.UnreachableError(
            f"the edge service cannot be reached: {type(error).__name__}"
        ) from error
    except (aiohttp.ClientError, exceptions.EdgeTTSException) as error:
        raise faults.ProtocolError(f"the edge service: {type(error).__name__}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise faults.ProtocolError("the edge service sent what is no answer") from error


def _refusal(status: int) -> faults.EngineError:
    skew = _forget_skew() if status in {401, 403} else 0.0
    if abs(skew) > _SKEW_SECONDS:
        return faults.ClockError(
            f"the edge service's clock and ours differ by {skew:.0f} seconds; it refuses us"
        )
    if status in {401, 403}:
        return faults.ForbiddenError(f"the edge service refuses us ({status})")
    if status == 429:
        return faults.ThrottledError("the edge service was asked too much (429)")
    if status >= 500:
        return faults.UnreachableError(f"the edge service is out of order ({status})")
    return faults.ProtocolError(f"the edge service answered {status}")


def _forget_skew() -> float:
    """By how many seconds edge-tts had moved its clock, for the whole process; then it is ours.

    It believes the Date of any refusal. A wrong one would spoil every token from then on.
    """
    from edge_tts.drm import DRM

    skew, DRM.clock_skew_seconds = DRM.clock_skew_seconds, 0.0
    return float(skew)


def _marks(text: str, words: list[_Word]) -> list[Mark]:
    """Where the words stand in the text. Raises TruncatedError unless they cover it to its end."""
    offsets, at, missed = utf16_offsets(text), 0, 0
    marks: list[Mark] = []
    for word in words:
        start = text.find(word.text, at) if word.text else -1
        skipped = sum(map(str.isalnum, text[at:start]))
        if start < 0 or skipped > _AHEAD_CHARS or (marks and word.t0 < marks[-1].t0):
            continue
        missed += skipped
        at = start + len(word.text)
        marks.append(Mark(offsets[start], offsets[at], word.t0, max(word.t0, word.t1)))
    rest = sum(map(str.isalnum, text[at:]))
    if not marks or rest or missed > _UNCOVERED * len(text):
        raise faults.TruncatedError("the edge service's words do not cover the text")
    return [
        Mark(mark.start, mark.end, mark.t0, min(mark.t1, following.t0))
        for mark, following in zip(marks, [*marks[1:], Mark(0, 0, marks[-1].t1, 0)], strict=True)
    ]


def _check_sound(data: bytes, end_ms: int) -> None:
    """Raise TruncatedError unless the sound is whole and lasts as long as the words."""
    if not mp3.is_whole(data):
        raise faults.TruncatedError("the edge service's sound ends in the middle of a frame")
    if not -_SHORTER_MS <= mp3.duration_ms(data) - end_ms <= _LONGER_MS:
        raise faults.TruncatedError("the edge service's sound is not as long as its words")
