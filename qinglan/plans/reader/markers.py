"""Numbering at the head of a paragraph: 第一章, 第一节, 第一条, 一、, （一）, 1., （1）, ①."""

import re
from dataclasses import dataclass
from enum import IntEnum

from qinglan.plans.reader.numbers import chinese_number

_HAN = "一二三四五六七八九十百零〇"


class Level(IntEnum):
    """Kinds of numbering, the outermost first."""

    PART = 0
    CHAPTER = 1
    SECTION = 2
    ITEM = 3
    FIRST = 4
    SECOND = 5
    THIRD = 6
    FOURTH = 7
    CIRCLED = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering mark: its level, value, printed numeral, and where the words after it begin."""

    level: Level
    number: int
    label: str
    end: int


_LONG = {
    "部分": Level.PART,
    "编": Level.PART,
    "篇": Level.PART,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "条": Level.ITEM,
}
_MARK = re.compile(
    rf"[#*\s\u3000]*(?:第\s*(?P<long>[{_HAN}]+|\d+)\s*(?P<kind>部分|[编篇章节条])(?!款|第|规定|、|和|至|所|的)[\s\u3000:：、.．]*"
    rf"|(?P<first>[{_HAN}]{{1,3}})\s*(?:、(?![{_HAN}]{{1,2}}(?:[、级类等月产批季]|次产))|[.．](?!\d)|,|，(?=[^，。]{{2,30}}$))\s*"
    rf"|[（(]\s*(?P<second>[{_HAN}]{{1,3}})\s*[）)]\s*[、.．]?\s*"
    r"|(?P<enclosed>[㈠-㈩])\s*[、.]?\s*"
    r"|(?P<third>\d{1,2})\s*(?:[.．](?!\d)|、(?!\d))\s*"
    r"|[（(]\s*(?P<fourth>\d{1,2})\s*[）)]\s*[、.．]?\s*"
    r"|(?P<circled>[①-⑳])\s*)"
)


def mark_of(paragraph: str) -> Mark | None:
    """The numbering mark at the head of `paragraph` as printed, or None."""
    match = _MARK.match(paragraph)
    if match is None:
        return None
    group = match.group
    if group("long"):
        label = group("long")
        return Mark(_LONG[group("kind")], _value(label), label, match.end())
    for name, level in (
        ("first", Level.FIRST),
        ("second", Level.SECOND),
        ("third", Level.THIRD),
        ("fourth", Level.FOURTH),
    ):
        if group(name):
            return Mark(level, _value(group(name)), group(name), match.end())
    if group("enclosed"):
        number = ord(group("enclosed")) - ord("㈠") + 1
        return Mark(Level.SECOND, number, _HAN[number - 1], match.end())
    number = ord(group("circled")) - ord("①") + 1
    return Mark(Level.CIRCLED, number, str(number), match.end())


def _value(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else int(chinese_number(numeral))
