"""Figures of districts, for their officers: read from the registrations themselves, which nobody sums up by district.

A contract counts where its seller or its buyer has its seat in one of them, once. One statement reads all months of
the period and of the year before, by the index of days.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from qinglan.contracts.figures.dimensions import BY_NAME, COUNTED, sums
from qinglan.contracts.figures.periods import Period
from qinglan.contracts.figures.queries import Sums
from qinglan.contracts.figures.tables import MOST_ROWS, Figures, Line, lines
from qinglan.kernel.periods.length import ONE_DAY, months_later

Cell = tuple[str, date, str, Sums]
"""Code, first day of a month, way, and their sums."""
WAYS = ("out", "in", "within")
_IN = "r.{side}_territory = ANY(%(places)s)"
_SIDES = f"({_IN.format(side='seller')} OR {_IN.format(side='buyer')})"
_WAY = (
    f"CASE WHEN {_IN.format(side='seller')} AND {_IN.format(side='buyer')} THEN 'within' "
    f"WHEN {_IN.format(side='seller')} THEN 'out' ELSE 'in' END"
)


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
    cells = _cells(one.code, period, green, places, one.where)
    spans = [(each.first.replace(month=1), each.last) if one.named else (each.first, each.last) for each in (period, period.before)]  # fmt: skip
    now, before = (_by(cells, 0, *span) for span in spans)
    if one.named:
        largest = sorted(now, key=lambda code: (-now[code].amount, code))[:MOST_ROWS]
        now = {code: now[code] for code in largest}
        before = {code: sums_ for code, sums_ in before.items() if code in now}
    every = cells if one.where == "true" else _cells("''", period, green, places)
    total = Line(
        "", "", _over(every, period.first, period.last), _over(every, period.before.first, period.before.last)
    )
    flows = _by(every, 2, period.first, period.last)
    return OfDistricts(
        Figures(dimension, period, lines(dimension, now, before), total, green),
        _by(every, 1, date.min, period.last),
        {way: flows.get(way, Sums()) for way in WAYS},
    )


def _cells(
    code: str, period: Period, green: bool | None, places: list[str], where: str = "true"
) -> list[Cell]:
    query = f"""SELECT ({code})::text, date_trunc('month', r.registered_on)::date, {_WAY}, {sums()}
        FROM contracts_registration r WHERE {COUNTED} AND {where} AND {_SIDES}
        AND r.registered_on BETWEEN %(first)s AND %(last)s AND (%(green)s::boolean IS NULL OR r.is_green = %(green)s)
        GROUP BY 1, 2, 3"""  # noqa: S608 - constants of this package
    values = {
        "first": date(period.first.year - 1, 1, 1), "last": months_later(period.last, 1) - ONE_DAY,
        "green": green, "places": places,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [
            (kind, month, way, Sums(*(int(value or 0) for value in rest)))
            for kind, month, way, *rest in cursor.fetchall()
        ]


def _by(cells: list[Cell], place: int, first: date, last: date) -> dict[Any, Sums]:
    """The sums of the months from `first` to `last` by code (0), month (1) or way (2)."""
    found: dict[Any, Sums] = {}
    for cell in cells:
        if first <= cell[1] <= last:
            found[cell[place]] = found.get(cell[place], Sums()) + cell[3]
    return found


def _over(cells: list[Cell], first: date, last: date) -> Sums:
    return sum((cell[3] for cell in cells if first <= cell[1] <= last), Sums())
