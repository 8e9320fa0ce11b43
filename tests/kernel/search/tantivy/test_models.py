"""Which model an index's vectors come from, and what happens where the installation has another."""

from pathlib import Path

import pytest

from qinglan.kernel.search.engine import Collection, Document, open_document
from qinglan.kernel.search.tantivy import models
from qinglan.kernel.search.tantivy.engine import AT_ONCE, TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.vectors.encoder import Encoder
from qinglan.kernel.search.vectors.model import Noted
from qinglan.kernel.search.vectors.space import LEAST_RECORDS
from tests.kernel.search.ground import DICTIONARY, Library, place
from tests.kernel.search.vectors.tiny import ROWS, encoder_in

CUTTER = Cutter(DICTIONARY)
TITLES = {"1": "设备 烟气", "2": "设备 污水", "3": "设备 锅炉"}


@pytest.fixture
def collection() -> Collection:
    return Library({}).collection()


def documents(titles: dict[str, str]) -> list[Document]:
    return [open_document(key, {"title": title}) for key, title in titles.items()]


def engine(tmp_path: Path, folder: Path | None = None) -> TantivyEngine:
    return TantivyEngine(tmp_path / "index", CUTTER, Encoder(folder) if folder else None)


def order(one: TantivyEngine, collection: Collection, text: str) -> list[str]:
    return [hit.id for hit in one.similar(collection, text)]


def test_a_rebuild_leaves_the_vectors_for_later_and_a_write_makes_them(
    tmp_path: Path, collection: Collection
) -> None:
    one = engine(tmp_path, encoder_in(tmp_path / "encoder"))
    one.rebuild(collection, documents(TITLES), place(1))
    assert sorted(one.lacking(collection, 10)) == ["1", "2", "3"]
    assert len(one.lacking(collection, 2)) == 2
    one.write(collection, documents(TITLES), [], place(2))
    assert one.lacking(collection, 10) == []
    # by words all are alike: "设备" stands in each, 废气 and 废水 in none
    assert order(one, collection, "设备 废气")[0] == "1"
    assert order(one, collection, "设备 废水")[0] == "2"
    one.close()


def test_many_documents_can_be_found_before_their_vectors_are_made(
    tmp_path: Path, collection: Collection
) -> None:
    one = engine(tmp_path, encoder_in(tmp_path / "encoder"))
    one.rebuild(collection, [], place(1))
    many = {str(number): "设备 烟气" for number in range(AT_ONCE + 1)}
    one.write(collection, documents(many), [], place(2))
    assert len(one.lacking(collection, 100)) == AT_ONCE + 1
    assert len(one.similar(collection, "设备", limit=100)) == AT_ONCE + 1


def test_model_and_dimensions_are_noted_beside_the_index(tmp_path: Path, collection: Collection) -> None:
    one = engine(tmp_path, encoder_in(tmp_path / "encoder"))
    one.rebuild(collection, documents(TITLES), place(1))
    directory = one.shelf(collection).current()
    assert directory is not None
    assert one.encoder is not None
    assert models.noted(directory) == Noted(one.encoder.name, 3)
    plain = engine(tmp_path)
    plain.rebuild(collection, documents(TITLES), place(1))
    directory = plain.shelf(collection).current()
    assert directory is not None
    assert models.noted(directory) is None  # three records teach nothing


def test_another_model_is_seen_and_words_alone_decide_until_the_vectors_are_made_anew(
    tmp_path: Path, collection: Collection
) -> None:
    one = engine(tmp_path, encoder_in(tmp_path / "encoder"))
    one.rebuild(collection, documents(TITLES), place(1))
    one.write(collection, documents(TITLES), [], place(2))
    one.close()
    for folder in (None, encoder_in(tmp_path / "other", ROWS[:, ::-1])):
        other = engine(tmp_path, folder)
        assert (one.outdated(collection), other.outdated(collection)) == (False, True)
        assert sorted(order(other, collection, "设备 废气")) == ["1", "2", "3"]
    other.rebuild(collection, documents(TITLES), place(3))
    assert (one.outdated(collection), other.outdated(collection)) == (True, False)


def test_what_was_learned_from_the_records_gives_way_to_an_encoder(
    tmp_path: Path, collection: Collection
) -> None:
    words = [f"词{number}" for number in range(400)]
    many = {
        str(number): " ".join(words[number % 40 :: 37] + words[number % 11 :: 29])
        for number in range(LEAST_RECORDS)
    }
    plain = engine(tmp_path)
    plain.rebuild(collection, documents(many), place(1))
    directory = plain.shelf(collection).current()
    assert directory is not None
    held = models.noted(directory)
    assert held is not None
    assert (held.name, held.dimensions, plain.outdated(collection)) == ("records", 256, False)
    assert engine(tmp_path, encoder_in(tmp_path / "encoder")).outdated(collection)
