"""Take out what is public, in the columns of the import: what is withheld is left empty."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.exports import safe_text
from qinglan.market.exchange.columns import COLUMNS, Column
from qinglan.market.models import Level
from qinglan.market.queries import published, with_parts
from qinglan.market.seeing import levels_of

PORTION = 500
_ASPECT = {
    "owner_code": "owners", "price_kind": "price", "price_min": "price", "price_max": "price",
    "is_service_invention": "service_invention", "project_name": "funding", "project_number": "funding",
    "registration_number": "registration", "registration_body": "registration", "registered_on": "registration",
    "budget_min": "budget", "budget_max": "budget", "budget_source": "budget", "ip_arrangement": "arrangement",
    "ip_note": "arrangement", "problem_en": "problem", "description_en": "description", "effect_en": "effect",
    "advantage_en": "advantage", "scope_en": "scope", "contact_name": "contact", "contact_telephone": "contact", "contact_email": "contact",
}  # fmt: skip
_NEVER = frozenset({"secrecy_by", "secrecy_on", "secrecy_basis", "differs"})


def write_file(side: str, path: Path) -> int:
    """Write everything public of one side; how many rows. Raises Impossible for another kind of file."""
    kind = path.suffix.lower()
    columns = [one for one in COLUMNS[side] if one.key not in _NEVER]
    if kind == ".jsonl":
        return _jsonl(side, columns, path)
    if kind == ".csv":
        return _csv(side, columns, path)
    if kind == ".xlsx":
        return _xlsx(side, columns, path)
    raise Impossible(_("Take a file that ends in {endings}.").format(endings=".jsonl, .csv, .xlsx"))


def public_rows(side: str, columns: list[Column]) -> Iterator[dict[str, Any]]:
    """Each public listing as key → value, in portions, so that a million need little memory."""
    last = 0
    while keys := list(
        published(side).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PORTION]
    ):
        for row in with_parts(side).filter(pk__in=keys).order_by("pk"):
            yield {column.key: _value(row, column) for column in columns}
        last = keys[-1]


def _value(row: Any, column: Column) -> Any:
    level = levels_of(row).get(_ASPECT.get(column.key, column.key), Level.PUBLIC)
    if level != Level.PUBLIC:
        return None
    if column.key == "owner_code":
        return row.owner.code
    if column.key == "territory":
        return row.territory_id
    if column.key == "external_id":
        return row.external_id or row.reference
    if column.key == "fields":
        return [f"{one.family}:{one.code}" for one in row.fields.all()]
    if column.key == "parameters":
        return [f"{one.name}|{one.value}|{one.unit}|{one.evidence}" for one in row.parameters.all()]
    if column.key == "indicators":
        return [f"{one.name}|{one.present}|{one.wanted}|{one.unit}" for one in row.indicators.all()]
    if column.key.startswith("contact_"):
        return getattr(getattr(row, "contact", None), column.key.removeprefix("contact_"), "")
    value = getattr(row, column.key)
    if column.kind == "money" and value is not None:
        if row.SIDE == "technology" and row.price_kind == "reserve":
            return None
        return format((Decimal(value) / 1_000_000).normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "；".join(map(str, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(safe_text(str(value)))


def _jsonl(side: str, columns: list[Column], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in public_rows(side, columns):
            said = {key: value for key, value in row.items() if value not in (None, "", [])}
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
            count += 1
    return count


def _csv(side: str, columns: list[Column], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([one.heading for one in columns])
        for row in public_rows(side, columns):
            writer.writerow([_cell(row[one.key]) for one in columns])
            count += 1
    return count


def _xlsx(side: str, columns: list[Column], path: Path) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([one.heading for one in columns])
    count = 0
    for row in public_rows(side, columns):
        sheet.append([_cell(row[one.key]) for one in columns])
        count += 1
    book.save(path)
    return count
