"""Tables in HTML and in the XML of Excel 2003: what internet banking and old systems call ``.xls``."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain, islice
from typing import Any, cast

from django.utils.translation import gettext_noop as _
from lxml import etree

from qinglan.kernel.sheets.complaint import Complaint, Unreadable
from qinglan.kernel.sheets.table import EMPTY, MOST_COLUMNS, MOST_SHEETS, Cell, Table, damaged, lined

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_SILENT = frozenset({"script", "style", "title"})
_PIECE = 1 << 16
"""Characters that the parser gets at once."""
_DEEPEST = 256
"""Tags in each other: each that closes is looked for among all that are open."""
_LONGEST_INDEX = 7
"""Digits of the number of a sheet's last row."""


def rows_of_html(text: str) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of all tables, one below the other as a spreadsheet opens them; a merged cell is its first.

    Read piece by piece: who has enough rows stops, and no more of the page is looked at. Raises Unreadable.
    """
    tables = _Tables()
    parser = etree.HTMLParser(target=cast("Any", tables), no_network=True, huge_tree=False)
    rows = chain.from_iterable(_taken(parser, tables, text))
    for number, row in enumerate(rows, 1):
        yield number, [Cell.of(" ".join(one.split())) if one else EMPTY for one in row]


def _taken(parser: Any, tables: "_Tables", text: str) -> Iterator[list[list[str]]]:
    for start in range(0, len(text), _PIECE):
        parser.feed(text[start : start + _PIECE])
        yield tables.taken()
    parser.close()
    yield tables.taken()


class _Tables:
    """What the parser tells, as rows; tables stand in each other where a page is laid out by them."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []
        self._open: list[_Table] = []
        self._silent = 0
        self._depth = 0

    def taken(self) -> list[list[str]]:
        """The rows that have come to their end since this was last asked."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise damaged()
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._open.append(_Table())
        elif not self._open:
            return
        elif tag == "tr":
            self._take(self._open[-1].next_row())
        elif tag in ("td", "th"):
            across, down = (_span(attributes.get(name)) for name in ("colspan", "rowspan"))
            self._open[-1].next_cell(across, down)
        elif tag in ("br", "p", "div"):
            self._open[-1].say(" ")

    def end(self, tag: str) -> None:
        """A tag closes, said by the page or not."""
        self._depth -= 1
        if tag in _SILENT:
            self._silent -= 1
        elif tag == "table" and self._open:
            self._take(self._open.pop().next_row())
        elif tag == "tr" and self._open:
            self._take(self._open[-1].next_row())

    def data(self, text: str) -> None:
        """A piece of text."""
        if self._open and not self._silent:
            self._open[-1].say(text)

    def close(self) -> None:
        """The page ends; the parser has closed what was open."""

    def _take(self, row: list[str] | None) -> None:
        if row is not None:
            self._rows.append(row)


class _Table:
    def __init__(self) -> None:
        self._row: list[str] | None = None
        self._place = -1
        self._said: list[str] = []
        self._down: dict[int, int] = {}

    def next_row(self) -> list[str] | None:
        self._end_cell()
        done, self._row = self._row, None
        if done is not None:
            self._down = {place: left - (place >= len(done)) for place, left in self._down.items() if left}
        return done

    def next_cell(self, across: int, down: int) -> None:
        """The next cell that is free of those merged from above; past `MOST_COLUMNS` none."""
        self._end_cell()
        row = self._row = [] if self._row is None else self._row
        while self._down.get(len(row), 0) and len(row) < MOST_COLUMNS:
            self._down[len(row)] -= 1
            row.append("")
        if len(row) >= MOST_COLUMNS:
            return
        self._place = len(row)
        for _place in range(min(across, MOST_COLUMNS - len(row))):
            self._down[len(row)] = down - 1
            row.append("")

    def say(self, text: str) -> None:
        if self._place >= 0:
            self._said.append(text)

    def _end_cell(self) -> None:
        if self._row is not None and self._place >= 0:
            self._row[self._place] = "".join(self._said)
        self._place, self._said = -1, []


def _span(said: str | None) -> int:
    said = (said or "").strip()
    if not said.isdecimal():
        return 1
    return max(1, int(said)) if len(said) < 4 else 1_000


def sheets_of_xml(content: bytes, most_rows: int) -> list[Table]:
    """The sheets of an XML spreadsheet of 2003; raises Unreadable."""
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise Unreadable(Complaint(_("The file declares a document type and was not read.")))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error
    sheets = [
        lined(str(sheet.get(f"{_SS}Name") or ""), _rows(sheet), most_rows)
        for sheet in islice(root.iter(f"{_SS}Worksheet"), MOST_SHEETS)
    ]
    if not sheets:
        raise damaged()
    return sheets


def _rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    number = 0
    for row in sheet.iter(f"{_SS}Row"):
        number = _index(row, number + 1)
        cells: list[Cell] = []
        for cell in row.iterchildren(f"{_SS}Cell"):
            place = max(_index(cell, len(cells) + 1) - 1, len(cells))
            if place >= MOST_COLUMNS:
                break
            cells += [EMPTY] * (place - len(cells))
            cells.append(_cell(cell))
            cells += [EMPTY] * min(_index(cell, 0, "MergeAcross"), MOST_COLUMNS - len(cells))
        yield number, cells


def _index(node: Any, otherwise: int, name: str = "Index") -> int:
    said = node.get(f"{_SS}{name}") or ""
    if len(said) > _LONGEST_INDEX:
        raise damaged()
    return int(said) if said.isdecimal() else otherwise


def _cell(node: Any) -> Cell:
    data = node.find(f"{_SS}Data")
    formula = node.get(f"{_SS}Formula") is not None
    text = "" if data is None else "".join(data.itertext())
    kind = "" if data is None else data.get(f"{_SS}Type")
    try:
        if kind == "Number":
            number = float(text)
            return Cell(int(number) if number.is_integer() and abs(number) < 10**15 else number, formula)
        if kind == "DateTime":
            return Cell(datetime.fromisoformat(text[:19]), formula)
    except ValueError:
        pass  # what it says of itself is wrong: the text stands
    return Cell.of(text, formula=formula)
