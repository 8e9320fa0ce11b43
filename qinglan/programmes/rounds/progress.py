"""How the cases of a round get on, as findings: where they wait, with whom, how long, what comes out each week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.charts import Chart, Series
from qinglan.kernel.web.tables import Column, Table
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.models import Case, WorkItem
from qinglan.programmes.queries import progress as figures
from qinglan.programmes.queries.progress import DAY, Took, Waiting

WEEKS = 12
"""Weeks that the chart of throughput shows."""
MOST_HOLDERS = 20
TENTH = Decimal("0.1")
NONE = "—"


@dataclass(frozen=True)
class Line:
    """A step of the scheme with what waits there and how long it took where it was done."""

    id: str
    title: str
    waiting: Waiting | None
    took: Took | None


def lines_of(definition: Definition, items: QuerySet[WorkItem], now: datetime) -> list[Line]:
    """The steps in the scheme's order."""
    waiting, took = figures.waiting_by_step(items, now), figures.took_by_step(items)
    return [
        Line(one.id, in_reader_language(one.title), waiting.get(one.id), took.get(one.id))
        for one in definition.steps.steps
    ]


def days(length: timedelta) -> Decimal:
    """A length in days, to a tenth."""
    return (Decimal(int(length.total_seconds())) / Decimal(int(DAY.total_seconds()))).quantize(
        TENTH, ROUND_HALF_UP
    )


def worst_of(lines: Sequence[Line]) -> Line | None:
    """Where it jams: the step with most overdue, then with most waiting; None where nothing waits."""
    jammed = [(one.waiting.overdue, one.waiting.count, one) for one in lines if one.waiting is not None]
    return max(jammed, key=lambda each: each[:2])[2] if jammed else None


def finding(lines: Sequence[Line], now: datetime) -> str:
    """In one sentence, where it jams."""
    worst = worst_of(lines)
    if worst is None or worst.waiting is None:
        return _("Nothing waits.")
    words = {
        "step": worst.title,
        "n": worst.waiting.count,
        "days": (now - worst.waiting.oldest) // DAY,
        "overdue": worst.waiting.overdue,
    }
    if worst.waiting.overdue:
        return _("Most overdue: %(step)s, %(overdue)s of %(n)s; the oldest waits for %(days)s days.") % words
    return _("Most wait at: %(step)s, %(n)s; the oldest for %(days)s days. None is overdue.") % words


def waiting_table(lines: Sequence[Line], now: datetime) -> Table:
    """By step: how many wait and how long."""
    rows: list[list[Any]] = []
    for one in lines:
        w = one.waiting
        times = [days(w.median), days(w.ninth), days(now - w.oldest)] if w else [NONE] * 3
        rows.append([one.title, w.count if w else 0, w.overdue if w else 0, *times])
    labels = (
        pgettext("cases", "Waiting"),
        _("Overdue"),
        _("Half wait longer than (days)"),
        _("One in ten longer than (days)"),
        _("Longest (days)"),
    )
    return _table(_("What waits, by step"), labels, rows)


def took_table(lines: Sequence[Line]) -> Table:
    """By step: how often it was done, and how long it took."""
    rows: list[list[Any]] = []
    for one in lines:
        t = one.took
        rows.append([one.title, *([t.count, days(t.median), days(t.ninth)] if t else [0, NONE, NONE])])
    labels = (
        pgettext("step", "Done"),
        _("Half took longer than (days)"),
        _("One in ten took longer than (days)"),
    )
    return _table(_("What was done, by step"), labels, rows)


def _table(caption: str, labels: Sequence[str], rows: list[list[Any]]) -> Table:
    columns = [Column(_("Step")), *(Column(label, numeric=True) for label in labels)]
    return Table(caption, columns, rows, hide_caption=True)


def waiting_chart(lines: Sequence[Line]) -> Chart:
    """How many wait at each step, and how many of all are overdue."""
    shown = [one for one in lines if one.waiting is not None]
    waits = sum(one.waiting.count for one in shown if one.waiting)
    overdue = sum(one.waiting.overdue for one in shown if one.waiting)
    title = ngettext("%(n)s case waits, %(late)s overdue", "%(n)s cases wait, %(late)s overdue", waits)
    return Chart(
        title % {"n": waits, "late": overdue},
        [one.title for one in shown],
        [Series(pgettext("cases", "Waiting"), [one.waiting.count for one in shown if one.waiting])],
        unit=pgettext("unit", "cases"),
        kind="ranked",
        category_label=_("Step"),
    )


