"""The index's own rows: how far it has followed the log, and the space of meanings in portions."""

import base64
import io
import json
from datetime import datetime

from pymilvus import MilvusClient

from qinglan.kernel.outbox.changes import Position
from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.port import Place
from qinglan.kernel.search.milvus.layout import OWN, Row, own_row
from qinglan.kernel.search.vectors.space import Space

PORTION = 60_000
PLACE = "place"


def place_row(place: Place, collection: Collection) -> Row:
    """The place as a row, written in one request with the documents."""
    return own_row(PLACE, json.dumps([place.epoch, str(place.position), place.at.isoformat()]), collection)


def place_in(client: MilvusClient, name: str) -> Place | None:
    """The place that an index holds."""
    found = client.query(name, filter=f'pk == "{OWN}{PLACE}"', output_fields=["kept"], limit=1)
    if not found:
        return None
    epoch, position, at = json.loads(found[0]["kept"])
    parsed = Position.parse(position)
    return Place(epoch, parsed, datetime.fromisoformat(at)) if parsed is not None else None


def space_rows(space: Space, collection: Collection) -> list[Row]:
    """The space in rows small enough for Milvus."""
    held = io.BytesIO()
    space.write(held)
    text = base64.b64encode(held.getvalue()).decode()
    return [
        own_row(f"space-{begin // PORTION:06}", text[begin : begin + PORTION], collection)
        for begin in range(0, len(text), PORTION)
    ]


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
