"""Measures over reported figures and entries: what the system can't know by itself."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.measures import queries
from qinglan.kernel.measures.growth import NotComparable, compound_growth
from qinglan.kernel.measures.models import Confidentiality, Entry, Figure, Level
from qinglan.kernel.measures.registry import BadParameters, measure
from qinglan.kernel.measures.result import Result, Row, Scope, Standing
from qinglan.kernel.measures.units import MAGNITUDE, amount_words

LEVELS = [level.value for level in Level]
Comparator = Literal["ge", "gt", "le", "lt"]


def figure_row(figure: Figure, *, counted: bool, reason: str) -> Row:
    """The row of a reported amount."""
    return Row(
        subject=figure.subject,
        counted=counted,
        reason=reason,
        value=figure.value,
        unit=figure.indicator.unit,
        territory=figure.territory.name,
        period=str(figure.year),
        evidence=figure.evidence,
        withheld=figure.confidentiality != Confidentiality.PUBLIC,
        name_withheld=figure.confidentiality == Confidentiality.CONFIDENTIAL,
    )


def entry_row(entry: Entry, *, counted: bool, reason: str) -> Row:
    """The row of a listed item."""
    until = entry.valid_to.isoformat() if entry.valid_to else ""
    return Row(
        subject=entry.subject,
        counted=counted,
        reason=reason,
        territory=entry.territory.name,
        period=f"{entry.valid_from.isoformat()} – {until}" if until else entry.valid_from.isoformat(),
        evidence=" ".join(part for part in (entry.number, entry.evidence) if part),
        level=entry.get_level_display() if entry.level else "",
        withheld=entry.confidentiality == Confidentiality.CONFIDENTIAL,
        name_withheld=entry.confidentiality == Confidentiality.CONFIDENTIAL,
    )


def _no_data(unit: str, rows: Iterable[Row] = ()) -> Result:
    return Result(None, unit, Standing.NO_DATA, tuple(rows), _("no figure on record for this time"))


@measure(
    "reported.latest",
    title=gettext_lazy("Latest reported figure"),
    description=gettext_lazy(
        "The newest figure reported for the territory as a whole, for a year not after the day asked for."
    ),
)
def latest(scope: Scope, *, indicator: str) -> Result:
    """The newest figure of the scope's own territory."""
    definition = queries.indicator_of(scope, indicator)
    found = queries.city_figures(scope, definition)
    if not found:
        return _no_data(definition.unit)
    rows = [
        figure_row(
            figure, counted=index == 0, reason=_("the newest figure") if index == 0 else _("an earlier year")
        )
        for index, figure in enumerate(found)
    ]
    return Result(
        found[0].value,
        definition.unit,
        rows=tuple(rows),
        formula=_("figure of %(year)s") % {"year": found[0].year},
    )


@measure(
    "reported.total",
    title=gettext_lazy("Sum of reported figures"),
    description=gettext_lazy(
        "The sum over all organisations or districts of the figures of the newest reported year not after the day asked for."
    ),
)
def total(scope: Scope, *, indicator: str) -> Result:
    """The sum of all parts' figures for the newest year on record."""
    definition = queries.indicator_of(scope, indicator)
    parts = [
        figure
        for figure in queries.figures(scope, definition)
        if figure.subject_name or figure.territory_id != scope.territory or definition.subject == "none"
    ]
    if not parts:
        return _no_data(definition.unit)
    year = parts[0].year
    rows = [
        figure_row(
            figure,
            counted=figure.year == year,
            reason=_("of the year %(year)s") % {"year": year}
            if figure.year == year
            else _("an earlier year"),
        )
        for figure in parts
    ]
    value = sum((figure.value for figure in parts if figure.year == year), Decimal(0))
    return Result(
        value, definition.unit, rows=tuple(rows), formula=_("sum of the figures of %(year)s") % {"year": year}
    )


