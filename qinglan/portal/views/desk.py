"""The desk: what waits for the user who is logged in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.measures.models import Entry, Figure, Indicator
from qinglan.parties.roles import KEEPERS, roles_of
from qinglan.plans.evaluation import State
from qinglan.plans.models import Decision, Version, VersionState
from qinglan.plans.views.plan_row import plan_rows
from qinglan.plans.views.target_line import TargetLine

RECENT = 8
"""How many changes are shown."""
UNFINISHED = (State.UNDER_WAY, State.MISSED, State.SOFT_OPEN, State.NO_DATA)
"""Targets in these states stand on an officer's desk."""


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What is due, what changed, and where to go on."""
    officer = bool(permissions.answer(request.user, "plans.confirm"))
    context: dict[str, Any] = {
        "title": _("My desk"),
        "lead": _("Good to see you, %(name)s.") % {"name": str(request.user)},
        "officer": officer,
        "keeper": next((role for role in roles_of(request.user) if role in KEEPERS), ""),
    }
    if officer:
        context |= {
            "readings": _open_readings(),
            "due": _due_targets(request),
            "silent": _silent_indicators(),
            "changes": _changes(),
        }
    return render(request, "portal/desk.html", context)


def _open_readings() -> list[Version]:
    undecided = Count("quantities", filter=Q(quantities__decision=Decision.PROPOSED))
    return list(
        Version.objects.filter(state=VersionState.READING)
        .select_related("plan")
        .annotate(undecided=undecided)
        .order_by("created_at")
    )


def _due_targets(request: HttpRequest) -> list[TargetLine]:
    return [
        line
        for row in plan_rows(request.user, only_published=True)
        for line in row.lines
        if line.standing.evaluation.state in UNFINISHED
    ]


def _silent_indicators() -> list[Indicator]:
    """Yearly indicators without a figure for the year that is over."""
    last_year = clock.today().year - 1
    return list(
        Indicator.objects.filter(kind="amount", period="year")
        .exclude(figure__year=last_year, figure__closed_at__isnull=True)
        .order_by("pack", "slug")
    )


def _changes() -> list[Figure | Entry]:
    figures = Figure.objects.select_related("indicator", "territory", "reporter").order_by("-recorded_at")[
        :RECENT
    ]
    entries = Entry.objects.select_related("indicator", "territory", "reporter").order_by("-recorded_at")[
        :RECENT
    ]
    rows: list[Figure | Entry] = [*figures, *entries]
    return sorted(rows, key=lambda row: row.recorded_at, reverse=True)[:RECENT]
