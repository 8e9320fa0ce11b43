"""The stored documents follow the change log: what appears, changes and is withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import get_language

from qinglan.kernel import outbox
from qinglan.kernel.outbox.consumers import deliver
from qinglan.kernel.outbox.kinds import KINDS
from qinglan.kernel.search.consumer import begin, handle
from qinglan.kernel.search.domain.storing import rebuild, refresh
from qinglan.kernel.search.models import StoredDocument
from qinglan.kernel.search.queries import find
from qinglan.kernel.search.sources import SOURCES, Document, Source, register_source


@dataclass
class Shelf:
    """Things of a test: key → names in both languages; what it is asked for is remembered."""

    things: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    fails: bool = False

    def documents(self, key: str) -> list[Document]:
        if self.fails:
            raise ValueError("the shelf is locked")
        self.asked.append(key)
        english = get_language() == "en"
        return [
            Document("thing", f"/things/{key}/{number}", names[english], "shelf", names[0] * 2)
            for number, names in enumerate(self.things.get(key, []))
        ]

    def put(self, key: str, *names: tuple[str, str]) -> None:
        self.things[key] = list(names)
        with transaction.atomic():
            outbox.enqueue("tests.shelved", key)


@pytest.fixture
def shelf(fresh_database: Any) -> Iterator[Shelf]:
    kept = dict(SOURCES)
    SOURCES.clear()
    made = Shelf()
    outbox.register_kind("tests.shelved", "A test put something on a shelf.")
    register_source(Source("shelf", frozenset({"tests.shelved"}), lambda: list(made.things), made.documents))
    with translation.override("en"):
        yield made
    del KINDS["tests.shelved"]
    SOURCES.clear()
    SOURCES.update(kept)


CONSUMER = outbox.Consumer("search", handle, on_start=begin)


def serve() -> None:
    while deliver(CONSUMER):
        pass


def found(*words: str) -> list[str]:
    return [one.title for one in find(words, ("thing",), 10)]


def test_what_was_there_before_is_found_after_the_first_run(shelf: Shelf) -> None:
    shelf.things["a"] = [("绿色工厂", "green factory")]
    serve()
    assert (found("工厂"), found("FACTORY"), found("green", "工厂"), found("blue")) == (
        ["green factory"], ["green factory"], ["green factory"], [],
    )  # fmt: skip
    with translation.override("zh-hans"):
        assert found("factory") == ["绿色工厂"]


def test_changes_come_into_the_index_and_withdrawn_things_leave_it(shelf: Shelf) -> None:
    serve()
    shelf.put("a", ("绿色工厂", "green factory"), ("绿色园区", "green park"))
    shelf.put("b", ("绿色技术", "green technology"))
    assert found("green") == []
    serve()
    assert found("green") == ["green factory", "green park", "green technology"]
    shelf.put("a", ("绿色园区", "green garden"))
    shelf.put("b")
    serve()
    assert found("green") == ["green garden"]


def test_a_key_that_changed_often_is_read_once_a_batch(shelf: Shelf) -> None:
    serve()
    for number in range(5):
        shelf.put("a", (f"物{number}", f"thing {number}"))
    shelf.asked.clear()
    serve()
    assert (found("thing"), shelf.asked) == (["thing 4"], ["a", "a"])


def test_a_source_that_fails_leaves_index_and_position_as_they_were(shelf: Shelf) -> None:
    shelf.put("a", ("旧", "old"))
    serve()
    shelf.fails = True
    shelf.put("a", ("新", "new"))
    serve()
    assert found("old") == ["old"]
    shelf.fails = False
    with connection.cursor() as cursor:
        cursor.execute("SELECT failures, error FROM outbox_consumer WHERE name = 'search'")
        assert cursor.fetchone() == (1, "ValueError: the shelf is locked")
        cursor.execute("UPDATE outbox_consumer SET failed_at = failed_at - interval '1 hour'")
    serve()
    assert (found("old"), found("new")) == ([], ["new"])


def test_a_first_run_that_fails_is_noted_and_made_up_for(shelf: Shelf) -> None:
    shelf.things["a"] = [("绿色工厂", "green factory")]
    shelf.fails = True
    serve()
    shelf.fails = False
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_consumer SET failed_at = failed_at - interval '1 hour'")
    serve()
    assert found("green") == ["green factory"]


def test_a_change_during_the_first_run_is_not_missed(shelf: Shelf, fresh_database: Any) -> None:
    """It commits after the state was read: it lies behind the position and is delivered."""
    with fresh_database.connect() as slow:
        slow.execute("INSERT INTO outbox_change (kind, key) VALUES ('tests.shelved', 'late')")
        serve()
        assert found("late") == []
        slow.commit()
    shelf.things["late"] = [("迟", "late")]
    serve()
    assert found("late") == ["late"]


def test_rebuilding_makes_the_index_from_what_is_public_alone(shelf: Shelf) -> None:
    StoredDocument.objects.create(
        source="gone", key="x", position=0, kind="thing", url="/", title_zh="x", title_en="x", words="x"
    )
    shelf.things = {"a": [("绿色工厂", "green factory")], "b": [("绿色园区", "green park")]}
    assert rebuild() == 2
    del shelf.things["b"]
    assert rebuild() == 1
    assert list(StoredDocument.objects.values_list("source", "key", "url", "words")) == [
        ("shelf", "a", "/things/a/0", "绿色工厂\nshelf\n绿色工厂绿色工厂\ngreen factory")
    ]


def test_signs_of_the_query_language_are_ordinary_characters(shelf: Shelf) -> None:
    shelf.things["a"] = [("占比100%", "share 100%"), ("占比1000", "share 1000"), ("Ａ＿Ｂ", "A_B")]
    refresh(SOURCES["shelf"], "a")
    assert (found("0%"), found("a_b"), found("%"), found("\\")) == (
        ["share 100%"],
        ["A_B"],
        ["share 100%"],
        [],
    )


def test_a_source_is_registered_once(shelf: Shelf) -> None:
    with pytest.raises(ValueError, match="the source shelf is registered twice"):
        register_source(SOURCES["shelf"])
