"""Find the heading of an office's sheet: below a title and 填报单位（盖章）, in one to three merged rows."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as _

from qinglan.kernel.sheets.complaint import Complaint, Unreadable
from qinglan.kernel.sheets.form import Column, SheetForm
from qinglan.kernel.sheets.table import Cell, Line
from qinglan.kernel.sheets.words import Words

REACH = 20
"""Rows in which the heading must begin."""
DEEPEST = 3
"""Rows of a merged heading."""
SERIAL = frozenset({"序号", "编号", "no.", "no", "number"})
_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_UNIT = re.compile(r"亿元|万元|元")
_GROUP = re.compile(r"(信息|情况|资料)$")


@dataclass(frozen=True)
class Heading:
    """Where each column stands (0 is A), which unit each money column has, and the heading's last row.

    `further` are columns with another name of the same key: they are read where the first is empty.
    """

    places: dict[str, int]
    units: dict[str, str]
    serial: int | None
    last_row: int
    unknown: tuple[str, ...]
    further: dict[str, list[int]] = field(default_factory=dict)


def plain(text: object) -> str:
    r"""A heading without blanks, stars and brackets, in half-width small letters.

    >>> plain("＊注册 资本\n（万元）")
    '注册资本'
    """
    half = _BRACKET.sub("", unicodedata.normalize("NFKC", str(text)))
    return "".join(c for c in half.lower() if not c.isspace() and c not in "*:：\ufeff\u200b")


def titles(block: Sequence[Line]) -> list[list[str]]:
    """For each column what heads it, the most telling first: group and title together, the title, what stands above.

    A group is merged over its columns, of which the file holds it at the first alone: it is carried to the right.
    """
    widest = max((len(line.cells) for line in block), default=0)
    carried = [""] * len(block)
    found = []
    for index in range(widest):
        own = ["" if line.cell(index).is_empty else str(line.cell(index).value) for line in block]
        for depth, text in enumerate(own):
            if text:
                carried[depth:] = [text, *[""] * (len(block) - depth - 1)]
        said = [text for text in own if text]
        if own[-1]:
            above = [text for text in carried[:-1] if text]
            said += [_GROUP.sub("", plain(text)) + own[-1] for text in above]
        found.append(said[::-1])
    return found


def ends_with(title: str, cell: Cell) -> bool:
    """Whether the last row of a heading has a part in what heads a column: else it is the first row of data."""
    return not cell.is_empty and plain(title).endswith(plain(cell.value))


def names_of(form: SheetForm) -> dict[str, tuple[str, int]]:
    """Every plain heading that is understood: its column's key and how exact it is (0 is the title itself)."""
    names: dict[str, tuple[str, int]] = {}
    for column in form.columns:
        for rank, name in enumerate(column.aliases, 1):
            names.setdefault(plain(name), (column.key, rank))
    names |= {plain(column.key): (column.key, 0) for column in form.columns}
    own = [(name, column.key) for column in form.columns for name in (column.title.zh, column.title.en)]
    return names | {plain(name): (key, 0) for name, key in own}


def find_heading(form: SheetForm, lines: list[Line]) -> Heading:
    """The heading with the most of the form's columns; raises Unreadable, naming what is missing."""
    names = names_of(form)
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
    form: SheetForm, names: Mapping[str, tuple[str, int]], lines: list[Line], start: int, depth: int
) -> Heading | None:
    block = lines[start : start + depth]
    if len(block) < depth:
        return None
    found: dict[str, list[tuple[int, int, list[str]]]] = {}
    unknown: list[str] = []
    serial = None
    last_says_something = False
    for index, texts in enumerate(titles(block)):
        known = [text for text in texts if plain(text) in names]
        if known:
            last_says_something |= ends_with(known[0], block[-1].cell(index))
            key, rank = names[plain(known[0])]
            found.setdefault(key, []).append((rank, index, texts))
        elif any(plain(text) in SERIAL for text in texts):
            serial = index
        elif texts:
            unknown.append(texts[-1].strip()[:40])
    if not last_says_something:
        return None
    for key, several in found.items():
        several.sort(key=lambda one: one[:2])
        if len(several) > 1 and several[0][0] == several[1][0]:
            _refuse_twice(form.column(key), block[0].number)
    return Heading(
        {key: several[0][1] for key, several in found.items()},
        {key: unit_of(form.column(key).unit, several[0][2], lines[:start]) for key, several in found.items()},
        serial,
        block[-1].number,
        tuple(unknown),
        {key: [index for _rank, index, _texts in several[1:]] for key, several in found.items()},
    )


def unit_of(otherwise: str, texts: Sequence[object], above: Sequence[Line]) -> str:
    """The unit in the heading's brackets, else that of a line “单位：万元” above, else `otherwise`."""
    for text in texts:
        for bracket in _BRACKET.findall(unicodedata.normalize("NFKC", str(text))):
            found = _UNIT.search(bracket)
            if found:
                return found[0]
    for line in above:
        for cell in line.cells:
            text = unicodedata.normalize("NFKC", str(cell.value or "")).replace(" ", "")
            if text.startswith(("单位:", "(单位:", "金额单位:")) and (found := _UNIT.search(text)):
                return found[0]
    return otherwise


def is_again(line: Line, places: Mapping[str, int], names: Mapping[str, tuple[str, int]]) -> bool:
    """Whether a row says the heading again, as printed pages do."""
    filled = [(key, index) for key, index in places.items() if not line.cell(index).is_empty]
    return len(filled) > 1 and all(
        names.get(plain(line.cell(index).value), ("", 0))[0] == key for key, index in filled
    )


def _refuse_twice(column: Column, row: int) -> None:
    raise Unreadable(
        Complaint(
            _("The column “{title}” stands twice in the heading (row {row})."),
            {"title": column.title, "row": str(row)},
        )
    )
