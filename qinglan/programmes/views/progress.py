"""How the cases of rounds get on: one round step by step, and all rounds of the reader with what jams on top."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from qinglan.kernel import clock, permissions
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.charts import Chart, Series
from qinglan.programmes.models import Round, RoundState, WorkItem
from qinglan.programmes.queries.progress import DAY, Waiting, ends, waiting_by_round_and_step
from qinglan.programmes.queries.round import all_cases_followed_by, cases_followed_by
from qinglan.programmes.rounds import progress
from qinglan.programmes.rounds.progress import days
from qinglan.programmes.rounds.stages import stages_of
from qinglan.programmes.views.access import round_page

MOST_ROUNDS = 100
MOST_BARS = 10
OVER = (RoundState.FINISHED, RoundState.CANCELLED)


@require_safe
@round_page("programmes.follow_rounds")
def round_progress(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/progress/``: where cases wait, with whom, how long, and what comes out, in the reader's scope."""
    now = clock.now()
    definition = one.version.definition
    cases = cases_followed_by(request.user, one)
    items = WorkItem.objects.filter(case__in=cases)
    lines = progress.lines_of(definition, items, now)
    counts = ends(cases)
    charts = [
        progress.waiting_chart(lines) if any(line.waiting for line in lines) else None,
        progress.took_chart(lines),
        progress.funnel_chart(definition, cases, items) if counts["begun"] else None,
        progress.weeks_chart(cases, now) if counts["submitted"] else None,
    ]
    context = {
        "title": _("Waiting times of %(round)s") % {"round": one.title},
        "lead": progress.finding(lines, now)
        if counts["begun"]
        else _("Nobody has begun an application yet."),
        "round": one,
        "figures": _figures(counts, lines),
        "charts": [chart for chart in charts if chart is not None],
        "waiting": progress.waiting_table(lines, now),
        "took": progress.took_table(lines),
        "holders": progress.holders_table(items, cases, now),
        "stages": stages_of(request.user, one),
        "source": _(
            "Worked out from the work items of the cases in your own scope; times are days of the calendar."
        ),
        "as_of": now.astimezone(clock.SHANGHAI).date(),
        "breadcrumbs": [
            (_("Rounds"), reverse("programmes:rounds")),
            (one.title, reverse("programmes:follow", args=[one.pk])),
            (_("Waiting times and bottlenecks"), ""),
        ],
    }
    return render(request, "programmes/progress.html", context)


@require_safe
@login_required
def bottlenecks(request: HttpRequest) -> HttpResponseBase:
    """``/rounds/progress/``: every step of every running round at which something waits, what jams most on top."""
    permissions.require(request.user, "programmes.follow_rounds")
    now = clock.now()
    cases = all_cases_followed_by(request.user).exclude(round__state__in=OVER)
    items = WorkItem.objects.filter(case__in=cases)
    waiting = waiting_by_round_and_step(items, now)
    rows = _rows(waiting, now)
    late = sum(one.overdue for one in waiting.values())
    context: dict[str, Any] = {
        "title": _("Waiting times and bottlenecks"),
        "lead": _("All running rounds in your scope, step by step; what jams most stands on top."),
        "figures": [
            {"label": pgettext("cases", "Waiting"), "value": sum(one.count for one in waiting.values())},
            {"label": _("Overdue"), "value": late},
            {"label": _("Rounds"), "value": len({round for round, _step in waiting})},
        ],
        "charts": [_chart(rows, late)] if rows else [],
        "rows": rows[:MOST_ROUNDS],
        "more": max(0, len(rows) - MOST_ROUNDS),
        "holders": progress.holders_table(items, cases, now),
        "as_of": now.astimezone(clock.SHANGHAI).date(),
        "breadcrumbs": [
            (_("Rounds"), reverse("programmes:rounds")),
            (_("Waiting times and bottlenecks"), ""),
        ],
    }
    return render(request, "programmes/bottlenecks.html", context)


def _figures(counts: dict[str, int], lines: list[progress.Line]) -> list[dict[str, Any]]:
    waits = [line.waiting for line in lines if line.waiting is not None]
    return [
        {"label": _("Begun"), "value": counts["begun"]},
        {"label": pgettext("applications", "Submitted"), "value": counts["submitted"]},
        {"label": pgettext("cases", "Waiting"), "value": sum(one.count for one in waits)},
        {"label": _("Overdue"), "value": sum(one.overdue for one in waits)},
        {"label": pgettext("cases", "Granted"), "value": counts["granted"]},
    ]


def _rows(waiting: dict[tuple[int, str], Waiting], now: datetime) -> list[dict[str, Any]]:
    rounds = Round.objects.select_related("version").defer("version__content")
    known = rounds.in_bulk({key for key, _step in waiting})
    found = []
    for (key, step), one in waiting.items():
        held = known[key]
        title = in_reader_language(held.version.definition.step(step).title)
        found.append(
            {
                "round": held,
                "step": title,
                "waiting": one,
                "longest": (now - one.oldest) // DAY,
                "median": days(one.median),
                "url": reverse("programmes:progress", args=[key]),
            }
        )
    return sorted(
        found, key=lambda row: (-row["waiting"].overdue, -row["longest"], -row["waiting"].count, row["step"])
    )


def _chart(rows: list[dict[str, Any]], late: int) -> Chart:
    """The worst of all, ranked: overdue where anything is, else by how many wait."""
    shown = rows[:MOST_BARS]
    labels = [f"{row['step']} · {row['round'].title}" for row in shown]
    if late:
        values = [row["waiting"].overdue for row in shown]
        words = ngettext(
            "%(n)s case is overdue, most at %(step)s", "%(n)s cases are overdue, most at %(step)s", late
        )
        title = words % {"n": late, "step": shown[0]["step"]}
    else:
        values = [row["waiting"].count for row in shown]
        title = _("Nothing is overdue; most wait at %(step)s") % {
            "step": max(shown, key=lambda row: row["waiting"].count)["step"]
        }
    name = _("Overdue") if late else pgettext("cases", "Waiting")
    return Chart(
        title,
        labels,
        [Series(name, values)],
        unit=pgettext("unit", "cases"),
        kind="ranked",
        category_label=_("Step"),
    )
