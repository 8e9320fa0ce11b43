"""Days that a text names as a deadline, counted from the day on which it is read."""

import calendar
import re
from datetime import date

from qinglan.market.pasting.sentences import Span

_DAY = re.compile(r"(20\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_MONTH = re.compile(r"(?:(20\d{2})\s*年|(今年|明年))\s*(\d{1,2})\s*月(?:份)?(底|末|中旬)?")
_QUARTER = re.compile(r"(?:(20\d{2})\s*年|(今年|明年))\s*第?([一二三四1-4])季度")
_YEAR = re.compile(
    r"(?:(20\d{2})\s*年|(今年|明年|(?<![\d一二两三四五六七八九十半])年))\s*(?:年)?(?:底|末|内)"
)
_SPAN = re.compile(r"([\d一二两三四五六七八九十半]{1,3})\s*个?(月|年)(?:以)?(?:之)?内")
_HAN = {
    "半": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year(written: str | None, spoken: str | None, today: date) -> int:
    return int(written) if written else today.year + (spoken == "明年")


def _later(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def day(text: str, where: Span, today: date) -> tuple[date, Span, bool] | None:
    """The first day named within `where`, its words, and whether it was inferred (“年底前”); None without one."""
    try:
        if found := _DAY.search(text, where.start, where.end):
            year, month, number = (int(part) for part in found.groups())
            return date(year, month, number), Span(found.start(), found.end()), False
        if found := _MONTH.search(text, where.start, where.end):
            year, month = _year(found.group(1), found.group(2), today), int(found.group(3))
            ends = date(year, month, 20) if found.group(4) == "中旬" else _last(year, month)
            return ends, Span(found.start(), found.end()), True
        if found := _QUARTER.search(text, where.start, where.end):
            written, spoken, quarter = found.groups()
            month = 3 * (int(quarter) if quarter.isdecimal() else _HAN[quarter])
            return _last(_year(written, spoken, today), month), Span(found.start(), found.end()), True
        if found := _YEAR.search(text, where.start, where.end):
            return (
                date(_year(found.group(1), found.group(2), today), 12, 31),
                Span(found.start(), found.end()),
                True,
            )
        if found := _SPAN.search(text, where.start, where.end):
            count, unit = found.groups()
            number = int(count) if count.isdecimal() else _HAN.get(count, 0)
            months = (6 if unit == "年" else 0) if count == "半" else number * (12 if unit == "年" else 1)
            if months:
                return _later(today, months), Span(found.start(), found.end()), True
    except ValueError:
        return None  # No such day.
    return None
