"""Reading the sums over registered contracts: folded ones and differences together, in one statement each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from qinglan.contracts.figures.dimensions import COLUMNS, COUNTED, sums
from qinglan.kernel.periods.length import ONE_DAY

_TOTALS = ", ".join(f"sum({one})" for one in COLUMNS)
_BOTH = """(
    SELECT * FROM contracts_figurecell WHERE dimension = %(dimension)s AND period BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT * FROM contracts_figuredelta WHERE dimension = %(dimension)s AND period BETWEEN %(first)s AND %(last)s
) s WHERE (%(green)s::boolean IS NULL OR is_green = %(green)s)"""


@dataclass(frozen=True)
class Sums:
    """`contracts`, contract value and technology value in 分; `dated` of them with `days` from offer to signing."""

    contracts: int = 0
    amount: int = 0
    technology_amount: int = 0
    dated: int = 0
    days: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, one) + getattr(other, one) for one in COLUMNS))

    @property
    def average(self) -> int | None:
        """The average contract value, in 分, rounded down."""
        return self.amount // self.contracts if self.contracts else None

    @property
    def average_days(self) -> Decimal | None:
        """Days from the first offer to the signing on the average, to 0.1."""
        return (Decimal(self.days) / self.dated).quantize(Decimal("0.1")) if self.dated else None


def by_code(dimension: str, first: date, last: date, green: bool | None = None) -> dict[str, Sums]:
    """The sums of every code of a dimension over whole periods from `first` to `last`; those of nothing left out."""
    query = f"SELECT code, {_TOTALS} FROM {_BOTH} GROUP BY code HAVING sum(contracts) <> 0 ORDER BY code"  # noqa: S608 - constants of this module
    with connection.cursor() as cursor:
        cursor.execute(query, _values(dimension, first, last, green))
        return {code: _sums(rest) for code, *rest in cursor.fetchall()}


def by_period(
    first: date, last: date, green: bool | None = None, *, dimension: str = "total", code: str = ""
) -> dict[date, Sums]:
    """The sums of one code by period, the earliest first."""
    query = f"SELECT period, {_TOTALS} FROM {_BOTH} AND code = %(code)s GROUP BY period HAVING sum(contracts) <> 0 ORDER BY period"  # noqa: S608 - as above
    with connection.cursor() as cursor:
        cursor.execute(query, _values(dimension, first, last, green) | {"code": code})
        return {period: _sums(rest) for period, *rest in cursor.fetchall()}


def of_place(side: str, territory: str, first: date, last: date, green: bool | None = None) -> Sums:
    """The sums of contracts whose seller (``seller_place``) or buyer lies in a territory, with what lies in it."""
    query = f"SELECT {_TOTALS} FROM {_BOTH} AND code LIKE %(prefix)s"  # noqa: S608 - as above
    with connection.cursor() as cursor:
        cursor.execute(query, _values(side, first, last, green) | {"prefix": f"{prefix(territory)}%"})
        row = cursor.fetchone()
    return _sums(row or ())


def flows(territory: str, first: date, last: date, green: bool | None = None) -> dict[str, Sums]:
    """What a city or province sold to others (``out``), bought from others (``in``) and traded inside (``within``)."""
    begins = prefix(territory)[:4]
    found = {"out": Sums(), "in": Sums(), "within": Sums()}
    for code, one in by_code("flow", first, last, green).items():
        seller, _sign, buyer = code.partition(">")
        sells, buys = seller.startswith(begins), buyer.startswith(begins)
        way = "within" if sells and buys else "out" if sells else "in" if buys else ""
        if way:
            found[way] += one
    return found


def largest(dimension: str, first: date, last: date, green: bool | None, number: int) -> dict[str, Sums]:
    """The `number` codes of the largest contract value in one kept period, the largest first.

    The greatest green and other sums are read by their index, with every code that changed since the last fold. A code
    that is not among them has less than the last ones read together: read on until that is no more than the last
    wanted.
    """
    kinds = (True, False) if green is None else (green,)
    changed = _changed(dimension, first, last)
    reach = 2 * number
    while True:
        codes, least, all_read = set(changed), 0, True
        for kind in kinds:
            top = _top(dimension, first, last, kind, reach)
            codes |= {code for code, _amount in top}
            if len(top) == reach:
                all_read = False
                least += top[-1][1]
        found = sorted(
            of_codes(dimension, first, last, green, sorted(codes)).items(),
            key=lambda one: (-one[1].amount, one[0]),
        )[:number]
        if all_read or (len(found) == number and found[-1][1].amount > least):
            return dict(found)
        reach *= 2


def _top(dimension: str, first: date, last: date, green: bool, number: int) -> list[tuple[str, int]]:
    query = """SELECT code, amount FROM contracts_figurecell
        WHERE dimension = %(dimension)s AND dimension IN ('seller', 'buyer', 'broker') AND period = %(first)s
        AND is_green = %(green)s ORDER BY amount DESC LIMIT %(number)s"""
    with connection.cursor() as cursor:
        cursor.execute(query, _values(dimension, first, last, green) | {"number": number})
        return list(cursor.fetchall())


def _changed(dimension: str, first: date, last: date) -> list[str]:
    query = "SELECT DISTINCT code FROM contracts_figuredelta WHERE dimension = %(dimension)s AND period = %(first)s"
    with connection.cursor() as cursor:
        cursor.execute(query, _values(dimension, first, last, None))
        return [row[0] for row in cursor.fetchall()]


def of_codes(
    dimension: str, first: date, last: date, green: bool | None, codes: list[str]
) -> dict[str, Sums]:
    """The sums of some codes."""
    query = f"SELECT code, {_TOTALS} FROM {_BOTH} AND code = ANY(%(codes)s) GROUP BY code HAVING sum(contracts) <> 0"  # noqa: S608 - as above
    with connection.cursor() as cursor:
        cursor.execute(query, _values(dimension, first, last, green) | {"codes": codes})
        return {code: _sums(rest) for code, *rest in cursor.fetchall()}


def registered_by_year(
    first: date, last: date, territory: str = "", green: bool | None = None
) -> dict[int, Sums]:
    """The sums of what was registered from the month of `first` to the day `last`, of sellers in a territory, by year.

    Whole months come from the sums, the days of a month that was not over from the registrations.
    """
    month = (last + ONE_DAY).replace(day=1)
    side, begins = ("seller_place", prefix(territory)) if territory else ("total", "")
    query = f"""SELECT extract(year FROM period)::integer, {_TOTALS} FROM {_BOTH} AND code LIKE %(prefix)s
        AND period < %(month)s GROUP BY 1 HAVING sum(contracts) <> 0 ORDER BY 1"""  # noqa: S608 - as above
    with connection.cursor() as cursor:
        values = _values(side, first, last, green) | {"prefix": f"{begins}%", "month": month}
        cursor.execute(query, values)
        found = {year: _sums(rest) for year, *rest in cursor.fetchall()}
    if month > last:
        return found
    query = f"""SELECT {sums()} FROM contracts_registration r WHERE {COUNTED} AND r.seller_territory LIKE %(prefix)s
        AND r.registered_on BETWEEN %(from)s AND %(last)s AND (%(green)s::boolean IS NULL OR r.is_green = %(green)s)"""  # noqa: S608 - as above
    with connection.cursor() as cursor:
        values = {"prefix": f"{begins}%", "from": max(month, first), "last": last, "green": green}
        cursor.execute(query, values)
        part = _sums(cursor.fetchone() or ())
    if part.contracts:
        found[last.year] = found.get(last.year, Sums()) + part
    return found


def units_behind(year: int, dimension: str, green: bool) -> dict[str, int]:
    """How many parties stand behind each code in a year, as of last night."""
    from qinglan.contracts.models import FigureUnits  # noqa: PLC0415 - the rest reads no model

    rows = FigureUnits.objects.filter(year=year, dimension=dimension, is_green=green)
    return dict(rows.values_list("code", "units"))


def years() -> list[int]:
    """The years in which contracts were registered, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT extract(year FROM period)::integer FROM (SELECT period FROM contracts_figurecell WHERE dimension = 'total'"
            " UNION ALL SELECT period FROM contracts_figuredelta WHERE dimension = 'total') s ORDER BY 1 DESC"
        )
        return [row[0] for row in cursor.fetchall()]


def prefix(territory: str) -> str:
    """What the codes in a territory of GB/T 2260 begin with.

    >>> prefix("500000"), prefix("511900"), prefix("500112"), prefix("500000-Z01")
    ('50', '5119', '500112', '500000-Z01')
    """
    if len(territory) != 6:
        return territory
    found = territory
    while len(found) > 2 and found.endswith("00"):
        found = found[:-2]
    return found


def _values(dimension: str, first: date, last: date, green: bool | None) -> dict[str, Any]:
    return {"dimension": dimension, "first": first, "last": last, "green": green}


def _sums(row: Sequence[Any]) -> Sums:
    return Sums(*(int(one or 0) for one in row)) if row else Sums()
