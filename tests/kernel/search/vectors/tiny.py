"""A real encoder, small enough to be made here: its vectors are rows of a table, one for each word it knows.

`model.onnx` is written as the format says (protocol buffers, the messages of onnx.proto): one Gather, whose
result is a vector for each piece of the text, as encoders give them.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

FLOAT, INT64 = 1, 7
WORDS = ("[UNK]", "废气", "烟气", "脱硝", "废水", "污水", "锅炉")
ROWS = np.array(
    [[0, 0, 0.1], [1, 0, 0], [0.9, 0.1, 0], [0.8, 0.2, 0], [0, 1, 0], [0.1, 0.9, 0], [0.5, 0, 0.5]],
    np.float32,
)
"""废气, 烟气 and 脱硝 lie close together, 废水 and 污水 do, and the two groups are far apart."""


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _field(number: int, value: int | bytes | str) -> bytes:
    """A field of a message: a number, or bytes (a text, a message)."""
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    held = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(held)) + held


def _value(name: str, kind: int, sizes: Sequence[str]) -> bytes:
    """ValueInfoProto: a tensor of elements of `kind`, whose sizes have names."""
    shape = b"".join(_field(1, _field(2, size)) for size in sizes)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def _model(rows: np.ndarray, inputs: Sequence[str]) -> bytes:
    """ModelProto: last_hidden_state = Gather(table, input_ids)."""
    node = _field(1, "table") + _field(1, "input_ids") + _field(2, "last_hidden_state") + _field(4, "Gather")
    table = b"".join(_field(1, size) for size in rows.shape) + _field(2, FLOAT) + _field(8, "table")
    graph = _field(1, node) + _field(2, "tiny") + _field(5, table + _field(9, rows.tobytes()))
    for name in inputs:
        graph += _field(11, _value(name, INT64, ("batch", "pieces")))
    graph += _field(12, _value("last_hidden_state", FLOAT, ("batch", "pieces", "numbers")))
    return _field(1, 8) + _field(7, graph) + _field(8, _field(1, "") + _field(2, 13))


def encoder_in(
    folder: Path,
    rows: np.ndarray = ROWS,
    *,
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    first: bool = False,
) -> Path:
    """The folder of an encoder: model, tokenizer, and where `first` what says that the first piece counts."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(_model(rows, inputs))
    words = {word: place for place, word in enumerate(WORDS)}
    kind = {"type": "WordLevel", "vocab": words, "unk_token": "[UNK]"}
    cut = {"type": "Split", "pattern": {"Regex": r"\S\S|\s"}, "behavior": "Isolated", "invert": False}
    (folder / "tokenizer.json").write_text(
        json.dumps({"version": "1.0", "added_tokens": [], "pre_tokenizer": cut, "model": kind}), "utf-8"
    )
    if first:
        (folder / "1_Pooling").mkdir(exist_ok=True)
        (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}', "utf-8")
    return folder
