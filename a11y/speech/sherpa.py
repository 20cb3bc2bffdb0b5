"""Neural voices on the operator's own machine: sherpa-onnx with a model that the operator has.

The files are looked at when the site starts, so that what is missing is said then and by name.
The model runs in worker processes, as the embedded engine does. It times no words, so its marks
are estimated and say so.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from a11y.errors import SettingsError
from a11y.speech import limits, sherpa_worker
from a11y.speech.engine import Clip, estimated_marks
from a11y.speech.faults import RefusedTextError, SilentError
from a11y.speech.text import Way
from a11y.speech.worker import WorkerPool, python

Kind = Literal["vits", "matcha", "kokoro"]
KINDS: tuple[Kind, ...] = ("vits", "matcha", "kokoro")

# What each kind needs, in the names of the models that sherpa-onnx publishes; * is one file.
# https://k2-fsa.github.io/sherpa/onnx/tts/pretrained_models/
_NEEDED: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    "vits": {"model": ("model.onnx", "*.onnx"), "lexicon": ("lexicon.txt",)},
    "matcha": {
        "model": ("model-steps-3.onnx", "model-steps-*.onnx", "model.onnx"),
        "vocoder": ("vocos-22khz-univ.onnx", "vocos*.onnx", "hifigan*.onnx", "vocoder.onnx"),
        "lexicon": ("lexicon.txt",),
    },
    "kokoro": {
        "model": ("model.onnx", "model*.onnx"),
        "voices": ("voices.bin",),
        "lexicon": ("lexicon-zh.txt",),
    },
}
_TOKENS = ("tokens.txt",)
# The lexicons of Kokoro for English, which it reads as well as Chinese.
_MORE_LEXICONS = ("lexicon-us-en.txt",)


@dataclass(frozen=True, slots=True)
class Model:
    """A model's kind and its files, all of them there. Paths are absolute."""

    kind: Kind
    model: str
    tokens: str
    lexicon: str
    vocoder: str = ""
    voices: str = ""


def find_model(directory: Path, kind: str = "auto") -> Model:
    """The files of a model in its directory. Raises SettingsError that names what is missing."""
    if not directory.is_dir():
        raise SettingsError(f"sherpa_model must be a directory: {directory}")
    found = _kind_of(directory) if kind == "auto" else kind
    if found not in KINDS:
        raise SettingsError(f"sherpa_kind must be one of auto, {', '.join(KINDS)}: {kind!r}")
    chosen: Kind = next(one for one in KINDS if one == found)
    files = {part: _file(directory, part, names, chosen) for part, names in _NEEDED[chosen].items()}
    files["tokens"] = _file(directory, "tokens", _TOKENS, chosen)
    more = [directory / name for name in _MORE_LEXICONS if (directory / name).is_file()]
    files["lexicon"] = ",".join([files["lexicon"], *map(str, more)])
    return Model(chosen, **files)


def _kind_of(directory: Path) -> Kind:
    if (directory / "voices.bin").exists():
        return "kokoro"
    return "matcha" if any(directory.glob("vocos*.onnx")) else "vits"


def _file(directory: Path, part: str, names: Sequence[str], kind: Kind) -> str:
    for name in names:
        matches = [path for path in sorted(directory.glob(name)) if path.is_file()]
        if len(matches) > 1:
            listed = ", ".join(path.name for path in matches)
            raise SettingsError(f"sherpa_model {directory}: which one is the {part}? {listed}")
        if matches:
            return str(matches[0].resolve())
    raise SettingsError(
        f"sherpa_model {directory}: a {kind} model needs {' or '.join(names)} ({part}); "
        f"sherpa_kind is one of auto, {', '.join(KINDS)}"
    )


class SherpaEngine:
    """A model in worker processes. A voice is the number of a speaker, beginning with 0.

    Raises SpeechUnavailableError from ``start`` if the library refuses the model.
    """

    name = "sherpa"
    way: Way = "homophones"

    def __init__(
        self,
        model: Model,
        *,
        voices: Mapping[str, str] | None = None,
        timeout: float = limits.NEURAL_SECONDS,
        workers: int = 1,
    ) -> None:
        self._model = model
        self._voices = dict(voices or {})
        bad = sorted({voice for voice in self._voices.values() if not _is_number(voice)})
        if bad:
            raise SettingsError(f"a voice of sherpa is a number, beginning with 0: {bad[0]!r}")
        self._pool = WorkerPool(
            "sherpa-onnx",
            self._command,
            count=workers,
            timeout=timeout,
            start_timeout=limits.NEURAL_START_SECONDS,
        )

    @property
    def version(self) -> str:
        """The library's version and a digest of the model's files; both determine the sound."""
        return str(self._pool.hello.get("version", ""))

    def voice(self, language: str) -> str:
        """The speaker for a language; the Mandarin one where there is no other."""
        return self._voices.get(language, self._voices.get("zh", "0"))

    async def start(self) -> None:
        """Load the model. Raises SpeechUnavailableError with the reason."""
        await self._pool.start()

    async def synth(self, text: str, voice: str) -> Clip:
        """Speak ``text``; the marks are estimates. Raises SpeechError."""
        if len(text) > limits.SPOKEN_CHARS:
            raise RefusedTextError("the text is too long for one clip")
        if not _is_number(voice):
            raise RefusedTextError("this is no speaker's number")
        if not any(map(str.isalnum, text)):
            await self._pool.start()
            raise SilentError("the text has nothing to pronounce")
        head, pcm = await self._pool.ask({"text": text, "voice": int(voice)})
        if "error" in head:
            raise RefusedTextError(str(head["error"]))
        if not pcm:
            raise SilentError("the model has no sound for this text")
        rate = int(head["rate"])
        return Clip(pcm, rate, estimated_marks(text, len(pcm) * 500 // rate), exact=False)

    async def aclose(self) -> None:
        """Kill the workers; texts under way fail."""
        await self._pool.aclose()

    def _command(self) -> Sequence[str]:
        # Isolated, so that neither a current directory nor the environment adds modules; what
        # this process can import, the worker can.
        model = json.dumps(asdict(self._model))
        here = str(Path(__file__).parents[2])
        paths = json.dumps([here, *(path for path in sys.path if path not in {"", here})])
        return [python(), "-I", sherpa_worker.__file__, paths, model, str(limits.AUDIO_SECONDS)]


def _is_number(voice: str) -> bool:
    return voice.isascii() and voice.isdecimal() and len(voice) < 6
