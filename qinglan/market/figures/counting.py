"""The funnel: every stage by month, field and territory, refusals by reason, times; three counting queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from qinglan.market.figures import names
from qinglan.market.figures.content import Chosen, Funnel, Grid, Line, Named, Took
from qinglan.market.figures.facts import FIELDS, Refused, Stage, Which, asked, refusals_sql, stages_sql, where
from qinglan.market.figures.spans import Span, medians

Counts = Mapping[tuple[str, str], int]
"""(stage, column) → how many."""


def funnel(first: date, last: date, *, family: str, field: str = "", territory: str = "") -> Funnel:
    """The market from publication to agreement, from `first` to `last` (legal days, both counted).

    `field` is a code of `family`. Numbers are whole: `hiding.safe` makes them fit for everybody.
    """
    which = Which(first, last, f"{family}:{field}" if field else "", territory)
    known = names.fields(family, last)
    totals, months, places, by_field = _counts(which, family, set(known))
    shown = names.territories([code for _stage, code in places] + [territory])
    return Funnel(
        chosen=Chosen(
            first=first, last=last, family=family, field=known.get(field) if field else None,
            territory=shown.get(territory),
        ),
        totals=tuple(Line(key=stage, cells=(totals.get(stage, 0),)) for stage in Stage.values),
        months=_grid(_months(first, last), Stage.values, months),
        fields=_grid(known.values(), Stage.values, by_field),
        territories=_grid(
            [one for one in shown.values() if any((stage, one.code) in places for stage in Stage.values)],
            Stage.values,
            places,
        ),
        times=_times(which),
        refusals=_refusals(which),
    )  # fmt: skip


def _counts(which: Which, family: str, known: set[str]) -> tuple[dict[str, int], Counts, Counts, Counts]:
    """Totals, by month, by territory, by field: the facts are gathered once.

    A fact counts once in each field of what it is about; a code of another edition counts as not said.
    """
    condition, values = where(which)
    rows = asked(
        f"""WITH facts AS MATERIALIZED (SELECT f.* FROM ({stages_sql(Stage)}) f WHERE {condition}),
                 tops AS MATERIALIZED (
                     SELECT DISTINCT x.side, x.listing,
                            CASE WHEN split_part(x.code, '.', 1) = ANY(%s) THEN split_part(x.code, '.', 1) ELSE '' END AS top
                       FROM ({FIELDS}) x WHERE x.family = %s)
            SELECT 'both', stage, territory, date_trunc('month', moment AT TIME ZONE 'Asia/Shanghai')::date, count(*)
              FROM facts GROUP BY 2, 3, 4
            UNION ALL SELECT 'field', f.stage, COALESCE(t.top, ''), NULL, count(*)
              FROM facts f LEFT JOIN tops t ON t.listing = f.listing AND t.side = f.side GROUP BY 2, 3""",  # noqa: S608 - our own constants
        [*values, sorted(known - {names.NOWHERE}), family],
    )
    totals: dict[str, int] = defaultdict(int)
    months: dict[tuple[str, str], int] = defaultdict(int)
    places: dict[tuple[str, str], int] = defaultdict(int)
    fields: dict[tuple[str, str], int] = {}
    for by, stage, column, month, count in rows:
        if by == "field":
            fields[stage, column] = count
            continue
        totals[stage] += count
        months[stage, f"{month:%Y-%m}"] += count
        places[stage, column] += count
    return totals, months, places, fields


def _refusals(which: Which) -> tuple[Grid, ...]:
    condition, values = where(which)
    rows = asked(
        f"""SELECT f.stage, f.reason, count(*) FROM ({refusals_sql(Refused)}) f
             WHERE {condition} GROUP BY 1, 2""",  # noqa: S608 - as above
        values,
    )
    found = {(kind, reason): count for kind, reason, count in rows}
    grids = []
    for kind in Refused:
        words = names.reasons(kind)
        more = [code for one, code in found if one == kind and code not in words]
        columns = [*words.values(), *(Named(code=code, zh=code, en=code) for code in more)]
        grids.append(_grid(columns, [kind.value], found))
    return tuple(grids)


def _times(which: Which) -> tuple[Took, ...]:
    found = medians(which)
    return tuple(
        Took(key=span.value, count=found.get(span, (0, 0))[0], seconds=found[span][1] if span in found else None)
        for span in Span
    )  # fmt: skip


def _grid(columns: Iterable[Named], keys: Sequence[str], counts: Counts) -> Grid:
    named = tuple(columns)
    lines = (Line(key=key, cells=tuple(counts.get((key, one.code), 0) for one in named)) for key in keys)
    return Grid(columns=named, lines=tuple(lines))


def _months(first: date, last: date) -> list[Named]:
    found, year, month = [], first.year, first.month
    while (year, month) <= (last.year, last.month):
        text = f"{year:04d}-{month:02d}"
        found.append(Named(code=text, zh=text, en=text))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found
