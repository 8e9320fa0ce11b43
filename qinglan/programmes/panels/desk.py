"""What an expert has to do, as lines; his section of the desk, and menus of panels."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qinglan.kernel import permissions
from qinglan.kernel.web import desks, navigation
from qinglan.parties.models import Expert, ExpertState
from qinglan.programmes.cases.time_left import days_left
from qinglan.programmes.models import (
    Declaration,
    ItemState,
    ScoreSheet,
    Seat,
    SeatState,
    StepType,
    WorkItem,
)
from qinglan.programmes.queries.panel import own_seats, panels_run_by, readings


def rows_of(seats: QuerySet[Seat]) -> list[dict[str, Any]]:
    """Invitations, declarations and cases of one expert; what is due comes first."""
    done: list[dict[str, Any]] = []
    due = [
        _row(
            str(seat.panel),
            reverse("panels:seat", args=[seat.pk]),
            _("Say yes or no; the review is on %(day)s") % {"day": seat.panel.review_on.isoformat()},
            ("due", _("invited")),
        )
        for seat in seats.filter(state=SeatState.INVITED)
    ]
    rows = list(readings(seats).order_by("seat__panel", "case__label"))
    declared = set(
        Declaration.objects.filter(seat__in=[one.seat_id for one in rows], kind="").values_list(
            "seat", "case"
        )
    )
    items = {
        item.case_id: item
        for item in WorkItem.objects.filter(
            case__in=[one.case.case_id for one in rows], type=StepType.REVIEW, state=ItemState.OPEN
        )
    }
    handed = set(
        ScoreSheet.objects.filter(assignment__in=rows, item__in=items.values()).values_list(
            "assignment", flat=True
        )
    )
    asked: set[int] = set()
    for one in rows:
        seat = one.seat
        if (one.seat_id, one.case_id) not in declared:
            if seat.pk not in asked:
                asked.add(seat.pk)
                due.append(
                    _row(
                        str(seat.panel),
                        reverse("panels:seat", args=[seat.pk]),
                        _("Declare ties, then the cases open"),
                        ("due", _("to declare")),
                    )
                )
            continue
        item = items.get(one.case.case_id)
        name = (
            one.case.label
            if seat.panel.hides_applicant
            else f"{one.case.label} {one.case.case.applicant_name}"
        )
        url = reverse("panels:sheet", args=[one.pk])
        if item is None:
            done.append(_row(name, url, str(seat.panel), ("idle", _("not open"))))
        elif one.pk in handed:
            done.append(_row(name, url, str(seat.panel), ("done", pgettext("sheet", "handed in"))))
        else:
            due.append(_row(name, url, str(seat.panel), ("due", _("to mark")), item.due_at))
    return [*due, *done]


def _row(title: str, url: str, facts: str, light: tuple[str, str], until: Any = None) -> dict[str, Any]:
    return {
        "title": title,
        "url": url,
        "facts": facts,
        "light": light[0],
        "word": light[1],
        "left": days_left(until),
    }


def is_expert(user: Any) -> bool:
    """Whether the account is an expert's of the pool."""
    return (
        getattr(user, "is_authenticated", False)
        and Expert.objects.filter(user=user, state=ExpertState.IN_POOL).exists()
    )


def runs_panels(user: Any) -> bool:
    """Whether the user sees panels at all."""
    return bool(permissions.answer(user, "programmes.see_panels"))


def _due(user: Any, limit: int) -> Sequence[desks.Row]:
    rows = [one for one in rows_of(own_seats(user)) if one["light"] == "due"]
    return [
        desks.Row(one["title"], one["url"], one["facts"], one["light"], one["word"]) for one in rows[:limit]
    ]


def _waiting(user: Any, limit: int) -> Sequence[desks.Row]:
    rows = panels_run_by(user).filter(seats__state__in=[SeatState.CALLED, SeatState.INVITED])
    return [
        desks.Row(
            str(one),
            one.get_absolute_url(),
            _("Review on %(day)s") % {"day": one.review_on.isoformat()},
            "due",
            _("seats without an answer"),
        )
        for one in rows.select_related("round").distinct()[:limit]
    ]


navigation.register("panels:public-list", gettext_lazy("Draws of experts"), order=80, place="footer")
navigation.register(
    "panels:list", gettext_lazy("Panels of experts"), order=34, visible=runs_panels, place="account"
)
navigation.register("panels:mine", gettext_lazy("My reviews"), order=26, visible=is_expert, place="account")
desks.register_section(
    desks.Section(
        "programmes.reviews",
        gettext_lazy("My reviews"),
        is_expert,
        _due,
        order=15,
        more=("panels:mine", gettext_lazy("All my reviews")),
    )
)
desks.register_section(
    desks.Section(
        "programmes.panels",
        gettext_lazy("Panels that wait for answers"),
        runs_panels,
        _waiting,
        order=25,
        more=("panels:list", gettext_lazy("All panels")),
    )
)
