"""What a reader may not see is neither found nor counted."""

from qinglan.kernel.search.engine import Between, Capability, OneOf, Search
from qinglan.kernel.search.engine.port import Engine
from tests.kernel.search.ground import Library, place, secret_layers

OWNER, MEMBER = frozenset({"org:12", "members"}), frozenset({"members"})


def found(engine: Engine, library: Library, text: str, reader: frozenset[str] = frozenset()) -> list[str]:
    return sorted(engine.search(library.collection(), Search(text, reader=reader)).ids)


def filled(engine: Engine, library: Library) -> None:
    library.layers["9"] = secret_layers("org:12")
    library.layers["10"] = secret_layers("org:13")[:1]
    engine.rebuild(library.collection(), library.all(), place())


def test_each_reader_finds_by_the_words_of_his_layer(engine: Engine, library: Library) -> None:
    filled(engine, library)
    for reader, words in (
        (frozenset[str](), {"秘方": ["9"], "钒钛": [], "会员": []}),
        (MEMBER, {"秘方": ["9"], "钒钛": [], "会员": ["9"]}),
        (OWNER, {"秘方": ["9"], "钒钛": ["9"], "会员": []}),
        (frozenset({"org:13"}), {"秘方": ["10", "9"], "钒钛": ["10"], "会员": []}),
    ):
        assert {word: found(engine, library, word, reader) for word in words} == words


def test_filters_see_only_the_readers_layer(engine: Engine, library: Library) -> None:
    filled(engine, library)

    def low(reader: frozenset[str]) -> list[str]:
        asked = Search("秘方", reader=reader, filters=[Between("trl", 1, 5)])
        return engine.search(library.collection(), asked).ids

    assert (low(frozenset()), low(MEMBER), low(OWNER)) == ([], ["9"], ["9"])
    reserve = [OneOf("mode", frozenset({"reserve"}))]
    assert engine.search(library.collection(), Search(reader=MEMBER, filters=reserve)).ids == []
    assert engine.search(library.collection(), Search(reader=OWNER, filters=reserve)).ids == ["9"]


def test_what_one_may_not_see_is_not_counted(engine: Engine, library: Library) -> None:
    filled(engine, library)
    if Capability.FACETS not in engine.capabilities:
        return
    for reader, total, reserved in ((frozenset[str](), 6, 0), (MEMBER, 6, 0), (OWNER, 6, 1)):
        asked = Search(reader=reader, facets=["mode"], counted=True)
        answer = engine.search(library.collection(), asked)
        assert (answer.total, dict(answer.facets["mode"]).get("reserve", 0)) == (total, reserved)


def test_a_layer_that_is_closed_again_is_no_longer_found(engine: Engine, library: Library) -> None:
    filled(engine, library)
    library.layers["9"] = secret_layers("org:12")[:1]
    engine.write(library.collection(), library.read(["9"]), [], place(2))
    assert (found(engine, library, "秘方"), found(engine, library, "秘方", OWNER)) == ([], ["9"])
