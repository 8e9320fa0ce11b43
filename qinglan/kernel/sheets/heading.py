"""Find the heading of an office's sheet: below a title and 填报单位（盖章）, in one to three merged rows."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from qinglan.kernel.sheets.complaint import Complaint, Unreadable
from qinglan.kernel.sheets.form import Column, SheetForm
from qinglan.kernel.sheets.grid import Line
from qinglan.kernel.sheets.words import Words

REACH = 20
"""Rows in which the heading must begin."""
DEEPEST = 3
"""Rows of a merged heading."""
SERIAL = frozenset({"序号", "编号", "no.", "no", "number"})
_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_UNIT = re.compile(r"亿元|万元|元")


@dataclass(frozen=True)
class Heading:
    """Where each column stands (0 is A), which unit each money column has, and the heading's last row."""

    places: dict[str, int]
    units: dict[str, str]
    serial: int | None
    last_row: int
    unknown: tuple[str, ...]


def plain(text: object) -> str:
    r"""A heading without blanks, stars and brackets, in half-width small letters.

    >>> plain("＊注册 资本\n（万元）")
    '注册资本'
    """
    half = _BRACKET.sub("", unicodedata.normalize("NFKC", str(text)))
    return "".join(c for c in half.lower() if not c.isspace() and c not in "*:：")


def find_heading(form: SheetForm, lines: list[Line]) -> Heading:
    """The heading with the most of the form's columns; raises Unreadable, naming what is missing."""
    names = {plain(column.key): column.key for column in form.columns} | {
        name: column.key
        for column in form.columns
        for name in map(plain, (column.title.zh, column.title.en, *column.aliases))
    }
    best: Heading | None = None
    most = (0, 0)
    for start in range(min(REACH, len(lines))):
        for depth in range(1, DEEPEST + 1):
            found = _read(form, names, lines, start, depth)
            if found is not None and (len(found.places), -depth) > most:
                best, most = found, (len(found.places), -depth)
    missing = [
        column
        for column in form.columns
        if column.required and (best is None or column.key not in best.places)
    ]
    if best is None or missing:
        needed = [column.title for column in missing or form.columns if column.required or missing]
        words = Words("、".join(one.zh for one in needed), ", ".join(one.en for one in needed))
        raise Unreadable(
            Complaint(
                _("The heading row was not found, or lacks these columns: {columns}. Use the template."),
                {"columns": words},
            )
        )
    return best


def _read(
    form: SheetForm, names: dict[str, str], lines: list[Line], start: int, depth: int
) -> Heading | None:
    block = lines[start : start + depth]
    if len(block) < depth:
        return None
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    unknown: list[str] = []
    serial = None
    for index in range(max(len(line.cells) for line in block)):
        texts = [line.cell(index).value for line in block if not line.cell(index).is_empty]
        keys = [names[plain(text)] for text in texts if plain(text) in names]
        if keys:
            if keys[-1] in places:
                _refuse_twice(form.column(keys[-1]), block[0].number)
            places[keys[-1]] = index
            units[keys[-1]] = _unit(form.column(keys[-1]), texts, lines[:start])
        elif any(plain(text) in SERIAL for text in texts):
            serial = index
        elif texts:
            unknown.append(str(texts[-1]).strip()[:40])
    if not places or not any(plain(block[-1].cell(i).value) in names for i in places.values()):
        return None
    return Heading(places, units, serial, block[-1].number, tuple(unknown))


def _unit(column: Column, texts: list[object], above: list[Line]) -> str:
    """The unit in the heading's brackets, else that of a line “单位：万元” above, else the form's."""
    for text in reversed(texts):
        for bracket in _BRACKET.findall(unicodedata.normalize("NFKC", str(text))):
            found = _UNIT.search(bracket)
            if found:
                return found[0]
    for line in above:
        for cell in line.cells:
            text = unicodedata.normalize("NFKC", str(cell.value or "")).replace(" ", "")
            if text.startswith(("单位:", "(单位:", "金额单位:")) and (found := _UNIT.search(text)):
                return found[0]
    return column.unit


def _refuse_twice(column: Column, row: int) -> None:
    raise Unreadable(
        Complaint(
            _("The column “{title}” stands twice in the heading (row {row})."),
            {"title": column.title, "row": str(row)},
        )
    )
