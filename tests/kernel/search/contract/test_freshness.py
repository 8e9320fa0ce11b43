"""What was written is found at once; a rebuild makes everything anew; the place goes with the documents."""

import pytest

from qinglan.kernel.search.engine import Collection, NotReady, Search, Text
from qinglan.kernel.search.engine.port import Engine
from tests.kernel.search.ground import Library, place


def found(engine: Engine, library: Library, text: str) -> list[str]:
    return sorted(engine.search(library.collection(), Search(text)).ids)


def test_before_the_first_build_the_engine_says_so(engine: Engine, library: Library) -> None:
    assert engine.place(library.collection()) is None
    with pytest.raises(NotReady):
        engine.search(library.collection(), Search("水泥"))
    with pytest.raises(NotReady):
        engine.write(library.collection(), library.all(), [], place())


def test_what_is_written_is_found_and_what_is_gone_is_not(engine: Engine, library: Library) -> None:
    collection = library.collection()
    engine.rebuild(collection, library.all(), place(1))
    library.rows["6"] = {"title": "地源热泵供暖"}
    library.rows["2"] = {"title": "电锅炉蓄热"}
    engine.write(collection, library.read(["6", "2"]), ["4", "absent"], place(2))
    assert (found(engine, library, "热泵"), found(engine, library, "蓄热")) == (["6"], ["2"])
    assert (found(engine, library, "低氮"), found(engine, library, "渗滤液")) == ([], [])
    assert engine.place(collection) == place(2)


def test_writing_twice_is_writing_once(engine: Engine, library: Library) -> None:
    collection = library.collection()
    engine.rebuild(collection, library.all(), place(1))
    for number in (2, 3):
        engine.write(collection, library.read(["1", "2"]), [], place(number))
    assert (found(engine, library, "锅炉"), len(found(engine, library, ""))) == (["2"], 5)


def test_a_document_that_can_not_be_read_leaves_index_and_place(engine: Engine, library: Library) -> None:
    collection = library.collection()
    engine.rebuild(collection, library.all(), place(1))

    def broken() -> object:
        yield from library.read(["1"])
        raise ValueError("the shelf is locked")

    with pytest.raises(ValueError, match="locked"):
        engine.write(collection, broken(), ["2"], place(2))  # type: ignore[arg-type]
    assert (found(engine, library, "低氮"), engine.place(collection)) == (["2"], place(1))


def test_rebuilding_leaves_what_is_there_and_nothing_else(engine: Engine, library: Library) -> None:
    collection = library.collection()
    engine.rebuild(collection, library.all(), place(1))
    del library.rows["1"]
    library.rows["7"] = {"title": "水泥余热发电"}
    assert engine.rebuild(collection, library.all(), place(5)) == 5
    assert (found(engine, library, "水泥"), engine.place(collection)) == (["4", "7"], place(5))
    engine.write(collection, [], ["7"], place(6))
    assert (found(engine, library, "余热"), engine.place(collection)) == ([], place(6))


def test_other_fields_need_another_index(engine: Engine, library: Library) -> None:
    engine.rebuild(library.collection(), library.all(), place(1))
    other = Collection("things", (Text("title"),), frozenset(), library.read, lambda: ())
    assert engine.place(other) is None
    with pytest.raises(NotReady):
        engine.search(other, Search("水泥"))


def test_collections_do_not_mix(engine: Engine, library: Library) -> None:
    engine.rebuild(library.collection("things"), library.all(), place(1))
    engine.rebuild(library.collection("others"), library.read(["3"]), place(2))
    assert engine.search(library.collection("others"), Search("水泥 沸石")).ids == ["3"]
    assert (engine.place(library.collection("things")), engine.place(library.collection("others"))) == (
        place(1),
        place(2),
    )
