"""The engines that the settings name, in the order in which they are asked."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from a11y.errors import SettingsError, SpeechUnavailableError
from a11y.speech import edge, espeak

if TYPE_CHECKING:
    from collections.abc import Mapping

    from a11y.settings import Settings
    from a11y.speech.engine import Engine

_EXTRAS = {"espeak": "speech", "edge": "speech,edge", "sherpa": "speech,sherpa"}


def make_engines(settings: Settings) -> tuple[Engine, ...]:
    """The configured engine, then the embedded one; none where there is none. Starts nothing.

    Raises SpeechUnavailableError if the settings insist on an engine that is not installed, and
    SettingsError if what they say of it cannot be used.
    """
    wanted = settings.speech
    if wanted == "off":
        return ()
    if not can_encode() or not _installed(wanted):
        if wanted == "auto":
            return ()
        extras = _EXTRAS[wanted]
        raise SpeechUnavailableError(f"speech needs: pip install 'a11y-care[{extras}]'")
    if wanted in {"auto", "espeak"}:
        return (_espeak(settings),)
    first = _edge(settings) if wanted == "edge" else _sherpa(settings)
    if not espeak.installed():
        return (first,)
    return first, espeak.EspeakEngine(workers=settings.speech_workers)


def can_encode() -> bool:
    """Whether the MP3 encoder is here; nothing is loaded."""
    return importlib.util.find_spec("lameenc") is not None


def _installed(wanted: str) -> bool:
    if wanted == "edge":
        return edge.installed()
    if wanted == "sherpa":
        return importlib.util.find_spec("sherpa_onnx") is not None
    return espeak.installed()


def _voices(settings: Settings) -> Mapping[str, str]:
    chosen = {
        "zh": settings.speech_voice,
        "en": settings.speech_voice_en,
        "yue": settings.speech_voice_yue,
    }
    return {language: voice for language, voice in chosen.items() if voice is not None}


def _espeak(settings: Settings) -> Engine:
    return espeak.EspeakEngine(voices=_voices(settings), workers=settings.speech_workers)


def _edge(settings: Settings) -> Engine:
    return edge.EdgeEngine(voices=_voices(settings), workers=settings.speech_workers)


def _sherpa(settings: Settings) -> Engine:
    from a11y.speech.sherpa import SherpaEngine, find_model

    if settings.sherpa_model is None:
        raise SettingsError("speech = sherpa needs sherpa_model, the directory of a model")
    model = find_model(settings.sherpa_model, settings.sherpa_kind)
    return SherpaEngine(model, voices=_voices(settings), workers=settings.speech_workers)
