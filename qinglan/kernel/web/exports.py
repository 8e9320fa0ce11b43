"""Tables as files: CSV and xlsx, safe to open in a spreadsheet, marked in demonstration mode."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from qinglan.kernel.web import demonstration

#: A text that begins with one of these may be run as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """`text` that no spreadsheet runs as a formula: an apostrophe before a dangerous beginning."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean.startswith(FORMULA_STARTS) else clean


def cell(value: Any) -> Any:
    """A value for a file: numbers and days keep their type, everything else is safe text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, datetime):
        here = timezone.localtime(value) if timezone.is_aware(value) else value
        return here.replace(tzinfo=None, microsecond=0)
    if isinstance(value, date):
        return value
    return safe_text(str(value))


def csv_file(headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file: UTF-8 with a byte-order mark, so that Excel reads the Chinese."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    if demonstration.active():
        writer.writerow([demonstration.LINE])
    writer.writerow([safe_text(str(heading)) for heading in headings])
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return buffer.getvalue().encode("utf-8-sig")


def workbook(title: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """An xlsx file with one sheet: heading row in bold and frozen, widths by the headings."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    first = 2 if demonstration.active() else 1
    sheet.freeze_panes = f"A{first + 1}"
    texts = [str(heading) for heading in headings]
    for index, text in enumerate(texts, start=1):
        width = sum(2 if ord(c) > 0x2E7F else 1 for c in text)
        sheet.column_dimensions[get_column_letter(index)].width = max(12, min(40, width + 6))
    if demonstration.active():
        sheet.append([demonstration.LINE])
    bold = []
    for text in texts:
        heading = WriteOnlyCell(sheet, value=safe_text(text))
        heading.font = Font(bold=True)
        bold.append(heading)
    sheet.append(bold)
    for row in rows:
        sheet.append([_typed(sheet, cell(value)) for value in row])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _typed(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    written = WriteOnlyCell(sheet, value=value)
    written.data_type = "s"  # never a formula, whatever the text begins with
    return written


def _sheet_name(title: str) -> str:
    name = "".join("-" if c in "[]:*?/\\" else c for c in title).strip("'")
    return name[:31] or "1"


def answer(kind: str, name: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A download of `kind` csv or xlsx named `name`; ValueError for another kind."""
    if kind == "csv":
        # Whole, not streamed: under ASGI a synchronous stream is collected before it is sent anyway.
        response = HttpResponse(csv_file(headings, rows), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        response = HttpResponse(
            workbook(name, headings, rows),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    else:
        raise ValueError(f"no export of kind {kind!r}")
    response["Content-Disposition"] = disposition(demonstration.file_name(name), kind)
    return response


def disposition(name: str, kind: str) -> str:
    """The header by which a browser saves the file as `name` with the ending `kind`."""
    full = quote(f"{name}.{kind}", safe="")
    return f"attachment; filename=\"export.{kind}\"; filename*=UTF-8''{full}"
