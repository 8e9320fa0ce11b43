"""Tables of main indicators: a row names what is measured, the last column of years holds the target."""

import re
from dataclasses import dataclass

from qinglan.plans.reader.model import Comparator, Number
from qinglan.plans.reader.numbers import parse_number
from qinglan.plans.reader.text import fold

_CELLS = re.compile(r"\t|[ \u3000]{2,}|\s*\|\s*")
_YEAR = re.compile(r"(20\d\d)年?(?:目标值?|规划值?|预期值?)?(?:（.*）)?")
_VALUE = re.compile(
    r"(?P<before>≥|>=|≤|<=|>|<|不低于|不少于|不高于|不超过|控制在|超过|大于|小于|低于|约|达到|\[|〔)*"
    r"(?P<low>\d[\d,]*(?:\.\d+)?)(?:[-~至](?P<high>\d[\d,]*(?:\.\d+)?))?[〕\]]?(?P<unit>[%‰]|[万亿]?[\u4e00-\u9fff]{0,8}?)"
    r"(?P<after>以上|以内|以下|左右)?"
)
_SIGNS: dict[str, Comparator] = {
    "≥": "ge", ">=": "ge", "不低于": "ge", "不少于": "ge", "以上": "ge",
    "≤": "le", "<=": "le", "不高于": "le", "不超过": "le", "以内": "le", "以下": "le",
    ">": "gt", "超过": "gt", "大于": "gt", "<": "lt", "小于": "lt", "低于": "lt", "约": "approx", "左右": "approx",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """Columns of an indicator table: indicator, unit (or none), and the last year's column."""

    name: int
    unit: int | None
    value: int
    year: str
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
    deadline: str


def cells(line: str) -> list[tuple[str, int]]:
    """The cells of a row with their positions; a line that is no row has one."""
    out: list[tuple[str, int]] = []
    start = 0
    for match in _CELLS.finditer(line):
        out.append((line[start : match.start()], start))
        start = match.end()
    out.append((line[start:], start))
    return out


def header(line: str) -> Header | None:
    """The header of an indicator table, or None where the line is none."""
    row = [fold(text).strip() for text, _ in cells(line)]
    if len(row) < 3:
        return None
    names = [
        i
        for i, text in enumerate(row)
        if re.fullmatch(r"(?:主要|具体)?指标(?:名称|内容)?|名称|具体指标", text)
    ]
    years = [(i, match.group(1)) for i, text in enumerate(row) if (match := _YEAR.fullmatch(text))]
    if not names or not years:
        return None
    units = [i for i, text in enumerate(row) if text == "单位"]
    column, year = max(years, key=lambda pair: pair[1])
    return Header(names[-1], units[0] if units else None, column, year, len(row))


def row(line: str, head: Header) -> Row | None:
    """The target of a row under `head`; None where the row holds no plain number."""
    parts = cells(line)
    if len(parts) != head.width:
        return None
    name, start = parts[head.name]
    printed, at = parts[head.value]
    match = _VALUE.fullmatch(fold(printed).strip())
    if match is None or not name.strip():
        return None
    unit = match.group("unit")
    if not unit and head.unit is not None:
        unit = fold(parts[head.unit][0]).strip().replace("-", "")
    told = fold(name).strip()
    bracket = re.search(r"（([^（）]{1,14})）$", told)
    if bracket:
        told = told[: bracket.start()]
        unit = unit or bracket.group(1)
    low, high = parse_number(match.group("low")), match.group("high")
    sign = match.group("before") or match.group("after") or ""
    compare: Comparator = "range" if high else _SIGNS.get(sign, "eq")
    end = at + len(printed.rstrip())
    return Row(start, end, told, compare, low, parse_number(high) if high else None, unit, head.year)
