"""Measures over registered contracts: number, value, growth. What is counted bears a national number."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.contracts.figures.queries import Sums, registered_by_year
from qinglan.contracts.figures.suppressing import FEWEST
from qinglan.kernel.measures import queries as reported
from qinglan.kernel.measures.growth import NotComparable, compound_growth
from qinglan.kernel.measures.models import Figure
from qinglan.kernel.measures.registry import BadParameters, measure
from qinglan.kernel.measures.reported import figure_row
from qinglan.kernel.measures.result import Result, Row, Scope, Standing

COUNT, WAN = "项", "万元"
BEGINNING = 2000
OF = ("count", "amount", "technology")


@measure(
    "contracts.registered_count",
    title=gettext_lazy("Number of registered contracts"),
    description=gettext_lazy(
        "How many technology contracts with a seller in the city bear a national registration number, by the day of registration up to the day asked for; of one year, of one district, or green ones alone where so asked. Cancelled ones are left out."
    ),
)
def registered_count(
    scope: Scope, *, green: bool | None = None, year: int | None = None, territory: str | None = None
) -> Result:
    """Registered contracts by the day of registration."""
    return _until(scope, "count", green, year, territory)


@measure(
    "contracts.registered_amount",
    title=gettext_lazy("Value of registered contracts"),
    description=gettext_lazy(
        "The contract value (of: amount) or the technology value (of: technology) of technology contracts that bear a national registration number, counted like the contracts."
    ),
)
def registered_amount(
    scope: Scope,
    *,
    of: str = "amount",
    green: bool | None = None,
    year: int | None = None,
    territory: str | None = None,
) -> Result:
    """Their value in 万元."""
    if of not in OF[1:]:
        raise BadParameters("contracts.registered_amount: of: amount or technology")
    return _until(scope, of, green, year, territory)


@measure(
    "contracts.growth",
    title=gettext_lazy("Growth of registered contracts"),
    description=gettext_lazy(
        "Compound growth a year, in percent, of the number (of: count), contract value (amount) or technology value (technology) of registered contracts, from the plan's base year to the newest whole year. Years before “since” come from the reported indicator, later ones from the registrations alone."
    ),
)
def growth(
    scope: Scope,
    *,
    of: str,
    green: bool | None = None,
    indicator: str | None = None,
    since: int | None = None,
    territory: str | None = None,
) -> Result:
    """Growth since the scope's base year; a year that is not over is shown and not counted.

    `since` is the first year that the registrations hold as a whole; a year before it is that of the reported
    `indicator`, and missing where none was reported. Without `since` every year is that of the registrations.
    """
    if of not in OF:
        raise BadParameters("contracts.growth: of: count, amount or technology")
    if scope.base_year is None:
        raise BadParameters("contracts.growth needs the plan's base year")
    if (indicator is None) != (since is None):
        raise BadParameters("contracts.growth: indicator and since go together")
    told = _reported(scope, indicator, since) if indicator is not None and since is not None else {}
    values = {year: one.value for year, one in told.items()}
    held = _sums(scope, max(scope.base_year, since or scope.base_year), scope.on.year, green, territory)
    values |= {year: _of(one, of) for year, one in held.items()}
    base = values.get(scope.base_year)
    last = max(
        (year for year in values if scope.base_year < year and _is_whole(year, scope.on)), default=None
    )

    def row(year: int) -> Row:
        counted, reason = year in (scope.base_year, last), _reason(year, scope, last)
        if year in told:
            return figure_row(told[year], counted=counted, reason=reason)
        return _row(year, held[year], of, reason, counted=counted)

    rows = tuple(row(year) for year in sorted(values))
    if base is None or last is None:
        return Result(None, "%", Standing.NO_DATA, rows)
    span = last - scope.base_year
    formula = _("((%(last)s ÷ %(base)s) ^ (1 ÷ %(years)s) − 1) × 100") % {
        "last": f"{values[last]:f}", "base": f"{base:f}", "years": span,
    }  # fmt: skip
    try:
        return Result(compound_growth(base, values[last], span), "%", rows=rows, formula=formula)
    except NotComparable:
        return Result(None, "%", Standing.NOT_COMPARABLE, rows, formula)


def _until(scope: Scope, of: str, green: bool | None, year: int | None, territory: str | None) -> Result:
    """Rows by year, not by contract: a single contract's value is not public, and there are millions."""
    found = _sums(
        scope, BEGINNING if year is None else year, scope.on.year if year is None else year, green, territory
    )
    rows = [
        _row(
            one,
            sums,
            of,
            _("%(n)s contracts by the day of registration") % {"n": sums.contracts},
            counted=True,
        )
        for one, sums in found.items()
    ]
    value = sum((row.value for row in rows if row.value is not None), Decimal(0))
    return Result(
        value, _unit(of), rows=tuple(rows), formula=_("registered contracts by the day of registration")
    )


def _row(year: int, sums: Sums, of: str, reason: str, *, counted: bool) -> Row:
    """The value of fewer than three contracts is one enterprise's own, and withheld from the public."""
    return Row(
        subject=str(year), counted=counted, reason=reason, value=_of(sums, of), unit=_unit(of), period=str(year),
        withheld=of != "count" and sums.contracts < FEWEST,
    )  # fmt: skip


def _unit(of: str) -> str:
    return COUNT if of == "count" else WAN


def _sums(scope: Scope, first: int, last: int, green: bool | None, territory: str | None) -> dict[int, Sums]:
    """By year, up to the day asked for."""
    until = min(date(last, 12, 31), scope.on)
    if first > until.year:
        return {}
    return registered_by_year(date(first, 1, 1), until, territory or scope.territory, green)


def _of(sums: Sums, of: str) -> Decimal:
    if of == "count":
        return Decimal(sums.contracts)
    return Decimal(sums.amount if of == "amount" else sums.technology_amount) / 1_000_000


def _reported(scope: Scope, indicator: str, since: int) -> dict[int, Figure]:
    definition = reported.indicator_of(scope, indicator)
    return {
        one.year: one
        for one in reported.city_figures(scope, definition)
        if scope.base_year is not None and scope.base_year <= one.year < since
    }


def _is_whole(year: int, on: date) -> bool:
    return on >= date(year, 12, 31)


def _reason(year: int, scope: Scope, last: int | None) -> str:
    if year == scope.base_year:
        return _("base year")
    if year == last:
        return _("newest whole year")
    if not _is_whole(year, scope.on):
        return _("the year is not over")
    return _("between the two years")
