"""A collection whose documents are rows of the test, followed over the real log."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from qinglan.kernel import outbox
from qinglan.kernel.outbox.kinds import KINDS
from qinglan.kernel.search.engine import Search
from qinglan.kernel.search.following.follower import Follower
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from tests.kernel.search.ground import DICTIONARY, Library


class Shop:
    """A library, an engine and a follower."""

    def __init__(self, root: Path) -> None:
        self.library = Library()
        self.collection = self.library.collection()
        self.root = root
        self.engine, self.follower = self.node()

    def node(self) -> tuple[TantivyEngine, Follower]:
        """A process that follows."""
        engine = TantivyEngine(self.root, Cutter(DICTIONARY))
        return engine, Follower(engine, [self.collection])

    def change(self, key: str, title: str | None) -> None:
        """Publish a row under a title, or take it away."""
        if title is None:
            self.library.rows.pop(key, None)
        else:
            self.library.rows[key] = {"title": title}
        with transaction.atomic():
            outbox.enqueue("tests.shelved", key)

    def found(self, text: str, engine: TantivyEngine | None = None) -> list[str]:
        """The ids found."""
        return sorted((engine or self.engine).search(self.collection, Search(text)).ids)


@pytest.fixture
def shop(fresh_database: Any, tmp_path: Path) -> Iterator[Shop]:
    outbox.register_kind("tests.shelved", "A test put something on a shelf.")
    made = Shop(tmp_path)
    yield made
    made.engine.close()
    del KINDS["tests.shelved"]


@pytest.fixture
def counted(shop: Shop) -> Callable[[], int]:
    """How many times everything was read."""
    calls = [0]
    ids = shop.collection.ids

    def count() -> Any:
        calls[0] += 1
        return ids()

    object.__setattr__(shop.collection, "ids", count)
    return lambda: calls[0]
