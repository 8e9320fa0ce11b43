"""An encoder from outside, run by the real runtime: what it says, and what is said where it can't be used."""

import sys
from pathlib import Path

import numpy as np
import pytest

from qinglan.kernel.search.vectors.encoder import Encoder, EncoderError
from tests.kernel.search.vectors.tiny import ROWS, encoder_in


def told(folder: Path) -> str:
    with pytest.raises(EncoderError) as refused:
        _ = Encoder(folder).dimensions
    return str(refused.value)


def test_a_text_is_the_mean_of_its_pieces(tmp_path: Path) -> None:
    encoder = Encoder(encoder_in(tmp_path))
    mean = (ROWS[1] + ROWS[4]) / 2
    assert encoder.dimensions == 3
    assert encoder.vector("废气废水", ()) == pytest.approx(mean / np.linalg.norm(mean))
    assert not encoder.vector(" ", ()).any()
    assert np.frombuffer(encoder.packed("废气", ()), np.int8).tolist() == [127, 0, 0]


def test_the_first_piece_stands_for_the_text_where_the_folder_says_so(tmp_path: Path) -> None:
    encoder = Encoder(encoder_in(tmp_path, first=True))
    assert encoder.vector("废气废水", ()) == pytest.approx([1, 0, 0])


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    encoder = Encoder(encoder_in(tmp_path))
    assert encoder.vector("废气" * 600 + "废水" * 600, ()) == pytest.approx([1, 0, 0])


def test_other_weights_are_another_model(tmp_path: Path) -> None:
    one = Encoder(encoder_in(tmp_path / "a")).name
    assert Encoder(encoder_in(tmp_path / "b")).name == one
    assert Encoder(encoder_in(tmp_path / "c", ROWS * 2)).name != one
    assert Encoder(encoder_in(tmp_path / "d", first=True)).name != one


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (encoder_in(tmp_path) / name).unlink()
    assert told(tmp_path) == (
        f"QINGLAN_ENCODER names {tmp_path}, where there is no {name}. Give the folder that holds model.onnx and "
        "tokenizer.json, or leave the setting out to use the directions learned from the records."
    )


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert f"needs the package {package}, which is not installed: pip install 'qinglan[onnx]'" in told(
        encoder_in(tmp_path)
    )


def test_what_is_no_encoder_of_texts_is_refused(tmp_path: Path) -> None:
    other = told(encoder_in(tmp_path / "a", inputs=("input_ids", "pixel_values")))
    assert other.startswith(f"{tmp_path / 'a' / 'model.onnx'} asks for the inputs pixel_values")
    (encoder_in(tmp_path / "b") / "model.onnx").write_bytes(b"no model")
    assert told(tmp_path / "b").startswith(f"The encoder in {tmp_path / 'b'} can't be read: ")
    assert "gives no vector for a text" in told(encoder_in(tmp_path / "c", ROWS * np.nan))
