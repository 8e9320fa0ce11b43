"""The page of a target: how it stands, its history, what is counted."""

from datetime import date, datetime, time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.measures.disclosure import visible_rows
from qinglan.kernel.measures.records import Records
from qinglan.kernel.measures.registry import REGISTRY
from qinglan.kernel.periods.count import working_days_between
from qinglan.kernel.periods.packs import national_calendar
from qinglan.kernel.web.charts import Chart, Series, Target
from qinglan.kernel.web.quantities import number
from qinglan.plans import words
from qinglan.plans.models import Quantity
from qinglan.plans.standing import Point, TargetStanding, history, standing
from qinglan.plans.views.counted_row import CountedRow
from qinglan.plans.views.public import frame, version_or_404

FIRST_ROWS = 12
"""So many rows are shown at once; the others one click away."""


def target(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    """A target on a day (``?on=``), as it was on record then (``?known=``)."""
    version = version_or_404(request, slug)
    row = (
        version.quantities.filter(slug=item, kind="target")
        .exclude(decision="dropped")
        .select_related("article", "version__plan")
        .first()
    )
    if row is None:
        raise Http404(_("This plan has no target at this address."))
    today = clock.today()
    on = min(_day(request.GET.get("on")) or today, today)
    known_on = _day(request.GET.get("known"))
    known_at = _end_of(known_on) if known_on and known_on < today else None
    records = Records(known_at, reader=request.user)
    current = standing(row, on, records)
    points = history(row, on, records)
    visible = visible_rows(current.now, request.user)
    rows = [CountedRow(counted) for counted in visible.rows]
    then = current.at_deadline.value if current.at_deadline else None
    context = {
        **frame(request, version),
        "title": row.name,
        "kind": _("Target"),
        "target": row,
        "standing": current,
        "light": words.LIGHTS[current.evaluation.state],
        "answer": words.sentence(current),
        "asked": words.asked(row),
        "actual": words.measured(current.evaluation.actual, row),
        "to_go": words.to_go(current),
        "chart": _chart(row, points, current),
        "measure": REGISTRY.get(row.measure),
        "then": words.measured(then, row),
        "visible": visible,
        "has_values": any(counted.amount for counted in visible.rows),
        "rows": rows[:FIRST_ROWS],
        "more": rows[FIRST_ROWS:],
        "on": on,
        "known_on": known_on if known_at else None,
        "today": today,
        **_time_left(current, today),
    }
    return render(request, "plans/target.html", context)


def _time_left(current: TargetStanding, today: date) -> dict[str, object]:
    """Working days to a deadline that lies ahead, by the national calendar."""
    if current.deadline is None or current.deadline < today:
        return {}
    calendar = national_calendar()
    return {
        "days_left": working_days_between(today, current.deadline, calendar),
        "provisional": calendar.coverage(today, current.deadline).is_provisional,
    }


def _chart(row: Quantity, points: list[Point], current: TargetStanding) -> Chart | None:
    values = [point.result.value for point in points]
    if all(value is None for value in values):
        return None
    labels = [
        _("%(year)s to date") % {"year": point.on.year}
        if (point.on.month, point.on.day) != (12, 31)
        else str(point.on.year)
        for point in points
    ]
    year = str(current.deadline.year) if current.deadline else ""
    return Chart(
        title=_finding(row, points),
        categories=labels,
        series=[Series(row.name, values)],
        unit=row.unit_name,
        kind="line" if row.unit == "%" else "bar",
        target=Target(row.value, year),
        source=_("registers, reported figures and lists of this system, state at the end of each year"),
    )


def _finding(row: Quantity, points: list[Point]) -> str:
    known = [(point.on.year, point.result.value) for point in points if point.result.value is not None]
    (first, start), (last, end) = known[0], known[-1]
    if first == last or start == end:
        return _("%(name)s: %(end)s in %(last)s") % {
            "name": row.name,
            "end": words.measured(end, row),
            "last": last,
        }
    verb = (
        _("%(name)s rose from %(start)s in %(first)s to %(end)s in %(last)s")
        if end > start
        else _("%(name)s fell from %(start)s in %(first)s to %(end)s in %(last)s")
    )
    return verb % {
        "name": row.name,
        "start": number(start),
        "first": first,
        "end": words.measured(end, row),
        "last": last,
    }


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
