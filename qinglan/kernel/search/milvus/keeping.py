"""The index's own rows: how far it has followed the log, and the space of meanings in portions."""

import base64
import io
import json
from dataclasses import asdict
from datetime import datetime

from pymilvus import MilvusClient

from qinglan.kernel.outbox.changes import Position
from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.port import Place
from qinglan.kernel.search.milvus.layout import OWN, Row, own_row
from qinglan.kernel.search.vectors.model import RECORDS, Model, Noted, OwnRecords, noted_of
from qinglan.kernel.search.vectors.space import Space

PORTION = 60_000
PLACE = "place"
MODEL = "model"


def place_row(place: Place, collection: Collection, dimensions: int) -> Row:
    """The place as a row, written in one request with the documents."""
    return own_row(
        PLACE, json.dumps([place.epoch, str(place.position), place.at.isoformat()]), collection, dimensions
    )


def place_in(client: MilvusClient, name: str) -> Place | None:
    """The place that an index holds."""
    found = client.query(name, filter=f'pk == "{OWN}{PLACE}"', output_fields=["kept"], limit=1)
    if not found:
        return None
    epoch, position, at = json.loads(found[0]["kept"])
    parsed = Position.parse(position)
    return Place(epoch, parsed, datetime.fromisoformat(at)) if parsed is not None else None


def model_rows(model: Model, collection: Collection) -> list[Row]:
    """Which model it is, and the space that was learned in rows small enough for Milvus."""
    noted = own_row(MODEL, json.dumps(asdict(noted_of(model))), collection, model.dimensions)
    if not isinstance(model, OwnRecords):
        return [noted]
    held = io.BytesIO()
    model.space.write(held)
    text = base64.b64encode(held.getvalue()).decode()
    portions = [
        own_row(f"space-{begin // PORTION:06}", text[begin : begin + PORTION], collection, model.dimensions)
        for begin in range(0, len(text), PORTION)
    ]
    return [noted, *portions]


def noted_in(client: MilvusClient, name: str) -> Noted | None:
    """The model that an index notes; None where words alone decide."""
    found = client.query(name, filter=f'pk == "{OWN}{MODEL}"', output_fields=["kept"], limit=1)
    if not found:
        return None
    held = json.loads(found[0]["kept"])
    return Noted(held["name"], held["dimensions"])


def model_in(client: MilvusClient, name: str, encoder: Model | None) -> Model | None:
    """The model of an index's vectors, where this process has it: else likeness is told by words alone."""
    held = noted_in(client, name)
    if held is None:
        return None
    if held.name == RECORDS:
        space = space_in(client, name)
        return OwnRecords(space) if space is not None else None
    return encoder if encoder is not None and encoder.name == held.name else None


def space_in(client: MilvusClient, name: str) -> Space | None:
    """The space that an index holds, put together again."""
    portions: dict[str, str] = {}
    while True:
        after = max(portions, default=f"{OWN}space-")
        found = client.query(
            name,
            filter=f'pk > "{after}" and pk < "{OWN}space." and pk != "{OWN}{PLACE}"',
            output_fields=["pk", "kept"],
            limit=1000,
        )
        if not found:
            break
        portions |= {row["pk"]: row["kept"] for row in found}
        if len(found) < 1000:
            break
    if not portions:
        return None
    joined = "".join(text for _pk, text in sorted(portions.items()))
    return Space.read(io.BytesIO(base64.b64decode(joined)))
