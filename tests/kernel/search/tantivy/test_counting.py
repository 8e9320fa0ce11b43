"""Facets of keywords with several values: counted by sets of values, they are what counting each value gives."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from qinglan.kernel.search.engine import Collection, Document, Keyword, OneOf, Search, Text, open_document
from qinglan.kernel.search.tantivy import counting
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tantivy.filters import Digests
from qinglan.kernel.search.tokens.cutting import Cutter
from tests.kernel.search.ground import DICTIONARY, place

COLLECTION = Collection(
    "counted", (Text("title"), Keyword("mode"), Keyword("kind")), frozenset(), lambda _ids: [], list
)
MODES = "abcde"


def documents(count: int) -> list[Document]:
    rng = Random(1)  # noqa: S311 - no secret
    return [
        open_document(
            str(number),
            {
                "title": rng.choice(["脱硝 烟气", "烟气", "污水"]),
                "mode": rng.sample(MODES, rng.randint(0, 3)),
                "kind": rng.choice(["甲", "乙", None]),
            },
        )
        for number in range(count)
    ]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    made = TantivyEngine(tmp_path / "index", Cutter(DICTIONARY))
    made.rebuild(COLLECTION, documents(300), place(1))
    yield made
    made.close()


def counted(name: str, *, mode: str = "", word: str = "烟气") -> list[tuple[str, int]]:
    """By hand."""
    counts: Counter[str] = Counter()
    for document in documents(300):
        values = document.layers[0].values
        if word in str(values["title"]) and (not mode or mode in list(values["mode"])):  # type: ignore[call-overload]
            held = values[name]
            counts.update([held] if isinstance(held, str) else list(held or []))  # type: ignore[call-overload]
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def digests(engine: TantivyEngine) -> Digests:
    return next(iter(engine._digests.values()))


def ordered(counts: object) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda one: (-one[1], one[0]))  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("mode", ["", "a", "e"])
def test_counts_are_those_of_each_value_before_and_after_several_values_were_seen(
    engine: TantivyEngine, mode: str
) -> None:
    filters = [OneOf("mode", frozenset({mode}))] if mode else []
    asked = Search("烟气", filters=filters, facets=("mode", "kind"), counted=True)
    answers = [engine.search(COLLECTION, asked) for _time in range(3)]
    assert digests(engine).several == {"mode"}
    for answer in answers:
        assert {name: ordered(found) for name, found in answer.facets.items()} == {
            "mode": counted("mode", mode=mode),
            "kind": counted("kind", mode=mode),
        }
        assert answer.total == sum(
            "烟气" in str(one.layers[0].values["title"])
            and (not mode or mode in list(one.layers[0].values["mode"]))  # type: ignore[call-overload]
            for one in documents(300)
        )


def test_the_most_frequent_values_are_given_and_what_was_learned_serves_other_searches(
    engine: TantivyEngine,
) -> None:
    engine.search(COLLECTION, Search("烟气", facets=("mode",)))
    for word in ("烟气", "污水"):
        answer = engine.search(COLLECTION, Search(word, facets=("mode",), facet_limit=2))
        assert list(answer.facets["mode"]) == counted("mode", word=word)[:2]


@pytest.mark.parametrize("known", [0, counting.MOST_KNOWN])
def test_too_many_sets_are_counted_value_by_value_and_the_learned_may_be_forgotten(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch, known: int
) -> None:
    asked = Search("烟气", facets=("mode",))
    monkeypatch.setattr(counting, "MOST_KNOWN", known)
    for most, by_sets in ((1000, True), (4, False)):
        monkeypatch.setattr(counting, "MOST_SETS", most)
        for _time in range(2):
            found = engine.search(COLLECTION, asked)
            assert ordered(found.facets["mode"]) == counted("mode")
        assert ("mode" in digests(engine).several) == by_sets
