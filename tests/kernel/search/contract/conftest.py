"""Both engines, each with an index of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from qinglan.kernel.search.engine.port import Engine
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.vectors.model import Model
from tests.kernel.search.ground import DICTIONARY, Library, place

KINDS = ("tantivy", "milvus")


def engine_of(kind: str, home: Path, encoder: Model | None = None) -> Engine:
    """QINGLAN_TEST_MILVUS names a server; without it milvus-lite stands in, where it is installed."""
    cutter = Cutter(DICTIONARY)
    if kind == "tantivy":
        return TantivyEngine(home, cutter, encoder)
    pytest.importorskip("pymilvus")
    url = os.environ.get("QINGLAN_TEST_MILVUS", "")
    if not url:
        pytest.importorskip("milvus_lite")
    from qinglan.kernel.search.milvus.engine import MilvusEngine

    return MilvusEngine(url or str(home / "milvus.db"), cutter, encoder)


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = engine_of(request.param, tmp_path)
    yield made
    made.close()


@pytest.fixture
def library() -> Library:
    return Library()


def filled(kind: str, home: Path, library: Library, documents: int) -> Iterator[Engine]:
    """The part of a fixture for tests that only read: an engine that holds the library's documents."""
    made = engine_of(kind, home)
    assert made.rebuild(library.collection(), library.all(), place()) == documents
    yield made
    made.close()
