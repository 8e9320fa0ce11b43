"""The engine of this installation, chosen by QINGLAN_SEARCH_URL, and its encoder, by QINGLAN_ENCODER."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from qinglan.kernel.search.engine.asking import Answer, Capability, Filter, Hit, Search
from qinglan.kernel.search.engine.collections import COLLECTIONS
from qinglan.kernel.search.engine.port import Engine

if TYPE_CHECKING:
    from qinglan.kernel.search.tokens.cutting import Cutter
    from qinglan.kernel.search.vectors.encoder import Encoder


def engine() -> Engine:
    """The engine; made once for a process and a place."""
    return _engine(
        settings.SEARCH_URL, Path(settings.HOME) / "search", Path(settings.PACKS), settings.ENCODER
    )


def encoder() -> "Encoder | None":
    """The encoder of the settings, which is read when it is first used; None for the records' own directions."""
    return _encoder(settings.ENCODER)


@cache
def _encoder(folder: str) -> "Encoder | None":
    from qinglan.kernel.search.vectors.encoder import Encoder  # noqa: PLC0415 - an optional part

    return Encoder(Path(folder)) if folder else None


def words(text: str) -> set[str]:
    """The words of `text` as the engine cuts them, once each."""
    return set(_cutter(Path(settings.PACKS)).tokens(text))


@cache
def _cutter(packs: Path) -> "Cutter":
    from qinglan.kernel.search.tokens import dictionary  # noqa: PLC0415 - rule files need loaded apps
    from qinglan.kernel.search.tokens.cutting import Cutter  # noqa: PLC0415 - as above

    return Cutter(dictionary.installed(packs))


@cache
def _engine(url: str, root: Path, packs: Path, folder: str) -> Engine:
    cutter = _cutter(packs)
    if url:
        from qinglan.kernel.search.milvus.engine import MilvusEngine  # noqa: PLC0415 - an optional part

        return MilvusEngine(url, cutter, _encoder(folder))
    from qinglan.kernel.search.tantivy.engine import TantivyEngine  # noqa: PLC0415 - only the one that is used

    return TantivyEngine(root, cutter, _encoder(folder))


def capabilities() -> frozenset[Capability]:
    """What the engine can do."""
    return engine().capabilities


def search(collection: str, asked: Search) -> Answer:
    """Ask the engine; see Engine.search. Raises NotReady, Lacking, BadQuery."""
    return engine().search(COLLECTIONS[collection], asked)


def similar(
    collection: str,
    text: str,
    *,
    reader: frozenset[str] = frozenset(),
    filters: Sequence[Filter] = (),
    limit: int = 10,
    without: frozenset[str] = frozenset(),
) -> list[Hit]:
    """Documents like `text`, the nearest first; see Engine.similar. Raises NotReady."""
    return engine().similar(
        COLLECTIONS[collection], text, reader=reader, filters=filters, limit=limit, without=without
    )


def suggest(
    collection: str, beginning: str, *, reader: frozenset[str] = frozenset(), limit: int = 8
) -> list[str]:
    """Words that begin so; see Engine.suggest. Raises NotReady."""
    return engine().suggest(COLLECTIONS[collection], beginning, reader=reader, limit=limit)
