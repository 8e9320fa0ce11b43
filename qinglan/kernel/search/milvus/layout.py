"""How a collection lies in Milvus.

One row for each layer of a document. `words` holds the tokens, each as often as its text's weight, written
in letters and figures alone (`encoded`), so that the server's plain tokenizer leaves them as they are;
Milvus's own BM25 function makes `sparse` of it. Rows whose id begins with a blank belong to the index
itself: its place in the log and the space of meanings. Nobody holds a token for them.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from pymilvus import CollectionSchema, DataType, Function, FunctionType, MilvusClient

from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.documents import Entry
from qinglan.kernel.search.engine.fields import Date, Integer, Keyword, Text
from qinglan.kernel.search.engine.values import number, several
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.vectors.model import Model

VERSION = 2
OWN = " "
"""What the ids of the index's own rows begin with."""
LONGEST = 65_535
"""Bytes of a text in Milvus."""
_FEW, _MANY = 64, 1024
Row = dict[str, Any]


def encoded(token: str) -> str:
    """A token in letters and figures: equal ones alone are equal (80 bits of a digest)."""
    digest = hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=10).digest()
    return "w" + base64.b32encode(digest).decode().lower()


def schema(client: MilvusClient, collection: Collection, dimensions: int) -> CollectionSchema:
    """The fields."""
    made = client.create_schema(auto_id=False, enable_dynamic_field=False)
    made.add_field("pk", DataType.VARCHAR, max_length=300, is_primary=True)
    made.add_field("doc", DataType.VARCHAR, max_length=256)
    made.add_field(
        "words",
        DataType.VARCHAR,
        max_length=LONGEST,
        enable_analyzer=True,
        enable_match=True,
        analyzer_params={"tokenizer": "standard"},
    )
    made.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    made.add_field("dense", DataType.FLOAT_VECTOR, dim=dimensions)
    made.add_field("lacks", DataType.BOOL)
    made.add_field("kept", DataType.VARCHAR, max_length=LONGEST)
    for name in ("readers", "hidden"):
        _list(made, name, _FEW)
    for name in collection.of(Keyword):
        _list(made, f"k_{name}", _MANY)
    for name in collection.of(Integer, Date):
        made.add_field(f"n_{name}", DataType.INT64, nullable=True)
    made.add_function(
        Function(
            name="bm25",
            input_field_names=["words"],
            output_field_names=["sparse"],
            function_type=FunctionType.BM25,
        )
    )
    return made


def _list(made: CollectionSchema, name: str, most: int) -> None:
    made.add_field(name, DataType.ARRAY, element_type=DataType.VARCHAR, max_capacity=most, max_length=256)


def indexes(client: MilvusClient) -> Any:
    """The indexes: BM25 over the words, nearest neighbours over the meaning."""
    made = client.prepare_index_params()
    made.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
    made.add_index("dense", index_type="HNSW", metric_type="IP", params={"M": 16, "efConstruction": 128})
    return made


def row(
    entry: Entry,
    position: int,
    collection: Collection,
    cutter: Cutter,
    model: Model | None,
    dimensions: int,
    *,
    later: bool,
) -> Row:
    """A layer as a row, without its vector where that is made `later`."""
    tokens: list[str] = []
    texts: list[str] = []
    kept: dict[str, str] = {}
    made: Row = {"pk": f"{entry.id}#{position}", "doc": entry.id}
    for field in collection.fields:
        value = entry.values.get(field.name)
        match field:
            case Text(name, weight):
                text = value if isinstance(value, str) else "\n".join(several(value))
                tokens += cutter.tokens(text) * weight
                texts.append(text)
                if field.kept:
                    kept[name] = text
            case Keyword(name):
                made[f"k_{name}"] = several(value)
            case Integer(name) | Date(name):
                made[f"n_{name}"] = number(value)
    return made | {
        "words": _within(" ".join(map(encoded, tokens))),
        "dense": _dense("\n".join(filter(None, texts)), tokens, None if later else model, dimensions),
        "lacks": later and model is not None,
        "kept": _kept(entry.stamp, kept),
        "readers": sorted(entry.readers),
        "hidden": sorted(entry.hidden_from),
    }


def _dense(text: str, tokens: list[str], model: Model | None, dimensions: int) -> list[float]:
    if model is None:
        return [0.0] * dimensions
    return [float(one) for one in model.vector(text, tokens)]


def _within(text: str) -> str:
    """As many whole tokens as a field of Milvus takes."""
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0]


def _kept(stamp: str, kept: dict[str, str]) -> str:
    """JSON; texts that are too long for Milvus are kept from their beginning."""
    whole = json.dumps([stamp, kept], ensure_ascii=False)
    most = LONGEST
    while len(whole.encode()) > LONGEST:
        most //= 2
        whole = json.dumps([stamp, {name: text[:most] for name, text in kept.items()}], ensure_ascii=False)
    return whole


def own_row(name: str, content: str, collection: Collection, dimensions: int) -> Row:
    """A row of the index's own."""
    return {
        "pk": f"{OWN}{name}",
        "doc": f"{OWN}{name}",
        "words": "",
        "dense": [0.0] * dimensions,
        "lacks": False,
        "kept": content,
        "readers": [],
        "hidden": [],
        **{f"k_{name}": [] for name in collection.of(Keyword)},
        **{f"n_{name}": None for name in collection.of(Integer, Date)},
    }


def quoted(values: Iterable[str]) -> str:
    """A list in Milvus's language of filters."""
    return json.dumps(sorted(values), ensure_ascii=False)
