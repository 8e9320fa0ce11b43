"""Likeness by an encoder from outside: made when there is time, noted, made anew for another model."""

from pathlib import Path

import pytest

from qinglan.kernel.search.engine import open_document
from qinglan.kernel.search.vectors.encoder import Encoder
from tests.kernel.search.contract.conftest import KINDS, engine_of
from tests.kernel.search.ground import Library, place
from tests.kernel.search.vectors.tiny import ROWS, encoder_in

TITLES = {"1": "设备 烟气", "2": "设备 污水", "3": "设备 锅炉"}
"""By words all are alike to a text that says 设备 and a word of none of them."""


@pytest.mark.parametrize("kind", KINDS)
def test_vectors_of_an_encoder(kind: str, tmp_path: Path) -> None:
    collection = Library({}).collection("meant")
    documents = [open_document(key, {"title": title}) for key, title in TITLES.items()]
    one = engine_of(kind, tmp_path, Encoder(encoder_in(tmp_path / "encoder")))
    one.rebuild(collection, documents, place(1))
    assert (sorted(one.lacking(collection, 9)), one.outdated(collection)) == (["1", "2", "3"], False)
    assert sorted(hit.id for hit in one.similar(collection, "设备 废气")) == ["1", "2", "3"]
    one.write(collection, documents, [], place(2))
    assert one.lacking(collection, 9) == []
    assert [one.similar(collection, f"设备 {word}")[0].id for word in ("废气", "废水")] == ["1", "2"]
    one.close()
    learned = engine_of(kind, tmp_path)
    assert learned.outdated(collection)
    learned.close()
    other = engine_of(kind, tmp_path, Encoder(encoder_in(tmp_path / "other", ROWS[:, :2])))
    assert other.outdated(collection)
    assert sorted(hit.id for hit in other.similar(collection, "设备 废气")) == ["1", "2", "3"]
    other.rebuild(collection, documents, place(3))
    other.write(collection, documents, [], place(4))
    assert not other.outdated(collection)
    assert [other.similar(collection, f"设备 {word}")[0].id for word in ("废气", "废水")] == ["1", "2"]
    other.close()
