"""Figures of districts, for their officers: read from the registrations themselves, which nobody sums up by district.

A contract counts where its seller or its buyer has its seat in one of them, once. Three statements read them: by code of
the period and of the year before, and by month and way. Two indexes hold all that they ask for by place and day
(`registered_by_seller_place`, `registered_by_buyer_place`), so that no registration itself is read.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from qinglan.contracts.figures.dimensions import BY_NAME, COUNTED, DISTRICT_COLUMNS, Dimension, sums
from qinglan.contracts.figures.periods import Period
from qinglan.contracts.figures.queries import Sums
from qinglan.contracts.figures.tables import MOST_ROWS, Figures, Line, lines
from qinglan.kernel.periods.length import ONE_DAY, months_later

Cell = tuple[date, str, Sums]
"""First day of a month, way, and their sums."""
Span = tuple[date, date]
"""The first days of two months: all from the one to the end of the other."""
WAYS = ("out", "in", "within")
_IN = "r.{side}_territory = ANY(%(places)s)"
_SELLS, _BUYS = _IN.format(side="seller"), _IN.format(side="buyer")
_WAY = f"CASE WHEN {_SELLS} AND {_BUYS} THEN 'within' WHEN {_SELLS} THEN 'out' ELSE 'in' END"
_ROWS = f"SELECT {', '.join(DISTRICT_COLUMNS)} FROM contracts_registration r WHERE {COUNTED} AND r.registered_on BETWEEN %(first)s AND %(last)s AND "  # noqa: S608 - constants of this package
_MINE = f"({_ROWS} {_SELLS} UNION ALL {_ROWS} {_BUYS} AND NOT {_SELLS}) r WHERE (%(green)s::boolean IS NULL OR r.is_green = %(green)s)"


@dataclass(frozen=True)
class OfDistricts:
    """The table with nothing withheld; all contracts by month, for two years; and by `WAYS` in the period.

    ``out`` is what the districts together sold to others, ``in`` what they bought from others, ``within`` traded inside.
    """

    figures: Figures
    months: dict[date, Sums]
    flows: dict[str, Sums]


def figures_of_districts(
    dimension: str, period: Period, green: bool | None, places: list[str]
) -> OfDistricts:
    """What an officer of these districts sees of a dimension in a period."""
    one = BY_NAME[dimension]
    spans = [(each.first.replace(month=1), each.last) if one.named else (each.first, each.last) for each in (period, period.before)]  # fmt: skip
    now = _by_code(one, spans[0], green, places)
    before = _by_code(one, spans[1], green, places, list(now) if one.named else None)
    every = _by_month(period, green, places)
    total = Line(
        "", "", _over(every, period.first, period.last), _over(every, period.before.first, period.before.last)
    )
    months: dict[date, Sums] = {}
    flows = dict.fromkeys(WAYS, Sums())
    for month, way, found in every:
        months[month] = months.get(month, Sums()) + found
        if period.first <= month <= period.last:
            flows[way] += found
    return OfDistricts(Figures(dimension, period, lines(dimension, now, before), total, green), months, flows)


def _by_code(
    one: Dimension, span: Span, green: bool | None, places: list[str], codes: list[str] | None = None
) -> dict[str, Sums]:
    """The sums of each code, or of some `codes`; by single parties of the largest alone."""
    some = f"AND {one.code} = ANY(%(codes)s)" if codes is not None else ""
    largest = f"ORDER BY 3 DESC, 1 LIMIT {MOST_ROWS}" if one.named else ""
    query = f"SELECT ({one.code})::text, {sums()} FROM {_MINE} AND {one.where} {some} GROUP BY 1 {largest}"  # noqa: S608 - constants of this package
    return {code: _sums(rest) for code, *rest in _rows(query, span, green, places, codes)}


def _by_month(period: Period, green: bool | None, places: list[str]) -> list[Cell]:
    """All contracts of two years by month and way."""
    query = f"SELECT date_trunc('month', r.registered_on)::date, {_WAY}, {sums()} FROM {_MINE} GROUP BY 1, 2 ORDER BY 1, 2"  # noqa: S608 - as above
    span = date(period.first.year - 1, 1, 1), period.last
    return [(month, way, _sums(rest)) for month, way, *rest in _rows(query, span, green, places)]


def _rows(
    query: str, span: Span, green: bool | None, places: list[str], codes: list[str] | None = None
) -> list[Any]:
    first, last = span
    values = {"first": first, "last": _end(last), "green": green, "places": places, "codes": codes}
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _end(month: date) -> date:
    """The last day of the month that begins on a day."""
    return months_later(month, 1) - ONE_DAY


def _sums(row: Any) -> Sums:
    return Sums(*(int(value or 0) for value in row))


def _over(cells: list[Cell], first: date, last: date) -> Sums:
    return sum((found for month, _way, found in cells if first <= month <= last), Sums())
