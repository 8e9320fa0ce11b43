"""Seats and cases of a panel as lines of its page; a constant number of queries."""

from typing import Any

from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from qinglan.programmes.models import (
    ItemState,
    Panel,
    PanelAssignment,
    PanelState,
    ScoreSheet,
    SeatState,
    SeatStep,
    StepType,
    WorkItem,
)
from qinglan.programmes.panels.acts import SEAT_ACTS
from qinglan.programmes.panels.words import step_words

LIGHTS = {
    SeatState.CALLED: "due",
    SeatState.INVITED: "due",
    SeatState.ACCEPTED: "done",
    SeatState.DECLINED: "idle",
    SeatState.CONFLICTED: "late",
    SeatState.REPLACED: "idle",
}


def seat_rows(panel: Panel, runs: bool) -> list[dict[str, Any]]:
    """Each seat: who, how it stands, what he reads, how he was reached, and what can be done."""
    readings = PanelAssignment.objects.filter(ended_at__isnull=True).select_related("case")
    rows = panel.seats.select_related("entry__expert__private").prefetch_related(
        Prefetch("assignments", queryset=readings, to_attr="reads"),
        Prefetch("steps", queryset=SeatStep.objects.select_related("case", "by").order_by("pk")),
    )
    found = []
    for seat in rows.order_by("place"):
        expert = seat.entry.expert
        private = getattr(expert, "private", None)
        acts = [
            {"url": reverse("panels:seat-act", args=[seat.pk, act.name]), "label": act.title}
            for act in SEAT_ACTS.values()
            if runs
            and panel.state == PanelState.DRAWN
            and seat.state in act.states
            and not (act.name == "message" and expert.user_id is None)
        ]
        found.append(
            {
                "place": seat.place,
                "name": expert.name,
                "title": expert.title,
                "pseudonym": seat.entry.pseudonym,
                "mobile": private.mobile if private and runs else "",
                "state": seat.state,
                "light": LIGHTS[SeatState(seat.state)],
                "word": seat.get_state_display(),
                "reason": seat.reason,
                "declared": seat.declared_at,
                "reads": "、".join(one.case.label for one in seat.reads),
                "steps": [{"at": step.at, "text": step_words(step)} for step in seat.steps.all()],
                "acts": acts,
            }
        )
    return found


def case_rows(panel: Panel) -> list[dict[str, Any]]:
    """Each case: where it stands, how many of its experts are there, and how many sheets are in."""
    rows = (
        panel.cases.select_related("case")
        .annotate(
            experts=Count("assignments", filter=Q(assignments__ended_at__isnull=True), distinct=True),
            yes=Count(
                "assignments",
                filter=Q(assignments__ended_at__isnull=True, assignments__seat__state=SeatState.ACCEPTED),
                distinct=True,
            ),
        )
        .order_by("label")
    )
    keys = [one.case_id for one in rows]
    items = {item.case_id: item for item in WorkItem.objects.filter(case__in=keys, state=ItemState.OPEN)}
    reviews = [item.pk for item in items.values() if item.type == StepType.REVIEW]
    sheets = dict(
        ScoreSheet.objects.filter(
            item__in=reviews, assignment__seat__panel=panel, assignment__ended_at__isnull=True
        )
        .values_list("item__case")
        .annotate(n=Count("assignment", distinct=True))
    )
    return [
        {
            "label": one.label,
            "case": one.case,
            "current": one.is_current,
            "step": items[one.case_id].type if one.case_id in items else "",
            "status": one.case.get_status_display(),
            "experts": one.experts,
            "yes": one.yes,
            "sheets": sheets.get(one.case_id, 0),
            "short": one.is_current
            and panel.state == PanelState.DRAWN
            and one.experts < panel.experts
            and one.case_id in items
            and items[one.case_id].type in (StepType.DRAW, StepType.REVIEW),
            "conclude": reverse("panels:conclude", args=[one.case_id])
            if one.is_current and one.case_id in items and items[one.case_id].type == StepType.REVIEW
            else "",
        }
        for one in rows
    ]
