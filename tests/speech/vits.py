"""A model of the shape of VITS that sherpa-onnx runs: each token becomes a short tone.

It has the inputs, the output, the metadata, the lexicon and the tokens of a real one, made here
with the onnx package in a few kilobytes. What it cannot show is how a real voice sounds, nor how
long a real model takes.
"""

from __future__ import annotations

import math
from pathlib import Path

RATE = 16_000
TOKEN_SAMPLES = RATE // 8
SPEAKERS = 3
_WORDS = ("everybody", "example", "good", "gov", "hello", "morning", "wechat")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def write_model(directory: Path) -> None:
    """Write model.onnx, lexicon.txt and tokens.txt."""
    directory.mkdir(parents=True, exist_ok=True)
    _write_onnx(directory / "model.onnx")
    marks = ["_", ",", ".", "!", "?", "，", "。", "！", "？", "、", "；", "：", "…"]
    tokens = [*marks, *(f"h{number}" for number in range(16)), *_LETTERS]
    lines = [f"{token} {number}" for number, token in enumerate(tokens)]
    (directory / "tokens.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    hanzi = [chr(code) for code in range(0x4E00, 0x9FA6)]
    words = [f"{one} h{ord(one) % 16}" for one in hanzi]
    words += [f"{word} {' '.join(word)}" for word in (*_LETTERS, *_WORDS)]
    (directory / "lexicon.txt").write_text("\n".join(words) + "\n", encoding="utf-8")


def _write_onnx(path: Path) -> None:
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    def constant(name: str, value: object, kind: type) -> onnx.TensorProto:
        return numpy_helper.from_array(np.array(value, dtype=kind), name)

    nodes = [
        helper.make_node("Shape", ["x"], ["shape"]),
        helper.make_node("Gather", ["shape", "one"], ["count"], axis=0),
        helper.make_node("Mul", ["count", "samples"], ["total"]),
        helper.make_node("Range", ["zero", "total", "step"], ["steps"]),
        helper.make_node("Cast", ["steps"], ["phase"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["phase", "omega"], ["angle"]),
        helper.make_node("Sin", ["angle"], ["wave"]),
        helper.make_node("Mul", ["wave", "loudness"], ["tone"]),
        # Every input is used, as in a real model: the runtime refuses ones that are not there.
        helper.make_node("Cast", ["x_length"], ["length"], to=TensorProto.FLOAT),
        helper.make_node("Cast", ["sid"], ["speaker"], to=TensorProto.FLOAT),
        helper.make_node(
            "Sum",
            ["length", "noise_scale", "length_scale", "noise_scale_w", "speaker"],
            ["inputs"],
        ),
        helper.make_node("Mul", ["inputs", "nothing"], ["silence"]),
        helper.make_node("Add", ["tone", "silence"], ["sound"]),
        helper.make_node("Reshape", ["sound", "form"], ["y"]),
    ]
    constants = [
        constant("zero", 0, np.int64),
        constant("one", 1, np.int64),
        constant("step", 1, np.int64),
        constant("samples", TOKEN_SAMPLES, np.int64),
        constant("omega", 2 * math.pi * 220 / RATE, np.float32),
        constant("loudness", 0.4, np.float32),
        constant("nothing", 0.0, np.float32),
        constant("form", [1, 1, -1], np.int64),
    ]
    value = helper.make_tensor_value_info
    inputs = [
        value("x", TensorProto.INT64, [1, "n"]),
        value("x_length", TensorProto.INT64, [1]),
        value("noise_scale", TensorProto.FLOAT, [1]),
        value("length_scale", TensorProto.FLOAT, [1]),
        value("noise_scale_w", TensorProto.FLOAT, [1]),
        value("sid", TensorProto.INT64, [1]),
    ]
    output = value("y", TensorProto.FLOAT, [1, 1, "m"])
    graph = helper.make_graph(nodes, "tone", inputs, [output], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    metadata = {
        "model_type": "vits",
        "comment": "tone",
        "language": "Chinese",
        "add_blank": "0",
        "n_speakers": str(SPEAKERS),
        "sample_rate": str(RATE),
        "punctuation": ", . ! ? ， 。 ！ ？ 、 ； ： …",
    }
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
