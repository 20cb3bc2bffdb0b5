"""The edge service's wire protocol on this machine: real WebSocket frames, real MP3, every fault.

What it says and in which order is written down in the reference of edge-tts 7.3.1's source: text
frames turn.start, response, audio.metadata (one WordBoundary each, in 100 ns), turn.end; binary
frames of a two-byte big-endian header length, header lines, and MP3; an empty one at the end.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import struct
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from http import HTTPStatus
from typing import Self
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import lameenc
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

RATE = 24_000
SYLLABLE_MS = 200
_TICKS_PER_MS = 10_000
_FRAME = 720

# What may go wrong, by name. Those of the handshake are statuses.
HANDSHAKE = {"401": 401, "403": 403, "404": 404, "429": 429, "500": 500, "503": 503}
CLOCKS = {"clock-ahead": 86_400.0 * 400, "clock-none": None, "clock-garbage": "yesterday"}
# What edge-tts itself puts right: the first refusal tells the time, the second try fits it.
CLOCK_CORRECTED = "clock-corrected"
STREAM = (
    "closed-after-some-audio",
    "aborted-after-some-audio",
    "end-after-some-audio",
    "words-missing-at-the-end",
    "words-missing-in-the-middle",
    "no-words",
    "other-words",
    "no-audio",
    "audio-cut-in-a-frame",
    "audio-one-second-short",
    "audio-is-not-mp3",
    "unknown-path",
    "unknown-metadata",
    "metadata-is-no-json",
    "binary-too-short",
    "binary-header-too-long",
    "binary-of-another-type",
    "hangs-at-once",
    "hangs-after-some-audio",
    "endless",
)


def words_of(text: str) -> Iterator[tuple[str, int]]:
    """Words of one or two hanzi, or of other letters, each with its syllables."""
    for match in re.finditer(r"[\u3400-\u9fff]{1,2}|[^\W\u3400-\u9fff]+", text):
        word = match[0]
        yield word, len(word) if "\u3400" <= word[0] <= "\u9fff" else 1 + len(word) // 4


def mp3(ms: int) -> bytes:
    """A tone, as the service would send it: 24 kHz, 48 kbit/s, mono, no tags."""
    # 240 Hz: a hundred samples a period.
    period = struct.pack("<100h", *(int(9000 * math.sin(math.pi * i / 50)) for i in range(100)))
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_bit_rate(48)
    encoder.set_quality(9)
    return bytes(encoder.encode(period * (RATE * ms // 100_000)) + encoder.flush())


def ssml_text(message: str) -> tuple[str, str]:
    """The voice and the text of a client's SSML frame."""
    root = ElementTree.fromstring(message.partition("\r\n\r\n")[2])  # noqa: S314  # our own client
    voice = next(element for element in root.iter() if element.tag.endswith("voice"))
    return voice.get("name", ""), "".join(voice.itertext())


