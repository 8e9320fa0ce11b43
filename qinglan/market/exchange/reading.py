"""Rows of a file, one by one: jsonl, csv in any encoding and with any delimiter, xlsx."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.sheets.complaint import Unreadable
from qinglan.kernel.sheets.texts import decoded, rows_of_text, unwrapped

ENDINGS = (".jsonl", ".csv", ".xlsx")


class BadRow(ValueError):
    """A row that is no record: the message says why."""


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    """Number and content of each row, the first being 1; for csv and xlsx that below the heading is 2.

    Raises Impossible for a kind of file that is not read here, or a file without heading.
    """
    kind = path.suffix.lower()
    if kind == ".jsonl":
        return _jsonl(path)
    if kind == ".csv":
        return _csv(path)
    if kind == ".xlsx":
        return _xlsx(path)
    raise Impossible(
        _("Take a file that ends in {endings}.").format(endings=", ".join(ENDINGS)), field="file"
    )


def _jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                yield number, BadRow(_("This line is no JSON: {reason}.").format(reason=error))
                continue
            yield number, row if isinstance(row, dict) else BadRow(_("This line is no JSON object."))


def _csv(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    try:
        rows = rows_of_text(decoded(path.read_bytes()))
    except Unreadable as error:
        raise Impossible(str(error.complaint), field="file") from error
    heading = [cell.strip() for cell in next(rows, (0, []))[1]]
    if not any(heading):
        raise Impossible(_("The first row of the file must hold the headings."), field="file")
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            yield number, dict(zip(heading, map(unwrapped, cells), strict=False))


def _xlsx(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        heading = [str(cell or "").strip() for cell in next(rows, ())]
        if not any(heading):
            raise Impossible(_("The first row of the file must hold the headings."), field="file")
        for number, cells in enumerate(rows, start=2):
            if any(cell not in (None, "") for cell in cells):
                yield number, {name: _plain(cell) for name, cell in zip(heading, cells, strict=False) if name}
    finally:
        book.close()


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
