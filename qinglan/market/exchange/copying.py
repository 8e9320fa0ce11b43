"""Many new listings at once by COPY: the rows of a portion, their parts, their log and their changes.

History is written by the triggers of the tables, once for each statement.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from qinglan.market.duplicates import sketch_of
from qinglan.market.exchange.checking import Record
from qinglan.market.models import (
    Indicator,
    ListingState,
    Need,
    NeedContact,
    NeedField,
    NeedStep,
    Parameter,
    Step,
    Technology,
    TechnologyContact,
    TechnologyField,
    TechnologyStep,
)
from qinglan.market.recorded import CHANGED

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_TO_BE_ESCAPED = re.compile(r"[\\\t\n\r]")
_TABLES: dict[str, tuple[Any, Any, Any, Any, Any]] = {
    "technology": (Technology, TechnologyField, TechnologyContact, TechnologyStep, Parameter),
    "need": (Need, NeedField, NeedContact, NeedStep, Indicator),
}
_ROW_FIELDS = {
    "technology": ("name", "value", "unit", "evidence"),
    "need": ("name", "present", "wanted", "unit"),
}


def copy_in(
    side: str,
    records: Sequence[Record],
    *,
    source: str,
    user: int,
    now: datetime,
    published: tuple[date, date] | None,
) -> list[int]:
    """Write `records` as new listings; their keys. Within the caller's transaction.

    `published` are the day of publication and the last day, None for drafts.
    """
    listing, fields, contacts, steps, rows = _TABLES[side]
    keys = _keys(listing, len(records))
    moment = now.isoformat()
    fixed = {
        "state": ListingState.PUBLISHED if published else ListingState.DRAFT,
        "published_at": moment if published else None,
        "valid_until": published[1].isoformat() if published else None,
        "confirmed_on": published[0].isoformat() if published else None,
        "source": source,
        "created_at": moment,
        "changed_at": moment,
        "created_by_id": str(user),
        "revision": "1",
    }
    _copy_listings(listing, records, keys, fixed)
    _copy(
        fields,
        ("listing_id", "family", "code"),
        ((key, family, code) for key, one in zip(keys, records, strict=True) for family, code in one.fields),
    )
    _copy(
        contacts,
        ("listing_id", "name", "telephone", "email"),
        ((key, *one.contact) for key, one in zip(keys, records, strict=True)),
    )
    _copy(
        rows,
        ("listing_id", *_ROW_FIELDS[side]),
        ((key, *cells) for key, one in zip(keys, records, strict=True) for cells in _once(side, one.rows)),
    )
    _copy(
        steps,
        ("listing_id", "step", "note", "reasons", "checked", "checklist", "acting_user_id", "happened_at"),
        (
            (key, Step.IMPORTED.value, step_note(source, one), "{}", "{}", "", user, moment)
            for key, one in zip(keys, records, strict=True)
        ),
    )
    _copy_changes(CHANGED[side], keys)
    return keys


def step_note(source: str, one: Record) -> str:
    """What the log of a listing says of a row: where it came from, and what sets it apart."""
    return f"{source} · {one.differs}" if one.differs else source


def _once(side: str, rows: Iterable[list[str]]) -> Iterable[list[str]]:
    """A need names a figure once: the first counts."""
    return rows if side == "technology" else {cells[0]: cells for cells in reversed(list(rows))}.values()


def _keys(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _copy_listings(
    model: Any, records: Sequence[Record], keys: Sequence[int], fixed: dict[str, str | None]
) -> None:
    """Each row begins as what an empty listing would be; only what a record says is put in its place."""
    fields = list(model._meta.concrete_fields)
    place = {field.attname: number for number, field in enumerate(fields)}
    written = {field.attname: _array if isinstance(field, ArrayField) else _cell for field in fields}
    empty = [_nullable(fixed[field.attname]) if field.attname in fixed else _empty(field) for field in fields]
    key_at, owner_at, territory_at = place["id"], place["owner_id"], place["territory_id"]
    external_at, sketch_at = place["external_id"], place["sketch"]
    lines = []
    for one, key in zip(records, keys, strict=True):
        row = empty.copy()
        row[key_at], row[owner_at], row[territory_at] = str(key), str(one.owner), one.territory
        row[external_at] = _escaped(one.external_id)
        row[sketch_at] = _array(sketch_of(text_of_values(one.values)))
        for name, value in one.values.items():
            row[place[name]] = written[name](value)
        lines.append("\t".join(row))
    _send(model._meta.db_table, [field.column for field in fields], lines)


def _empty(field: Any) -> str:
    """A field of which nothing is said."""
    if isinstance(field, ArrayField):
        return "{}"
    if field.null:
        return "\\N"
    return "f" if isinstance(field, models.BooleanField) else ""


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "t" if value else "f"
    return _escaped(value if isinstance(value, str) else str(value))


def _escaped(text: str) -> str:
    """As COPY reads it. Most texts need nothing, and to look is much faster than to translate."""
    return text.translate(_ESCAPED) if _TO_BE_ESCAPED.search(text) else text


def text_of_values(values: dict[str, Any]) -> str:
    """What is compared with others (`duplicates.text_of`), of a row that is not written yet."""
    return f"{values['title']}\n{values.get('problem', '')}\n{values.get('effect', '')}"


def _nullable(value: Any) -> str:
    return "\\N" if value is None else _escaped(str(value))


def _array(values: Iterable[Any]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _copy(model: Any, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    lines = ["\t".join([_escaped(str(cell)) for cell in row]) for row in rows]
    if lines:
        _send(model._meta.db_table, columns, lines)


def _copy_changes(kind: str, keys: Sequence[int]) -> None:
    payload = json.dumps({})
    _send("outbox_change", ["kind", "key", "payload"], [f"{kind}\t{key}\t{payload}" for key in keys])


def _send(table: str, columns: Sequence[str], lines: Sequence[str]) -> None:
    """One COPY. Names of tables and columns are those of our own models."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        copy.write(("\n".join(lines) + "\n").encode())
