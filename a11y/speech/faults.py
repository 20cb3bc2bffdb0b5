"""Why speech failed, as kinds: for counters, for the breaker, and for what operators are told."""

from __future__ import annotations

from typing import ClassVar

from a11y.errors import SpeechError


class EngineError(SpeechError):
    """An engine failed. Each kind has a name and says what it means for the next text.

    ``is_engines``: the engine is at fault, not the text, so the breaker counts it.
    ``pause_seconds``: the engine need not be asked again before, however few the failures were.
    """

    kind: ClassVar[str] = "failed"
    is_engines: ClassVar[bool] = True
    pause_seconds: ClassVar[float] = 0.0

    def __init__(self, message: str) -> None:
        super().__init__(message, retryable=True)


class TimedOutError(EngineError):
    """The engine took too long; whatever it did was ended."""

    kind = "timeout"


class DiedError(EngineError):
    """The engine's process ended in the middle of a text."""

    kind = "died"


class UnreachableError(EngineError):
    """No connection to an online service: its name, its address, TLS, or the line in between."""

    kind = "unreachable"


class ForbiddenError(EngineError):
    """An online service refuses us (403). It will refuse the next text, too."""

    kind = "forbidden"
    pause_seconds = 300.0


class ThrottledError(EngineError):
    """An online service says that it was asked too much (429). Asking on makes it last longer."""

    kind = "throttled"
    # Throttling of the edge service lasts some five minutes.
    # https://github.com/rany2/edge-tts/issues/21
    pause_seconds = 300.0


class ClockError(EngineError):
    """Our clock is wrong, or the service's: no token fits both."""

    kind = "clock"
    pause_seconds = 300.0


class TruncatedError(EngineError):
    """The sound ends before the text does, or is not whole. It is thrown away."""

    kind = "truncated"


class NoSoundError(EngineError):
    """An online service ended without any sound, although there is something to pronounce."""

    kind = "no_sound"


class ProtocolError(EngineError):
    """An online service answered something that is not its protocol as we know it."""

    kind = "protocol"


class SilentError(EngineError):
    """The engine made no sound of this text, such as punctuation alone."""

    kind = "silent"
    is_engines = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.retryable = False


class RefusedTextError(SilentError):
    """The engine does not take this text, such as one that is too long, or this voice."""

    kind = "refused"


KINDS = tuple(
    one.kind
    for one in (
        TimedOutError,
        DiedError,
        UnreachableError,
        ForbiddenError,
        ThrottledError,
        ClockError,
        TruncatedError,
        NoSoundError,
        ProtocolError,
        SilentError,
        RefusedTextError,
    )
)
