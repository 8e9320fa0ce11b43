"""Both engines, each with an index of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qinglan.kernel.search.engine.port import Engine
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from tests.kernel.search.ground import DICTIONARY, Library


@pytest.fixture(params=["tantivy"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    cutter = Cutter(DICTIONARY)
    made = TantivyEngine(tmp_path, cutter)
    yield made
    made.close()


@pytest.fixture
def library() -> Library:
    return Library()
