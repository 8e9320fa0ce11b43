"""Figures of districts, for their officers: read from the registrations themselves, which nobody sums up by district.

A contract counts where its seller or its buyer has its seat in one of them, once. One statement reads all months of
the period and of the year before, by the index of days.
"""

from collections.abc import Mapping
from datetime import date

from django.db import connection

from qinglan.contracts.figures.dimensions import BY_NAME, COUNTED, sums
from qinglan.contracts.figures.periods import Period
from qinglan.contracts.figures.queries import Sums
from qinglan.contracts.figures.tables import MOST_ROWS, Figures, Line, lines
from qinglan.kernel.periods.length import ONE_DAY, months_later

Months = Mapping[date, Sums]
_IN = "r.{side}_territory = ANY(%(places)s)"
_SIDES = f"({_IN.format(side='seller')} OR {_IN.format(side='buyer')})"
_WAY = (
    f"CASE WHEN {_IN.format(side='seller')} AND {_IN.format(side='buyer')} THEN 'within' "
    f"WHEN {_IN.format(side='seller')} THEN 'out' ELSE 'in' END"
)


def figures_of_districts(
    dimension: str, period: Period, green: bool | None, places: list[str]
) -> tuple[Figures, dict[date, Sums]]:
    """The table as an officer of these districts sees it, nothing withheld; and all contracts by month, for two years."""
    spans = [(one.first.replace(month=1), one.last) if BY_NAME[dimension].named else (one.first, one.last) for one in (period, period.before)]  # fmt: skip
    found = _by_month(BY_NAME[dimension].code, period, green, places, BY_NAME[dimension].where)
    now, before = ({code: _over(months, *span) for code, months in found.items()} for span in spans)
    shown = {code: one for code, one in now.items() if one.contracts}
    if BY_NAME[dimension].named:
        largest = sorted(shown, key=lambda code: (-shown[code].amount, code))[:MOST_ROWS]
        shown = {code: shown[code] for code in largest}
        before = {code: before[code] for code in largest}
    was = {code: one for code, one in before.items() if one.contracts}
    all_codes = found if BY_NAME[dimension].where == "true" else _by_month("''", period, green, places)
    every: dict[date, Sums] = {}
    for months in all_codes.values():
        for month, one in months.items():
            every[month] = every.get(month, Sums()) + one
    total = Line(
        "", "", _over(every, period.first, period.last), _over(every, period.before.first, period.before.last)
    )
    return Figures(dimension, period, lines(dimension, shown, was), total, green), every


def flows_of_districts(period: Period, green: bool | None, places: list[str]) -> dict[str, Sums]:
    """What the districts together sold to others (``out``), bought from others (``in``) and traded inside (``within``)."""
    found = _by_month(_WAY, period, green, places)
    return {way: _over(found.get(way, {}), period.first, period.last) for way in ("out", "in", "within")}


def _by_month(
    code: str, period: Period, green: bool | None, places: list[str], where: str = "true"
) -> dict[str, dict[date, Sums]]:
    query = f"""SELECT ({code})::text, date_trunc('month', r.registered_on)::date, {sums()}
        FROM contracts_registration r WHERE {COUNTED} AND {where} AND {_SIDES}
        AND r.registered_on BETWEEN %(first)s AND %(last)s AND (%(green)s::boolean IS NULL OR r.is_green = %(green)s)
        GROUP BY 1, 2"""  # noqa: S608 - constants of this package
    values = {
        "first": date(period.first.year - 1, 1, 1), "last": months_later(period.last, 1) - ONE_DAY,
        "green": green, "places": places,
    }  # fmt: skip
    found: dict[str, dict[date, Sums]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        for one, month, *rest in cursor.fetchall():
            found.setdefault(one, {})[month] = Sums(*(int(value or 0) for value in rest))
    return found


def _over(months: Months, first: date, last: date) -> Sums:
    return sum((one for month, one in months.items() if first <= month <= last), Sums())
