"""Both engines, each with an index of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from qinglan.kernel.search.engine.port import Engine
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from tests.kernel.search.ground import DICTIONARY, Library


@pytest.fixture(params=["tantivy", "milvus"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """QINGLAN_TEST_MILVUS names a server; without it milvus-lite stands in, where it is installed."""
    cutter = Cutter(DICTIONARY)
    made: Engine
    if request.param == "tantivy":
        made = TantivyEngine(tmp_path, cutter)
    else:
        pytest.importorskip("pymilvus")
        url = os.environ.get("QINGLAN_TEST_MILVUS", "")
        if not url:
            pytest.importorskip("milvus_lite")
        from qinglan.kernel.search.milvus.engine import MilvusEngine

        made = MilvusEngine(url or str(tmp_path / "milvus.db"), cutter)
    yield made
    made.close()


@pytest.fixture
def library() -> Library:
    return Library()
