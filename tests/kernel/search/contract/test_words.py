"""Likeness, suggestions and slips."""

from collections.abc import Iterator

import pytest

from qinglan.kernel.search.engine import Capability, OneOf, Search
from qinglan.kernel.search.engine.port import Engine
from tests.kernel.search.contract.conftest import KINDS, filled
from tests.kernel.search.ground import Library, secret_layers


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(layers={"9": secret_layers("org:12")})


@pytest.fixture(scope="module", params=KINDS)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, library: Library
) -> Iterator[Engine]:
    yield from filled(request.param, tmp_path_factory.mktemp("words"), library, documents=6)


def test_documents_like_a_text_are_found_by_its_telling_words(engine: Engine, library: Library) -> None:
    collection = library.collection()
    text = "我厂两台燃气锅炉需要改造，希望降低氮氧化物排放，采用低氮燃烧技术。"
    near = [hit.id for hit in engine.similar(collection, text)]
    assert near[0] == "2"
    assert [hit.id for hit in engine.similar(collection, text, limit=1)] == ["2"]
    assert "2" not in [hit.id for hit in engine.similar(collection, text, without=frozenset({"2"}))]
    licence = [OneOf("mode", frozenset({"licence"}))]
    assert {hit.id for hit in engine.similar(collection, text, filters=licence)} <= {"1", "3"}
    assert engine.similar(collection, "！") == []


def test_likeness_tells_nothing_of_what_one_may_not_see(engine: Engine, library: Library) -> None:
    collection = library.collection()
    assert engine.similar(collection, "钒钛配比") == []
    assert [hit.id for hit in engine.similar(collection, "钒钛配比", reader=frozenset({"org:12"}))] == ["9"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("沸", ["沸石"]), ("ranshaoqi", ["燃烧器"]), ("rsq", ["燃烧器"]), ("conden", ["condensing"])],
)
def test_words_go_on_in_characters_and_in_pinyin(
    engine: Engine, library: Library, typed: str, words: list[str]
) -> None:
    if Capability.SUGGESTIONS not in engine.capabilities:
        pytest.skip("not declared")
    assert sorted(engine.suggest(library.collection(), typed)) == sorted(words)


def test_suggestions_come_from_what_the_reader_sees(engine: Engine, library: Library) -> None:
    if Capability.SUGGESTIONS not in engine.capabilities:
        pytest.skip("not declared")
    collection = library.collection()
    assert engine.suggest(collection, "会员") == []
    assert engine.suggest(collection, "会员", reader=frozenset({"members"})) == ["会员"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("水泥窑脱肖", "水泥窑脱硝"),
        ("超低徘放", "超低排放"),
        ("condensng heat", "condensing heat"),
        ("水泥窑脱硝", ""),
        ("燃烧", ""),
        ("钒态", ""),
    ],
)
def test_a_slip_is_put_right(engine: Engine, library: Library, typed: str, meant: str) -> None:
    if Capability.CORRECTIONS not in engine.capabilities:
        pytest.skip("not declared")
    assert engine.search(library.collection(), Search(typed, corrected=True)).instead == meant
