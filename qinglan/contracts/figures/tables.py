"""A table over registered contracts: one dimension, one period, beside the same period of the year before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts.figures.dimensions import BY_NAME
from qinglan.contracts.figures.periods import Period
from qinglan.contracts.figures.queries import (
    Sums,
    by_code,
    largest,
    of_codes,
    units_behind,
)
from qinglan.contracts.figures.suppressing import FEWEST, withheld
from qinglan.contracts.figures.words import TITLES, in_words
from qinglan.kernel.web.money import number_in
from qinglan.kernel.web.tables import Column, Table

MOST_ROWS = 100
"""By single parties, the largest ones alone."""


@dataclass(frozen=True)
class Line:
    """One code: in words, its sums now and a year before; `hidden` now or then for the public."""

    code: str
    words: str
    now: Sums
    before: Sums
    hidden: bool = False
    hidden_before: bool = False


@dataclass(frozen=True)
class Figures:
    """The lines, the largest value first, and their total, which the public sees only where it tells no single party."""

    dimension: str
    period: Period
    lines: list[Line]
    total: Line
    green: bool | None

    @property
    def some_withheld(self) -> bool:
        """Whether the table says “withheld” somewhere."""
        return any(one.hidden or one.hidden_before for one in [*self.lines, self.total])


def figures(dimension: str, period: Period, green: bool | None, *, whole: bool) -> Figures:
    """The table; with `whole` as an officer sees it, else as the public does: units are those of the year."""
    named = BY_NAME[dimension].named
    spans = [(one.first.replace(month=1), one.last) if named else (one.first, one.last) for one in (period, period.before)]  # fmt: skip
    if named:
        now = largest(dimension, *spans[0], green, MOST_ROWS)
        before = of_codes(dimension, *spans[1], green, list(now))
    else:
        now, before = (by_code(dimension, first, last, green) for first, last in spans)
    hidden, hidden_before = frozenset[str](), frozenset[str]()
    if not whole:
        hidden = _withheld(dimension, period, green, now)
        hidden_before = _withheld(dimension, period.before, green, before)
    shown = lines(dimension, now, before, hidden, hidden_before)
    return Figures(dimension, period, shown, _total(period, green, whole=whole), green)


def lines(
    dimension: str,
    now: Mapping[str, Sums],
    before: Mapping[str, Sums],
    hidden: frozenset[str] = frozenset(),
    hidden_before: frozenset[str] = frozenset(),
) -> list[Line]:
    """A line for each code, the largest value first, what is withheld last."""
    nothing = Sums()
    codes = sorted({*now, *before}, key=lambda code: (code in hidden, -now.get(code, nothing).amount, code))
    words = in_words(dimension, codes)
    return [
        Line(
            code,
            words[code],
            now.get(code, nothing),
            before.get(code, nothing),
            code in hidden,
            code in hidden_before,
        )
        for code in codes
    ]


def on_page(found: Figures) -> list[Table]:
    """The table in two: number and value beside the year before, then technology value and averages."""
    whole = table(found)
    parts = ((0, 1, 2, 3, 4, 5, 6), (0, 7, 8, 9))
    captions = (whole.caption, _("Technology value and averages"))
    return [
        Table(
            caption,
            [whole.columns[place] for place in part],
            [[row[place] for place in part] for row in whole.values],
            total_values=[whole.total_values[place] for place in part],
        )
        for caption, part in zip(captions, parts, strict=True)
    ]


def table(found: Figures) -> Table:
    """As it stands in the file: amounts in 万元, growth in %."""
    columns = [
        Column(TITLES[found.dimension]),
        *(Column(label, numeric=True) for label in headings()),
    ]
    running = found.period.is_running
    values = [[line.words, *cells(line, running=running)] for line in found.lines]
    return Table(
        f"{TITLES[found.dimension]} · {found.period.words}", columns, values,
        total_values=[pgettext("table", "Total"), *cells(found.total, running=running)],
    )  # fmt: skip


def headings() -> list[str]:
    """Of the numbers."""
    return [
        pgettext("figures", "Contracts"), _("Year before"), _("Growth (%)"), _("Contract value (10,000 yuan)"), _("Year before"),
        _("Growth (%)"), _("Technology value (10,000 yuan)"), _("Average value (10,000 yuan)"),
        _("Days from offer to signing"),
    ]  # fmt: skip


def cells(line: Line, *, running: bool = False) -> list[Any]:
    """The numbers of a line; what is withheld says so, and a growth that a `running` period can't have yet."""
    gone = _("withheld")
    now, before = line.now, line.before

    def growth(this: int, last: int) -> Any:
        if line.hidden or line.hidden_before:
            return gone
        return _("not over") if running else _growth(this, last)

    was = [gone, gone] if line.hidden_before else [before.contracts, number_in(before.amount, "wan")]
    if line.hidden:
        return [gone, was[0], gone, gone, was[1], gone, gone, gone, gone]
    return [
        now.contracts, was[0], growth(now.contracts, before.contracts),
        number_in(now.amount, "wan"), was[1], growth(now.amount, before.amount),
        number_in(now.technology_amount, "wan"), number_in(now.average, "wan") if now.average is not None else "—",
        now.average_days if now.average_days is not None else "—",
    ]  # fmt: skip


def series(first: date, last: date, found: Mapping[date, Sums]) -> dict[date, Sums]:
    """Sums by month, months without any contract with nought."""
    months = []
    day = first
    while day <= last:
        months.append(day)
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return {month: found.get(month, Sums()) for month in months}


def _withheld(dimension: str, period: Period, green: bool | None, cells_: dict[str, Sums]) -> frozenset[str]:
    year = period.first.year
    every = by_code(dimension, period.first, period.last) if green else None
    group = (lambda code: code.partition("|")[0]) if dimension == "field_pricing" else None
    return withheld(cells_, units_behind(year, dimension, bool(green)), all_cells=every, group=group)


def _total(period: Period, green: bool | None, *, whole: bool) -> Line:
    sums, hidden = [], []
    for one in (period, period.before):
        found = by_code("total", one.first, one.last, green).get("", Sums())
        behind = units_behind(one.first.year, "total", bool(green)).get("", 0) if not whole else FEWEST
        sums.append(found)
        hidden.append(bool(found.contracts) and behind < FEWEST)
    return Line("", "", sums[0], sums[1], hidden[0], hidden[1])


def _growth(now: int, before: int) -> Any:
    """同比 in %, to 0.01; not comparable without a year before."""
    if not before:
        return _("not comparable") if now else "—"
    share = (Decimal(now) / Decimal(before) - 1) * 100
    return share.quantize(Decimal("0.01"), ROUND_HALF_UP)
