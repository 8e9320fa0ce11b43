"""A small library of technologies on which the engines are tried."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from qinglan.kernel.outbox.changes import Position
from qinglan.kernel.search.engine import (
    EVERYBODY,
    Collection,
    Date,
    Document,
    Integer,
    Keyword,
    Layer,
    Text,
    open_document,
)
from qinglan.kernel.search.engine.port import Place
from qinglan.kernel.search.tokens.dictionary import SearchFile, dictionary_of

DICTIONARY = dictionary_of(
    [
        SearchFile(
            source="tests",
            words=("水泥窑", "超低排放", "脱硝"),
            same=(("VOCs", "挥发性有机物"), ("gas boiler", "燃气锅炉")),
        )
    ]
)

ROWS: dict[str, dict[str, Any]] = {
    "1": {
        "title": "水泥窑烟气超低排放技术",
        "summary": "用选择性催化还原脱硝，SO₂与PM2.5协同治理，处理能力10 t/h。",
        "field": ["6.1", "6.2"],
        "mode": "licence",
        "trl": 8,
        "published_on": date(2026, 1, 5),
    },
    "2": {
        "title": "燃气锅炉低氮燃烧器",
        "summary": "分级燃烧降低氮氧化物，适用于工业锅炉改造。",
        "field": ["6.1"],
        "mode": "transfer",
        "trl": 9,
        "published_on": date(2026, 3, 1),
    },
    "3": {
        "title": "挥发性有机物吸附浓缩与催化氧化",
        "summary": "用沸石转轮浓缩涂装废气，再催化氧化。",
        "field": ["6.3"],
        "mode": "licence",
        "trl": 7,
        "published_on": date(2025, 11, 20),
    },
    "4": {
        "title": "垃圾渗滤液膜处理",
        "summary": "两级反渗透处理渗滤液，出水达标；不含脱硝内容之外的水泥应用。",
        "field": ["7.1"],
        "mode": "service",
        "published_on": date(2026, 2, 2),
    },
    "5": {
        "title": "Gas boiler heat recovery",
        "summary": "Condensing heat exchangers for gas boilers of 10吨/小时.",
        "field": ["1.2"],
        "mode": "transfer",
        "trl": 6,
    },
}


@dataclass
class Library:
    """Rows that can be changed, as a collection."""

    rows: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {key: dict(row) for key, row in ROWS.items()}
    )
    layers: dict[str, Sequence[Layer]] = field(default_factory=dict)

    def document(self, key: str) -> Document:
        """One row as everybody sees it, or in its layers."""
        if key in self.layers:
            return Document(key, self.layers[key])
        return open_document(key, self.rows[key])

    def read(self, ids: Sequence[str]) -> Iterable[Document]:
        """As Collection.read."""
        return [self.document(key) for key in ids if key in self.rows or key in self.layers]

    def all(self) -> list[Document]:
        """Every document."""
        return self.read(sorted({*self.rows, *self.layers}))

    def collection(self, name: str = "things") -> Collection:
        """The collection."""
        return Collection(
            name=name,
            fields=(
                Text("title", weight=3, aliases=("标题",)),
                Text("summary"),
                Keyword("field"),
                Keyword("mode", aliases=("方式",)),
                Integer("trl"),
                Date("published_on"),
            ),
            changes=frozenset({"tests.shelved"}),
            read=self.read,
            ids=lambda: sorted({*self.rows, *self.layers}),
        )


def place(number: int = 1) -> Place:
    """A place in a log."""
    return Place("epoch", Position(1, number, number), datetime(2026, 1, 1, tzinfo=UTC))


def secret_layers(owner: str) -> tuple[Layer, ...]:
    """What the owner sees in full, members without the price and everybody by its title alone."""
    return (
        Layer(
            frozenset({owner}), {"title": "秘方催化剂", "summary": "钒钛配比", "mode": "reserve", "trl": 3}
        ),
        Layer(frozenset({"members"}), {"title": "秘方催化剂", "summary": "会员可见的摘要", "trl": 3}),
        Layer(frozenset({EVERYBODY}), {"title": "秘方催化剂"}),
    )
