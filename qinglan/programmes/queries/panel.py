"""Panels, seats and readings: named querysets, the twins of `rules.panel`."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from qinglan.kernel.roles import OFFICER
from qinglan.parties.holding import territories_of
from qinglan.parties.roles import DECIDER, INSPECTOR, SECRETARY
from qinglan.programmes.models import (
    Case,
    ItemState,
    Panel,
    PanelAssignment,
    PanelState,
    Seat,
    SeatState,
    StepType,
)


def panels_of(user: Any) -> QuerySet[Panel]:
    """The panels that `user` may see: the twin of ``programmes.see_panel``."""
    if not getattr(user, "is_active", False):
        return Panel.objects.none()
    places = territories_of(user, SECRETARY, OFFICER, DECIDER, INSPECTOR)
    return Panel.objects.filter(round__version__programme__territory__in=places)


def panels_run_by(user: Any) -> QuerySet[Panel]:
    """The panels that `user` runs: the twin of ``programmes.run_panel``."""
    if not getattr(user, "is_active", False):
        return Panel.objects.none()
    places = territories_of(user, SECRETARY, OFFICER)
    return Panel.objects.filter(round__version__programme__territory__in=places)


def with_counts(panels: QuerySet[Panel]) -> QuerySet[Panel]:
    """With the numbers of cases, of seats that stand, and of those accepted."""
    gone = [SeatState.DECLINED, SeatState.CONFLICTED, SeatState.REPLACED]
    return panels.select_related("round__version").annotate(
        case_count=Count("cases", distinct=True),
        seat_count=Count("seats", filter=~Q(seats__state__in=gone), distinct=True),
        accepted_count=Count("seats", filter=Q(seats__state=SeatState.ACCEPTED), distinct=True),
    )


def waiting_for_draw(user: Any) -> QuerySet[Case]:
    """Cases at their draw for which no panel is there, of the rounds that `user` runs."""
    places = territories_of(user, SECRETARY, OFFICER)
    return (
        Case.objects.filter(
            items__state=ItemState.OPEN,
            items__type=StepType.DRAW,
            version__programme__territory__in=places,
        )
        .exclude(panel_cases__is_current=True)
        .select_related("round__version", "applicant")
        .order_by("round", "number", "pk")
    )


def own_seats(user: Any) -> QuerySet[Seat]:
    """The seats of one expert, newest first."""
    if getattr(user, "pk", None) is None:
        return Seat.objects.none()
    return (
        Seat.objects.filter(entry__expert__user=user)
        .exclude(state=SeatState.CALLED)
        .select_related("panel__round__version", "entry")
        .order_by("-pk")
    )


def readings(seats: QuerySet[Seat]) -> QuerySet[PanelAssignment]:
    """What the accepted seats have to read now."""
    return PanelAssignment.objects.filter(
        seat__in=seats.filter(state=SeatState.ACCEPTED), ended_at__isnull=True
    ).select_related("seat__panel__round", "seat__entry__expert", "case__case__version", "case__case__round")


def published_panels() -> QuerySet[Panel]:
    """All panels: their commitments are public from the moment on which they are made."""
    return Panel.objects.filter(
        state__in=[PanelState.COMMITTED, PanelState.DRAWN, PanelState.CANCELLED]
    ).select_related("round__version__programme")
