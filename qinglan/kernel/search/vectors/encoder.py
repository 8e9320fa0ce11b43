"""A text encoder from outside, in a folder on this machine, run by ONNX Runtime.

The folder is one as sentence encoders are handed out in: `model.onnx` (with the files of its weights, if it has
any beside it), `tokenizer.json`, and perhaps `1_Pooling/config.json`, which says how the vectors of the words become
one (their mean, or the first). Nothing is ever fetched.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from qinglan.kernel.search.vectors.space import pack, unit
from qinglan.kernel.search.vectors.sparse import Floats

MODEL, TOKENIZER, POOLING = "model.onnx", "tokenizer.json", "1_Pooling/config.json"
LONGEST = 512
"""Pieces of a text that are looked at: what most encoders were trained with."""
_GIVEN = ("input_ids", "attention_mask", "token_type_ids")
_WHOLE = "sentence_embedding"
"""What an encoder calls the vector of the whole text, where it gives one."""
_TRIAL = "工业废气治理"


class EncoderError(Exception):
    """The encoder of the settings can't be used; the message says why and what to do."""


@dataclass(frozen=True)
class _Loaded:
    """The encoder in memory."""

    tokenizer: Any
    session: Any
    inputs: Sequence[str]
    output: str
    takes_first: bool

    def vector(self, text: str) -> Floats:
        """What it says of `text`, of any length."""
        cut = self.tokenizer.encode(text)
        given = {"input_ids": cut.ids, "attention_mask": cut.attention_mask, "token_type_ids": cut.type_ids}
        feed = {name: np.array([given[name]], np.int64) for name in self.inputs}
        found: Floats = np.asarray(self.session.run([self.output], feed)[0], np.float32)[0]
        if found.ndim != 2:
            return found
        if self.takes_first:
            first: Floats = found[0]
            return first
        mask = np.array(cut.attention_mask, np.float32)
        mean: Floats = (found * mask[:, None]).sum(axis=0) / max(float(mask.sum()), 1.0)
        return mean


class Encoder:
    """See Model. A process reads it when it first needs it: that takes seconds and the memory of its weights.

    Raises EncoderError then; `dimensions` alone proves that it can be used.
    """

    slow = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def name(self) -> str:
        """A digest of all its files: other weights are another model."""
        _there(self.folder)
        found = hashlib.sha256()
        for path in [*sorted(self.folder.glob(f"{MODEL}*")), self.folder / TOKENIZER, self.folder / POOLING]:
            if path.is_file():
                with path.open("rb") as file:
                    found.update(hashlib.file_digest(file, "sha256").digest())
        return f"onnx-{found.hexdigest()[:16]}"

    @cached_property
    def dimensions(self) -> int:
        """Numbers in a vector, told by a trial."""
        trial = self._loaded.vector(_TRIAL)
        if trial.ndim != 1 or not np.isfinite(trial).all() or not trial.any():
            raise EncoderError(
                f"{self.folder / MODEL} gives no vector for a text: it is another kind of model."
            )
        return int(trial.shape[0])

    def vector(self, text: str, tokens: Sequence[str]) -> Floats:
        """See Model."""
        return unit(self._loaded.vector(text)) if text.strip() else np.zeros(self.dimensions, np.float32)

    def packed(self, text: str, tokens: Sequence[str]) -> bytes:
        """See Model."""
        return pack(self.vector(text, tokens))

    @cached_property
    def _loaded(self) -> _Loaded:
        return _read(self.folder)


def _there(folder: Path) -> None:
    for name in (MODEL, TOKENIZER):
        if not (folder / name).is_file():
            raise EncoderError(
                f"QINGLAN_ENCODER names {folder}, where there is no {name}. Give the folder that holds {MODEL} and "
                f"{TOKENIZER}, or leave the setting out to use the directions learned from the records."
            )


def _read(folder: Path) -> _Loaded:
    _there(folder)
    try:
        import onnxruntime  # noqa: PLC0415 - an optional part
        import tokenizers  # noqa: PLC0415 - as above
    except ImportError as error:
        raise EncoderError(
            f"QINGLAN_ENCODER needs the package {error.name}, which is not installed: pip install 'qinglan[onnx]'."
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # beside other processes: a text takes its turn, not all processors
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / TOKENIZER))
        session = onnxruntime.InferenceSession(
            str(folder / MODEL), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # both packages raise errors of their own kinds
        raise EncoderError(f"The encoder in {folder} can't be read: {error}") from error
    tokenizer.no_padding()
    if tokenizer.truncation is None or tokenizer.truncation["max_length"] > LONGEST:
        tokenizer.enable_truncation(LONGEST)
    inputs = [one.name for one in session.get_inputs()]
    if unknown := sorted(set(inputs) - set(_GIVEN)):
        raise EncoderError(
            f"{folder / MODEL} asks for the inputs {', '.join(unknown)}; an encoder of texts takes {', '.join(_GIVEN)}."
        )
    outputs = [one.name for one in session.get_outputs()]
    output = _WHOLE if _WHOLE in outputs else outputs[0]
    return _Loaded(tokenizer, session, inputs, output, _takes_first(folder))


def _takes_first(folder: Path) -> bool:
    """Whether the first piece's vector stands for the text; else it is the mean of all."""
    path = folder / POOLING
    if not path.is_file():
        return False
    try:
        return bool(json.loads(path.read_text("utf-8")).get("pooling_mode_cls_token"))
    except (ValueError, AttributeError) as error:
        raise EncoderError(f"{path} is no JSON as sentence encoders have it: {error}") from error