class EdgeServer:
    """The service on a port of this machine. ``fault`` says what goes wrong from now on.

    ``texts`` are those that it was asked to speak, ``most`` the most connections at one time.
    """

    def __init__(self, fault: str = "") -> None:
        self.fault = fault
        self.texts: list[str] = []
        self.voices: list[str] = []
        self.handshakes = 0
        self.most = 0
        self._open = 0
        self._server: Server | None = None
        # Set when a connection has begun to be served; for tests that interrupt one.
        self.busy = asyncio.Event()
        self.gate: asyncio.Event | None = None

    @property
    def url(self) -> str:
        """What edge_tts.communicate.WSS_URL has to be."""
        assert self._server is not None
        port = next(iter(self._server.sockets)).getsockname()[1]
        path = "consumer/speech/synthesize/readaloud/edge/v1"
        return f"ws://127.0.0.1:{port}/{path}?TrustedClientToken=t"

    async def __aenter__(self) -> Self:
        self._server = await serve(
            self._serve, "127.0.0.1", 0, process_request=self._shake, close_timeout=0.1
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    def _shake(self, connection: ServerConnection, request: Request) -> Response | None:
        self.handshakes += 1
        assert "Sec-MS-GEC=" in request.path
        assert request.headers["Origin"].startswith("chrome-extension://")
        fault = self.fault
        if fault in HANDSHAKE:
            return connection.respond(HTTPStatus(HANDSHAKE[fault]), "no\n")
        if fault in CLOCKS or (fault == CLOCK_CORRECTED and self.handshakes == 1):
            response = connection.respond(HTTPStatus.FORBIDDEN, "no\n")
            del response.headers["Date"]
            clock = CLOCKS.get(fault, 600.0)
            if clock is not None:
                response.headers["Date"] = (
                    clock if isinstance(clock, str) else formatdate(_now() + clock, usegmt=True)
                )
            return response
        return None

    async def _serve(self, connection: ServerConnection) -> None:
        self._open += 1
        self.most = max(self.most, self._open)
        try:
            await self._speak(connection)
        except ConnectionClosed:
            pass
        finally:
            self._open -= 1

    async def _speak(self, connection: ServerConnection) -> None:
        config, ssml = str(await connection.recv()), str(await connection.recv())
        wanted = json.loads(config.partition("\r\n\r\n")[2])["context"]["synthesis"]["audio"]
        assert wanted["metadataoptions"]["wordBoundaryEnabled"] == "true"
        assert wanted["outputFormat"] == "audio-24khz-48kbitrate-mono-mp3"
        assert len(ssml.encode()) < 4096 + 600
        voice, text = ssml_text(ssml)
        self.voices.append(voice)
        self.texts.append(text)
        self.busy.set()
        if self.gate:
            await self.gate.wait()
        await _Turn(connection, text, self.fault).run()


class _Turn:
    """One text, spoken, with at most one fault."""

    def __init__(self, connection: ServerConnection, text: str, fault: str) -> None:
        self._connection = connection
        self._fault = fault
        self._words = list(words_of(text))
        self._ms = 100 + sum(count for _, count in self._words) * SYLLABLE_MS

    async def run(self) -> None:
        await self._say("turn.start", '{"context":{"serviceTag":"x"}}')
        await self._say("response", '{"context":{"serviceTag":"x"}}')
        if self._fault == "hangs-at-once":
            await self._hang()
        await self._metadata()
        await self._audio()
        await self._connection.send(_binary("X-RequestId:r\r\nPath:audio\r\n", b""))
        await self._say("turn.end", "{}")

    async def _metadata(self) -> None:
        words = list(self._boundaries())
        if self._fault == "words-missing-at-the-end":
            words = words[:-1]
        elif self._fault == "words-missing-in-the-middle":
            words = words[:1] + words[-1:]
        elif self._fault == "no-words":
            words = []
        elif self._fault == "metadata-is-no-json":
            await self._say("audio.metadata", "{")
        elif self._fault == "unknown-metadata":
            await self._say("audio.metadata", '{"Metadata":[{"Type":"Viseme","Data":{}}]}')
        elif self._fault == "unknown-path":
            await self._say("weather", "{}")
        for word in words:
            await self._say("audio.metadata", json.dumps({"Metadata": [word]}))

    def _boundaries(self) -> Iterator[dict[str, object]]:
        at = 50
        for word, count in self._words:
            text = "×" if self._fault == "other-words" else escape(word)
            yield {
                "Type": "WordBoundary",
                "Data": {
                    "Offset": at * _TICKS_PER_MS,
                    "Duration": (count * SYLLABLE_MS - 10) * _TICKS_PER_MS,
                    "text": {"Text": text, "Length": len(word), "BoundaryType": "WordBoundary"},
                },
            }
            at += count * SYLLABLE_MS

    async def _audio(self) -> None:
        data = self._sound()
        pieces = [data[at : at + _FRAME] for at in range(0, len(data), _FRAME)]
        head = "X-RequestId:r\r\nContent-Type:audio/mpeg\r\nX-StreamId:s\r\nPath:audio\r\n"
        after: dict[str, Callable[[], object]] = {
            "closed-after-some-audio": self._connection.close,
            "aborted-after-some-audio": self._abort,
            "end-after-some-audio": self._end,
            "hangs-after-some-audio": self._hang,
            "binary-too-short": lambda: self._connection.send(b"\0"),
            "binary-header-too-long": lambda: self._connection.send(b"\xff\xffX:y"),
            "binary-of-another-type": lambda: self._connection.send(
                _binary("X-RequestId:r\r\nContent-Type:audio/opus\r\nPath:audio\r\n", b"x")
            ),
        }
        for index, piece in enumerate(pieces):
            if index == max(1, len(pieces) // 2) and self._fault in after:
                done = after[self._fault]()
                if asyncio.iscoroutine(done):
                    await done
            await self._connection.send(_binary(head, piece))
        while self._fault == "endless":
            await self._connection.send(_binary(head, data))

    def _sound(self) -> bytes:
        if self._fault == "no-audio" or not self._words:
            return b""
        # The real one ends in most of a second of silence, which we cut off.
        ms = self._ms + (800 if self._fault != "audio-one-second-short" else -1000)
        data = mp3(max(ms, 50))
        if self._fault == "audio-cut-in-a-frame":
            return data[:-50]
        return b"<html>" * 500 if self._fault == "audio-is-not-mp3" else data

    async def _end(self) -> None:
        await self._say("turn.end", "{}")
        await self._connection.close()

    async def _hang(self) -> None:
        await self._connection.wait_closed()

    def _abort(self) -> None:
        self._connection.transport.abort()

    async def _say(self, path: str, body: str) -> None:
        kind = "application/json; charset=utf-8"
        await self._connection.send(
            f"X-RequestId:r\r\nContent-Type:{kind}\r\nPath:{path}\r\n\r\n{body}"
        )


def _binary(head: str, data: bytes) -> bytes:
    return len(head).to_bytes(2, "big") + head.encode() + data


def _now() -> float:
    return time.time()
