"""Layers become entries of which each reader sees at most one; excerpts; closeness."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.search.engine.closeness import closeness, pairs
from qinglan.kernel.search.engine.collections import COLLECTIONS, register_collection
from qinglan.kernel.search.engine.documents import EVERYBODY, Document, Layer, entries
from qinglan.kernel.search.engine.excerpts import excerpt
from qinglan.kernel.search.tokens.cutting import Cutter
from tests.kernel.search.ground import DICTIONARY, Library

TOKENS = (EVERYBODY, "members", "org:1", "org:2")
CUTTER = Cutter(DICTIONARY)


@given(st.lists(st.frozensets(st.sampled_from(TOKENS)), max_size=4))
def test_each_reader_sees_the_first_layer_that_is_his_and_no_other(readers: list[frozenset[str]]) -> None:
    layers = [Layer(held, {"title": str(place)}) for place, held in enumerate(readers)]
    made = entries(Document("1", layers))
    for extra in chain.from_iterable(combinations(TOKENS[1:], size) for size in range(4)):
        tokens = {EVERYBODY, *extra}
        seen = [entry.values for entry in made if entry.readers & tokens and not entry.hidden_from & tokens]
        first = next((layer.values for layer in layers if layer.readers & tokens), None)
        assert seen == ([first] if first is not None else [])


def test_who_is_named_beside_everybody_is_left_out() -> None:
    layer = Layer(frozenset({EVERYBODY, "members"}), {"title": "x"})
    assert [entry.readers for entry in entries(Document("1", [layer]))] == [frozenset({EVERYBODY})]


def test_an_excerpt_shows_the_part_that_holds_most() -> None:
    text = "开头的话。" * 30 + "水泥窑烟气脱硝，SO₂协同治理。" + "结尾的话。" * 30
    found = excerpt(text, {"水泥窑", "脱硝", "so2"}, CUTTER, length=60)
    assert [piece for piece, marked in found if marked] == ["水泥窑", "脱硝", "SO₂"]
    assert (found[0], found[-1]) == (("…", False), ("…", False))
    whole = "".join(piece for piece, _marked in found).strip("…")
    assert whole in text
    assert len(whole) == 60


def test_an_excerpt_of_a_text_without_the_words_is_its_beginning() -> None:
    assert excerpt("短文。", {"脱硝"}, CUTTER) == [("短文。", False)]
    assert excerpt("", {"脱硝"}, CUTTER) == []


def test_phrases_are_marked_where_they_stand() -> None:
    assert excerpt("用脫硝技術", (), CUTTER, phrases=["脱硝技术"]) == [("用", False), ("脫硝技術", True)]


@given(st.text(alphabet="水泥窑脱硝 a1，", max_size=300), st.integers(5, 40))
def test_an_excerpt_is_a_part_of_the_text(text: str, length: int) -> None:
    parts = excerpt(text, {"水泥", "脱硝", "a1"}, CUTTER, length=length)
    shown = "".join(piece for piece, _marked in parts if piece != "…")
    assert shown in text
    assert len(shown) == min(len(text), length)


def test_words_that_stand_together_count_more() -> None:
    wanted = pairs("低氮燃烧 锅炉")
    assert wanted == {"低氮", "氮燃", "燃烧", "锅炉"}
    assert (
        closeness(wanted, ["低氮燃烧锅炉"]),
        closeness(wanted, ["燃烧低，氮锅炉"]),
        closeness(frozenset(), ["x"]),
    ) == (2.0, 1.5, 1.0)


def test_a_collection_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    collection = Library().collection("tried")
    monkeypatch.setitem(COLLECTIONS, "tried", collection)
    with pytest.raises(ValueError, match="the collection tried is registered twice"):
        register_collection(collection)
