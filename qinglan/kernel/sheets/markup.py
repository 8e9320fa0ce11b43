"""Tables in HTML and in the XML of Excel 2003: what internet banking and old systems call ``.xls``."""

from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext_noop as _
from lxml import etree

from qinglan.kernel.sheets.complaint import Complaint, Unreadable
from qinglan.kernel.sheets.table import EMPTY, MOST_COLUMNS, Cell, Table, damaged, lined

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_SILENT = frozenset({"script", "style", "title"})


def rows_of_html(text: str) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of all tables, one below the other as a spreadsheet opens them; a merged cell is its first."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    for number, row in enumerate(parser.rows, 1):
        yield number, [Cell.of(" ".join(one.split())) if one else EMPTY for one in row]


class _Tables(HTMLParser):
    """Collects rows; tables stand in each other where a page is laid out by them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open: list[_Table] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._open.append(_Table())
        elif not self._open:
            return
        elif tag == "tr":
            self._take(self._open[-1].next_row())
        elif tag in ("td", "th"):
            said = dict(attrs)
            self._open[-1].next_cell(_span(said.get("colspan")), _span(said.get("rowspan")))
        elif tag in ("br", "p", "div"):
            self._open[-1].say(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._open:
            self._take(self._open.pop().next_row())
        elif tag == "tr" and self._open:
            self._take(self._open[-1].next_row())

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self._open[-1].say(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self._take(self._open.pop().next_row())

    def _take(self, row: list[str] | None) -> None:
        if row is not None:
            self.rows.append(row)


class _Table:
    def __init__(self) -> None:
        self._row: list[str] | None = None
        self._last = -1
        self._down: dict[int, int] = {}

    def next_row(self) -> list[str] | None:
        done, self._row, self._last = self._row, None, -1
        if done is not None:
            self._down = {place: left - (place >= len(done)) for place, left in self._down.items() if left}
        return done

    def next_cell(self, across: int, down: int) -> None:
        if self._row is None:
            self._row = []
        while self._down.get(len(self._row), 0) and len(self._row) < MOST_COLUMNS:
            self._down[len(self._row)] -= 1
            self._row.append("")
        self._last = len(self._row)
        for _place in range(min(across, MOST_COLUMNS)):
            self._down[len(self._row)] = down - 1
            self._row.append("")

    def say(self, text: str) -> None:
        if self._row is not None and self._last >= 0:
            self._row[self._last] += text


def _span(said: str | None) -> int:
    return max(1, min(int(said), 1_000)) if said and said.strip().isdecimal() else 1


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
        for sheet in root.iter(f"{_SS}Worksheet")
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
            place = min(_index(cell, len(cells) + 1) - 1, MOST_COLUMNS)
            cells += [EMPTY] * (place - len(cells))
            cells.append(_cell(cell))
            cells += [EMPTY] * min(_index(cell, 0, "MergeAcross"), MOST_COLUMNS)
        yield number, cells


def _index(node: Any, otherwise: int, name: str = "Index") -> int:
    said = node.get(f"{_SS}{name}") or ""
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
