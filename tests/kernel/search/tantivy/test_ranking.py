"""Shortcuts: none where they gain nothing; with and without filters, open documents and closed ones."""

import random
from pathlib import Path

import pytest

from qinglan.kernel.search.engine import (
    EVERYBODY,
    Between,
    Collection,
    Document,
    Integer,
    Keyword,
    Layer,
    OneOf,
    Search,
    Text,
    closeness,
)
from qinglan.kernel.search.tantivy import ranking
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from tests.kernel.search.ground import DICTIONARY, place

WORDS = [f"w{number}" for number in range(400)]
COLLECTION = Collection(
    "many",
    (Text("text"), Keyword("kind"), Integer("level")),
    frozenset(),
    lambda ids: [],
    list,
)


def documents(count: int) -> list[Document]:
    """Words fall off as in a language; a fifth of the documents is closed to all but one."""
    rng = random.Random(4)  # noqa: S311 - no secret
    fall = [1 / (rank + 1) for rank in range(len(WORDS))]
    made = []
    for number in range(count):
        values = {
            "text": " ".join(rng.choices(WORDS, fall, k=30)),
            "kind": rng.sample(["a", "b", "c"], rng.randint(1, 2)),
            "level": rng.randint(1, 9),
        }
        readers = frozenset({"org:1"}) if number % 5 == 0 else frozenset({EVERYBODY})
        made.append(Document(str(number), (Layer(readers, values),)))
    return made


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> TantivyEngine:
    root: Path = tmp_path_factory.mktemp("ranking")
    made = TantivyEngine(root, Cutter(DICTIONARY))
    made.rebuild(COLLECTION, documents(3000), place())
    return made


@pytest.mark.parametrize("reader", [frozenset(), frozenset({"org:1"})])
@pytest.mark.parametrize(
    "filters",
    [(), (OneOf("kind", frozenset({"a"})),), (OneOf("kind", frozenset({"b"})), Between("level", 8, 9))],
)
def test_a_small_index_is_asked_exactly_and_shortcuts_find_nothing_that_may_not_be_seen(
    engine: TantivyEngine,
    reader: frozenset[str],
    filters: tuple[OneOf | Between, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = random.Random(9)  # noqa: S311 - no secret
    kept = []
    for _query in range(40):
        text = " ".join(rng.choices(WORDS[:150], k=14))
        exact = engine.search(COLLECTION, Search(text, reader=reader, filters=filters, exact=True)).ids
        asked = Search(text, reader=reader, filters=filters)
        assert engine.search(COLLECTION, asked).ids == exact
        with monkeypatch.context() as patch:
            patch.setattr(ranking, "BUDGET", 0)
            quick = engine.search(COLLECTION, asked).ids
        kept.append(len(set(quick) & set(exact)) / len(exact))
        assert len(quick) == len(set(quick)) == 10
        if not reader:
            assert not any(int(one) % 5 == 0 for one in quick)
    assert sum(kept) / len(kept) > 0.5


def test_few_words_are_answered_exactly(engine: TantivyEngine) -> None:
    for word in ("w3", "w50 w60", "w399 w7 w8"):
        for filters in ((), (Between("level", 3, 4),)):
            asked = Search(word, filters=filters, limit=30)
            exact = Search(word, filters=filters, limit=30, exact=True)
            assert engine.search(COLLECTION, asked).ids == engine.search(COLLECTION, exact).ids


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_texts_that_can_no_longer_come_first_change_nothing(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    rng = random.Random(6)  # noqa: S311 - no secret
    for _query in range(30):
        asked = Search(" ".join(rng.sample(WORDS[:60], 2)), limit=limit)
        found = engine.search(COLLECTION, asked)
        with monkeypatch.context() as patch:
            patch.setattr(closeness, "MOST", float("inf"))
            assert engine.search(COLLECTION, asked) == found
