"""Figures as charts and tables: the same for what officers see and for what is public."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qinglan.kernel.web.charts import Chart, Series
from qinglan.kernel.web.quantities import number
from qinglan.kernel.web.tables import Column, Table
from qinglan.market.figures.content import Funnel, Grid
from qinglan.market.figures.facts import Refused, Stage
from qinglan.market.figures.spans import Span

HOUR, DAY = 3600, 86_400
MONTHS_AS_BARS = 4
SUPPLY = (Stage.TECHNOLOGIES, Stage.NEEDS)
MATCHES = (Stage.DELIVERED, Stage.OPENED, Stage.ANSWERED)
CONTACTS = (Stage.ENQUIRIES, Stage.REPLIED, Stage.ROOMS, Stage.AGREED)


def withheld() -> str:
    """What stands in place of a number that is withheld."""
    return _("withheld")


def shown(value: int | None) -> str:
    """A count, or that it is withheld."""
    return withheld() if value is None else number(value)


def lasting(seconds: int | None) -> str:
    """A time in hours below two days, else in days to 0.1."""
    if seconds is None:
        return "—"
    if seconds < 2 * DAY:
        hours = max(1, round(Decimal(seconds) / HOUR))
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return _("%(n)s days") % {"n": number((Decimal(seconds) / DAY), 1)}


def figures(found: Funnel) -> list[dict[str, Any]]:
    """The totals of the stages, in order."""
    return [
        {"label": Stage(line.key).label, "value": shown(line.cells[0]), "unit": "", "note": ""}
        for line in found.totals
    ]


def charts(found: Funnel) -> list[Chart]:
    """What came in by month, and what became of it."""
    return [
        _by_month(found.months, SUPPLY, _published(found)),
        _by_month(found.months, MATCHES, _matched(found)),
        _by_month(found.months, CONTACTS, _talked(found)),
    ]


def _total(found: Funnel, stage: Stage) -> str:
    return shown(next(line.cells[0] for line in found.totals if line.key == stage))


def _published(found: Funnel) -> str:
    return _("Published: technologies %(technologies)s, needs %(needs)s") % {
        "technologies": _total(found, Stage.TECHNOLOGIES), "needs": _total(found, Stage.NEEDS),
    }  # fmt: skip


def _matched(found: Funnel) -> str:
    return _("Matches: delivered %(delivered)s, opened %(opened)s, answered %(answered)s") % {
        one.value: _total(found, one) for one in MATCHES
    }


def _talked(found: Funnel) -> str:
    return _("Enquiries %(enquiries)s, rooms %(rooms)s, agreed %(agreed)s") % {
        one.value: _total(found, one) for one in CONTACTS
    }


def _by_month(grid: Grid, stages: Sequence[Stage], title: str) -> Chart:
    lines = {line.key: line for line in grid.lines}
    return Chart(
        title,
        [one.code for one in grid.columns],
        [Series(str(stage.label), lines[stage].cells) for stage in stages],
        kind="line" if len(grid.columns) > MONTHS_AS_BARS else "bar",
        category_label=_("Month"),
    )


def table(grid: Grid, caption: str, first: str) -> Table:
    """A grid with its columns as rows: one for each field, territory or month, a column for each stage."""
    headings = [
        Column(first),
        *(Column(str(Stage(line.key).label), numeric=True) for line in grid.lines),
    ]
    rows = [
        [str(one), *(shown(line.cells[place]) for line in grid.lines)]
        for place, one in enumerate(grid.columns)
    ]
    return Table(caption, headings, rows, cards=False)


def tables(found: Funnel) -> list[Table]:
    """By field, by territory."""
    return [
        table(found.fields, _("By field"), _("Field")),
        table(found.territories, _("By territory"), _("Territory")),
    ]


def times(found: Funnel) -> Table:
    """How long each stage took."""
    rows = [
        [str(Span(one.key).label), shown(one.count), lasting(one.seconds)]
        if one.count is not None
        else [str(Span(one.key).label), withheld(), withheld()]
        for one in found.times
    ]
    headings = [
        Column(_("From → to")),
        Column(_("How many")),
        Column(_("Half of them within")),
    ]
    for column in headings[1:]:
        column.numeric = True
    return Table(_("Time at each stage"), headings, rows)


def refusals(found: Funnel) -> list[Table]:
    """For each kind of refusal, how often each reason was given."""
    result = []
    for grid in found.refusals:
        line = grid.lines[0]
        rows = [
            [str(one), shown(cell)]
            for one, cell in sorted(
                zip(grid.columns, line.cells, strict=True), key=lambda pair: -(pair[1] or 0)
            )
            if cell != 0
        ]
        headings = [Column(_("Reason")), Column(_("How many"), numeric=True)]
        result.append(Table(str(Refused(line.key).label), headings, rows))
    return result


def scope_words(found: Funnel) -> str:
    """What the figures are narrowed to, "" for everything."""
    return " · ".join(str(one) for one in (found.chosen.field, found.chosen.territory) if one is not None)
