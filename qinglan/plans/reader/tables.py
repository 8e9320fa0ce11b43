"""Tables of main indicators: a row names what is measured, the last column of years holds the target."""

import re
from dataclasses import dataclass

from qinglan.plans.reader.model import Comparator, Number
from qinglan.plans.reader.numbers import parse_number
from qinglan.plans.reader.text import fold

_CELLS = re.compile(r"\t|[ \u3000]{2,}|\s*\|\s*")
_YEAR = re.compile(
    r"(?:到)?(20\d\d)年?(?:底|末)?(?P<wanted>目标值?|规划值?|预期值?|规划目标|预期目标)?(?:（.*）)?"
)
_GOAL = re.compile(r"(?:规划|预期|主要|发展)?(?:目标|目标值|规划值|预期值|指标值)(?:（.*）)?")
_VALUE = re.compile(
    r"(?P<before>≥|>=|≤|<=|>|<|不低于|不少于|不高于|不超过|控制在|保持|稳定在|累计|年均增长|增长|提高|提升|下降|降低|减少|至少|超过|大于|小于|低于|约|达到|达|到|至|\[|〔)*"
    r"(?P<low>\d[\d,]*(?:\.\d+)?)(?:[-~至](?P<high>\d[\d,]*(?:\.\d+)?))?[〕\]]?(?P<unit>[%‰]|[万亿]?[\u4e00-\u9fff]{0,8}?)"
    r"(?P<after>以上|以内|以下|左右)?"
)
_SIGNS: dict[str, Comparator] = {
    "≥": "ge", ">=": "ge", "不低于": "ge", "不少于": "ge", "以上": "ge",
    "≤": "le", "<=": "le", "不高于": "le", "不超过": "le", "以内": "le", "以下": "le",
    ">": "gt", "超过": "gt", "大于": "gt", "<": "lt", "小于": "lt", "低于": "lt", "约": "approx", "左右": "approx", "至少": "ge",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """Columns of an indicator table: indicator, unit (or none), and each column of targets with its year."""

    name: int
    unit: int | None
    values: tuple[tuple[int, str | None], ...]
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """A target read from a row; the span lies in the row's text."""

    start: int
    end: int
    indicator: str
    comparator: Comparator
    value: Number
    upper: Number | None
    unit: str
    deadline: str | None


def cells(line: str) -> list[tuple[str, int]]:
    """The cells of a row with their positions; a line that is no row has one."""
    out: list[tuple[str, int]] = []
    start = 0
    for match in _CELLS.finditer(line):
        out.append((line[start : match.start()], start))
        start = match.end()
    out.append((line[start:], start))
    return out


def header(line: str, horizon: str | None = None) -> Header | None:
    """The header of an indicator table, or None where the line is none.

    Every column of a year holds targets, but the earliest where several stand side by side without 目标: that is the
    base. A column headed 目标值 alone takes `horizon`.
    """
    row = [fold(text).strip() for text, _ in cells(line)]
    if len(row) < 2:
        return None
    names = [
        i
        for i, text in enumerate(row)
        if re.fullmatch(r"(?:主要|具体|核心)?指标(?:名称|内容)?|名称|具体指标", text)
    ]
    if not names:
        return None
    values = _target_columns(row) or tuple(
        (i, horizon) for i, text in enumerate(row) if _GOAL.fullmatch(text)
    )
    if not values:
        return None
    units = [i for i, text in enumerate(row) if text in ("单位", "计量单位")]
    return Header(names[-1], units[0] if units else None, values[-3:], len(row))


def _target_columns(row: list[str]) -> tuple[tuple[int, str | None], ...]:
    years = [(i, match) for i, text in enumerate(row) if (match := _YEAR.fullmatch(text))]
    based = any(re.match(r"20\d\d年?", text) and not _YEAR.fullmatch(text) for text in row)
    if len(years) > 1 and not based and not years[0][1].group("wanted"):
        first = min(years, key=lambda pair: pair[1].group(1))
        years.remove(first)
    return tuple((i, match.group(1)) for i, match in years)


def row(line: str, head: Header) -> list[Row]:
    """The targets of a row under `head`, none where the row holds no plain number.

    A row that lacks the first cell (one merged over several rows) is read from its right.
    """
    parts = cells(line)
    missing = head.width - len(parts)
    if missing not in (0, 1) or head.name < missing:
        return []
    name, start = parts[head.name - missing]
    if not name.strip():
        return []
    read = [_cell(parts, head, column - missing, year) for column, year in head.values]
    unit = fold(parts[head.unit - missing][0]).strip().replace("-", "") if head.unit is not None else ""
    return [_row(item, (name, start), unit) for item in read if item is not None]


@dataclass(frozen=True, slots=True)
class _Read:
    match: re.Match[str]
    end: int
    year: str | None


def _cell(parts: list[tuple[str, int]], head: Header, column: int, year: str | None) -> _Read | None:
    printed, at = parts[column]
    match = _VALUE.fullmatch(fold(printed).strip())
    return _Read(match, at + len(printed.rstrip()), year) if match else None


def _row(item: _Read, named: tuple[str, int], unit: str) -> Row:
    match = item.match
    told = re.sub(r"^\d+[.、]", "", fold(named[0]).strip())
    unit = match.group("unit") or unit
    bracket = re.search(r"（([^（）]{1,14})）$", told)
    if bracket:
        told = told[: bracket.start()]
        unit = unit or bracket.group(1)
    low, high = parse_number(match.group("low")), match.group("high")
    sign = match.group("before") or match.group("after") or ""
    compare: Comparator = "range" if high else _SIGNS.get(sign, _SIGNS.get(match.group("after") or "", "eq"))
    upper = parse_number(high) if high else None
    return Row(named[1], item.end, told, compare, low, upper, unit, item.year)