def took_chart(lines: Sequence[Line]) -> Chart | None:
    """How long each step took for half of the cases."""
    shown = [one for one in lines if one.took is not None]
    if not shown:
        return None
    slowest = max(shown, key=lambda one: one.took.median if one.took else timedelta())
    assert slowest.took is not None
    return Chart(
        _("The slowest step is %(step)s: half of the cases took more than %(days)s days")
        % {"step": slowest.title, "days": days(slowest.took.median)},
        [one.title for one in shown],
        [Series(_("half took longer"), [days(one.took.median) for one in shown if one.took])],
        unit=pgettext("unit", "days"),
        kind="ranked",
        category_label=_("Step"),
    )


def funnel_chart(definition: Definition, cases: QuerySet[Case], items: QuerySet[WorkItem]) -> Chart:
    """From begun to granted: how many cases came how far. A correction is no stage, it comes and goes."""
    counts, reached = figures.ends(cases), figures.reached(items)
    stages = [(_("Begun"), counts["begun"]), (pgettext("applications", "Submitted"), counts["submitted"])]
    stages += [
        (in_reader_language(one.title), reached.get(one.id, 0))
        for one in definition.steps.steps
        if one.type not in ("form", "correction")
    ]
    stages.append((pgettext("cases", "Granted"), counts["granted"]))
    words = _("Of %(begun)s begun, %(submitted)s were submitted and %(granted)s granted") % counts
    return Chart(
        words,
        [label for label, _count in stages],
        [Series(_("came so far"), [count for _label, count in stages])],
        unit=pgettext("unit", "cases"),
        kind="ranked",
        category_label=_("Stage"),
    )


def weeks_chart(cases: QuerySet[Case], now: datetime) -> Chart:
    """What came in and what was brought to its end in each of the last weeks, the running one included."""
    monday = _monday(now)
    first = monday - timedelta(weeks=WEEKS - 1)
    since = datetime(first.year, first.month, first.day, tzinfo=SHANGHAI)
    came, went = (figures.by_week(cases, field, since) for field in ("submitted_at", "ended_at"))
    weeks = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return Chart(
        _("In %(weeks)s weeks %(came)s came in and %(went)s were brought to an end")
        % {"weeks": WEEKS, "came": sum(came.values()), "went": sum(went.values())},
        [f"{week:%m-%d}" for week in weeks],
        [
            Series(pgettext("applications", "Submitted"), [came.get(week, 0) for week in weeks]),
            Series(_("Ended"), [went.get(week, 0) for week in weeks]),
        ],
        unit=pgettext("unit", "cases"),
        kind="bar",
        category_label=_("Week that begins on"),
    )


def holders_table(items: QuerySet[WorkItem], cases: QuerySet[Case], now: datetime) -> Table | None:
    """Who has what waits in hand: districts and bodies, departments, the other roles. None where nothing waits."""
    rows: list[list[Any]] = []
    for one in figures.holders(items, now):
        place = one["place_en"] if get_language() == "en" and one["place_en"] else one["place_zh"]
        who = " · ".join(part for part in (place, one["body"]) if part) or str(one["owner"].label)
        waits = one["waiting"]
        rows.append([who, waits.count, waits.overdue, days(waits.median), days(now - waits.oldest)])
    rows += [
        [one["department"], one["count"], NONE, NONE, days(now - one["oldest"])]
        for one in figures.departments(cases)
    ]
    if not rows:
        return None
    labels = (
        pgettext("cases", "Waiting"),
        _("Overdue"),
        _("Half wait longer than (days)"),
        _("Longest (days)"),
    )
    return Table(
        _("Who has them in hand"),
        [Column(pgettext("cases", "Held by")), *(Column(label, numeric=True) for label in labels)],
        rows[:MOST_HOLDERS],
        hide_caption=True,
    )


def _monday(now: datetime) -> date:
    today = now.astimezone(SHANGHAI).date()
    return today - timedelta(days=today.weekday())