@measure(
    "reported.listed",
    title=gettext_lazy("Number on the list"),
    description=gettext_lazy(
        "How many different organisations or projects stand on the list on the day asked for; with a level, only entries of that level or above."
    ),
)
def listed(scope: Scope, *, indicator: str, level: str | None = None) -> Result:
    """Different subjects with an entry in force on the scope's day."""
    definition = queries.indicator_of(scope, indicator)
    if level is not None and level not in LEVELS:
        raise BadParameters(f"reported.listed: level: must be one of {', '.join(LEVELS)}")
    rows = listed_rows(scope, indicator, level)
    return Result(
        Decimal(sum(row.counted for row in rows)),
        definition.unit,
        rows=tuple(rows),
        formula=_("number of different subjects on the list"),
    )


def listed_rows(
    scope: Scope, indicator: str, level: str | None, left_out: Mapping[str, str] | None = None
) -> list[Row]:
    """The entries of a list on the scope's day, different subjects counted; `left_out` gives the reason why a
    subject, by code or name, isn't counted here.
    """
    rows: list[Row] = []
    seen: set[str] = set()
    for entry in queries.entries(scope, queries.indicator_of(scope, indicator)):
        key = entry.subject_code or entry.subject_name
        if entry.valid_to is not None and entry.valid_to < scope.on:
            rows.append(
                entry_row(
                    entry,
                    counted=False,
                    reason=_("no longer on the list on %(day)s") % {"day": scope.on.isoformat()},
                )
            )
        elif level is not None and LEVELS.index(entry.level or "district") < LEVELS.index(level):
            rows.append(entry_row(entry, counted=False, reason=_("below the level that is counted")))
        elif left_out and key in left_out:
            rows.append(entry_row(entry, counted=False, reason=left_out[key]))
        elif key in seen:
            rows.append(entry_row(entry, counted=False, reason=_("already counted once")))
        else:
            seen.add(key)
            rows.append(
                entry_row(
                    entry, counted=True, reason=_("on the list on %(day)s") % {"day": scope.on.isoformat()}
                )
            )
    return rows


@measure(
    "reported.entries",
    title=gettext_lazy("Number reached so far"),
    description=gettext_lazy(
        "How many different persons, projects or organisations were entered up to the day asked for, whether or not the entry ended since; with a stage, only entries of that stage."
    ),
)
def entries(scope: Scope, *, indicator: str, stages: tuple[str, ...] = ()) -> Result:
    """Different subjects entered on or before the scope's day."""
    definition = queries.indicator_of(scope, indicator)
    rows: list[Row] = []
    seen: set[str] = set()
    for entry in queries.entries(scope, definition):
        key = entry.subject_code or entry.subject_name
        if stages and entry.stage not in stages:
            rows.append(entry_row(entry, counted=False, reason=_("not yet at the stage that is counted")))
        elif key in seen:
            rows.append(entry_row(entry, counted=False, reason=_("already counted once")))
        else:
            seen.add(key)
            rows.append(
                entry_row(entry, counted=True, reason=_("entered by %(day)s") % {"day": scope.on.isoformat()})
            )
    return Result(
        Decimal(len(seen)),
        definition.unit,
        rows=tuple(rows),
        formula=_("number of different subjects entered"),
    )


@measure(
    "reported.at_least",
    title=gettext_lazy("Organisations past a threshold"),
    description=gettext_lazy(
        "How many different organisations have, in the newest year reported for each, a figure that meets the threshold; where a list is named, only organisations on it."
    ),
)
def at_least(
    scope: Scope,
    *,
    indicator: str,
    comparator: Comparator,
    threshold: Decimal,
    unit: str,
    listed_in: str | None = None,
) -> Result:
    """Different organisations whose newest yearly figure meets `threshold` (in `unit`)."""
    definition = queries.indicator_of(scope, indicator)
    limit = convert(threshold, unit, definition.unit)
    members = _members(scope, listed_in) if listed_in else None
    list_name = queries.indicator_of(scope, listed_in).name if listed_in else ""
    rows: list[Row] = []
    seen: set[str] = set()
    count = 0
    for figure in queries.figures(scope, definition):
        key = figure.subject_code or figure.subject_name
        if not figure.subject_name or key in seen:
            continue
        seen.add(key)
        if members is not None and key not in members:
            rows.append(
                figure_row(
                    figure, counted=False, reason=_("not on the list “%(list)s”") % {"list": list_name}
                )
            )
        elif not meets(figure.value, comparator, limit):
            rows.append(figure_row(figure, counted=False, reason=_("threshold not met")))
        else:
            count += 1
            rows.append(figure_row(figure, counted=True, reason=_("threshold met")))
    if not rows:
        return _no_data("")
    rows.sort(key=lambda row: (not row.counted, -(row.value or 0)))
    return Result(
        Decimal(count),
        "",
        rows=tuple(rows),
        formula=_("number of organisations past %(threshold)s")
        % {"threshold": amount_words(threshold, unit)},
    )


