"""The process that holds a model of sherpa-onnx: texts come in, samples go out.

Run by its path; the parent says where modules are. The frames are those of espeak_worker.
Request: ``text``, ``voice`` (a speaker's number). Reply: ``rate`` (Hz) and the samples, or
``error``. The first reply comes unasked: ``version`` and ``speakers``, or ``error``.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from typing import Any

_PIECE = 1 << 20


class ModelError(RuntimeError):
    """The model does not do what it should. The message holds nothing of the text."""


class Sherpa:
    """A model, loaded. Raises ModelError if the library does not take it."""

    def __init__(self, model: dict[str, str], audio_seconds: int) -> None:
        import sherpa_onnx

        config = sherpa_onnx.OfflineTtsConfig(
            model=_model_config(sherpa_onnx, model), max_num_sentences=1
        )
        if not config.validate():
            raise ModelError(f"sherpa-onnx does not take this as a {model['kind']} model")
        self._tts = sherpa_onnx.OfflineTts(config)
        self.speakers = max(1, int(self._tts.num_speakers))
        self._rate = int(self._tts.sample_rate)
        self._most = audio_seconds * self._rate
        self.version = f"{sherpa_onnx.version}-{_digest(model)}"

    def synth(self, text: str, voice: int) -> tuple[dict[str, Any], bytes]:
        """A reply's two halves. Raises ModelError if the model does not end."""
        import numpy as np

        if voice >= self.speakers:
            raise ModelError(f"the model has {self.speakers} speakers, from 0")
        done = 0

        def go_on(samples: Any, _: float) -> int:
            nonlocal done
            done += len(samples)
            return int(done <= self._most)

        made = self._tts.generate(text, sid=voice, speed=1.0, callback=go_on)
        if done > self._most or len(made.samples) > self._most:
            raise ModelError("the model did not finish the text")
        samples = np.clip(np.asarray(made.samples, dtype=np.float32), -1.0, 1.0)
        samples = np.nan_to_num(samples)
        return {"rate": int(made.sample_rate)}, (samples * 32767).astype("<i2").tobytes()


def _model_config(library: Any, model: dict[str, str]) -> Any:
    files = {name: model[name] for name in ("tokens", "lexicon")}
    kind = model["kind"]
    if kind == "vits":
        part = library.OfflineTtsVitsModelConfig(model=model["model"], **files)
    elif kind == "matcha":
        part = library.OfflineTtsMatchaModelConfig(
            acoustic_model=model["model"], vocoder=model["vocoder"], **files
        )
    else:
        part = library.OfflineTtsKokoroModelConfig(
            model=model["model"], voices=model["voices"], **files
        )
    return library.OfflineTtsModelConfig(**{kind: part}, num_threads=1, provider="cpu")


def _digest(model: dict[str, str]) -> str:
    """Of all files: replicas with the same model share its clips, another model has its own."""
    digest = hashlib.blake2b(digest_size=9)
    for name in sorted(model):
        digest.update(name.encode())
        for path in model[name].split(",") if name != "kind" else ():
            if not path:
                continue
            with open(path, "rb") as file:
                while piece := file.read(_PIECE):
                    digest.update(piece)
    return digest.hexdigest()


def main(model: str, audio_seconds: str) -> None:
    """Serve texts until standard input ends."""
    from a11y.speech import espeak_worker as frames

    # Ctrl-C reaches the whole group; the parent decides when we end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = frames.private_stdout()
    try:
        sherpa = Sherpa(json.loads(model), int(audio_seconds))
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        frames.write_frame(replies, {"error": str(error)})
        return
    frames.write_frame(replies, {"version": sherpa.version, "speakers": sherpa.speakers})
    for request in frames.requests():
        try:
            head, body = sherpa.synth(request["text"], request["voice"])
        except (RuntimeError, TypeError, ValueError, MemoryError) as error:
            # The library's own words may quote the text, and what we say is logged.
            reason = str(error) if isinstance(error, ModelError) else type(error).__name__
            head, body = {"error": f"the model failed: {reason}"}, b""
        try:
            frames.write_frame(replies, head, body)
        except OSError:  # the parent is gone
            os._exit(0)


if __name__ == "__main__":
    sys.path[:] = json.loads(sys.argv[1])
    main(*sys.argv[2:4])