@measure(
    "reported.growth",
    title=gettext_lazy("Compound annual growth"),
    description=gettext_lazy(
        "Growth a year in percent from the plan's base year to the newest year reported: the root of the ratio, less one. Not comparable where the base is zero."
    ),
)
def growth(scope: Scope, *, indicator: str) -> Result:
    """Compound annual growth since the scope's base year, in %."""
    definition = queries.indicator_of(scope, indicator)
    if scope.base_year is None:
        raise BadParameters("reported.growth needs the plan's base year")
    found = queries.city_figures(scope, definition)
    base = next((figure for figure in found if figure.year == scope.base_year), None)
    last = next((figure for figure in found if figure.year > scope.base_year), None)
    rows = tuple(
        figure_row(
            figure,
            counted=figure in (base, last),
            reason=_("base year")
            if figure is base
            else _("newest year")
            if figure is last
            else _("between the two years"),
        )
        for figure in found
        if figure.year >= scope.base_year
    )
    if base is None or last is None:
        return _no_data("%", rows)
    years = last.year - base.year
    formula = _("((%(last)s ÷ %(base)s) ^ (1 ÷ %(years)s) − 1) × 100") % {
        "last": plain(last.value),
        "base": plain(base.value),
        "years": years,
    }
    try:
        value = compound_growth(base.value, last.value, years)
    except NotComparable:
        return Result(None, "%", Standing.NOT_COMPARABLE, rows, formula)
    return Result(value, "%", rows=rows, formula=formula)


@measure(
    "reported.share",
    title=gettext_lazy("Share"),
    description=gettext_lazy(
        "The first reported figure as a percentage of the second, both of the same year."
    ),
)
def share(scope: Scope, *, numerator: str, denominator: str) -> Result:
    """`numerator` as % of `denominator` for the newest year that has both."""
    upper, lower = (queries.indicator_of(scope, slug) for slug in (numerator, denominator))
    wholes = {figure.year: figure for figure in queries.city_figures(scope, lower)}
    for part in queries.city_figures(scope, upper):
        whole = wholes.get(part.year)
        if whole is None:
            continue
        rows = (
            figure_row(part, counted=True, reason=_("the part")),
            figure_row(whole, counted=True, reason=_("the whole")),
        )
        formula = f"{plain(part.value)} ÷ {plain(whole.value)} × 100"
        if whole.value == 0:
            return Result(None, "%", Standing.NOT_COMPARABLE, rows, formula)
        return Result(
            (part.value / whole.value * 100).quantize(Decimal("0.01")), "%", rows=rows, formula=formula
        )
    return _no_data("%")


def plain(value: Decimal) -> str:
    """A Decimal without exponent or trailing zeros."""
    return f"{value.normalize():f}"


def convert(value: Decimal, unit: str, into: str) -> Decimal:
    """`value` from `unit` into `into`; both the same or both of money. Raises BadParameters."""
    if unit == into:
        return value
    if unit in MAGNITUDE and into in MAGNITUDE:
        return value * MAGNITUDE[unit] / MAGNITUDE[into]
    raise BadParameters(f"{unit} can't be converted into {into}")


def meets(value: Decimal, comparator: Comparator, limit: Decimal) -> bool:
    """Whether `value` stands in the relation `comparator` to `limit`."""
    return {"ge": value >= limit, "gt": value > limit, "le": value <= limit, "lt": value < limit}[comparator]


def _members(scope: Scope, slug: str) -> set[str]:
    definition = queries.indicator_of(scope, slug)
    return {
        entry.subject_code or entry.subject_name
        for entry in queries.entries(scope, definition)
        if entry.valid_to is None or entry.valid_to >= scope.on
    }
