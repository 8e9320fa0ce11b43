"""To-dos of panels: what is due from secretaries, experts and visiting teams. Opened and closed by their causes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import Addressee, to_role, to_user
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind
from qinglan.parties.roles import SECRETARY
from qinglan.programmes.models import (
    Case,
    Feedback,
    ItemState,
    Panel,
    PanelAssignment,
    PanelCase,
    Round,
    ScoreSheet,
    Seat,
    StepType,
    WorkItem,
)

DRAW = register_kind("programmes.draw", _("Draw experts for the cases of a round")).name
ANSWER = register_kind(
    "programmes.answer_seat", _("Say yes or no to sitting on a panel"), announced=False, personal=True
).name
MARK = register_kind("programmes.mark_case", _("Read and mark a case"), personal=True).name
CONCLUDE = register_kind("programmes.conclude_review", _("Conclude a review: all sheets are here")).name
TELL = register_kind("programmes.send_feedback", _("Tell the applicant what the experts said")).name
VISIT = register_kind("programmes.plan_visit", _("Plan a site visit")).name
GO = register_kind("programmes.visit", _("Visit a site and hand in the signed report")).name

ROUND, SEAT, READING, CASE, FEEDBACK = (
    "programmes.round", "programmes.seat", "programmes.reading", "programmes.case", "programmes.feedback",
)  # fmt: skip


def secretary_of(one: Round) -> Addressee:
    """The secretaries of the scheme's territory."""
    return to_role(SECRETARY, territory=one.version.programme.territory_id)


def case_came_to_draw(acting_user: Any, case: Case, item: WorkItem) -> None:
    """One to-do for all cases of the round that wait."""
    subject = Subject(ROUND, case.round_id, case.round.title, reverse("panels:new", args=[case.round_id]))
    open_todo(
        acting_user=acting_user, kind=DRAW, subject=subject, to=secretary_of(case.round), due_at=item.due_at
    )


def case_left_draw(acting_user: Any, case: Case, item: WorkItem) -> None:
    """Done when no case of the round waits any more."""
    waiting = WorkItem.objects.filter(
        case__round=case.round_id, type=StepType.DRAW, state=ItemState.OPEN
    ).exclude(case=case)
    if not waiting.exists():
        close_todos(
            acting_user=acting_user, kind=DRAW, subject_type=ROUND, subject_key=case.round_id,
            by_act="programmes.draw",
        )  # fmt: skip


def seat_invited(acting_user: Any, seat: Seat) -> None:
    """The expert's answer is due."""
    user = seat.entry.expert.user
    if user is not None:
        subject = Subject(SEAT, seat.pk, str(seat.panel), reverse("panels:seat", args=[seat.pk]))
        open_todo(acting_user=acting_user, kind=ANSWER, subject=subject, to=to_user(user))


def seat_settled(acting_user: Any, seat: Seat) -> None:
    """He answered, or is no longer asked."""
    close_todos(
        acting_user=acting_user, kind=ANSWER, subject_type=SEAT, subject_key=seat.pk,
        by_act="programmes.answer_seat",
    )  # fmt: skip


def marks_due(acting_user: Any, reading: PanelAssignment, item: WorkItem) -> None:
    """An expert who accepted reads and marks a case, which goes by its label here."""
    user = reading.seat.entry.expert.user
    if user is not None:
        name = f"{reading.seat.panel} · {reading.case.label}"
        subject = Subject(READING, reading.pk, name, reverse("panels:sheet", args=[reading.pk]))
        open_todo(acting_user=acting_user, kind=MARK, subject=subject, to=to_user(user), due_at=item.due_at)


def marks_not_due(acting_user: Any, reading: PanelAssignment) -> None:
    """He no longer reads the case."""
    withdraw_todos(
        acting_user=acting_user, kind=MARK, subject_type=READING, subject_key=reading.pk,
        by_act="programmes.answer_seat",
    )  # fmt: skip


def review_came(acting_user: Any, case: Case, item: WorkItem) -> None:
    """All experts of the case are asked."""
    rows = PanelAssignment.objects.filter(case__case=case, case__is_current=True, ended_at__isnull=True)
    for reading in rows.select_related("seat__panel__round", "seat__entry__expert__user", "case"):
        marks_due(acting_user, reading, item)


def review_left(acting_user: Any, case: Case, item: WorkItem) -> None:
    """Nobody is asked any more."""
    for key in PanelAssignment.objects.filter(case__case=case).values_list("pk", flat=True):
        withdraw_todos(
            acting_user=acting_user, kind=MARK, subject_type=READING, subject_key=key,
            by_act="programmes.conclude_review",
        )  # fmt: skip
    withdraw_todos(
        acting_user=acting_user, kind=CONCLUDE, subject_type=CASE, subject_key=case.pk,
        by_act="programmes.conclude_review",
    )  # fmt: skip


def sheet_submitted(acting_user: Any, reading: PanelAssignment, case: Case, item: WorkItem) -> None:
    """The expert is done; with the last sheet it is the secretary's turn."""
    close_todos(
        acting_user=acting_user, kind=MARK, subject_type=READING, subject_key=reading.pk,
        by_act="programmes.submit_sheet",
    )  # fmt: skip
    standing = PanelAssignment.objects.filter(case=reading.case, ended_at__isnull=True)
    here = ScoreSheet.objects.filter(item=item, assignment__in=standing).values("assignment").distinct()
    if here.count() == standing.count():
        subject = Subject(CASE, case.pk, str(case), reverse("panels:conclude", args=[case.pk]))
        open_todo(
            acting_user=acting_user, kind=CONCLUDE, subject=subject, to=secretary_of(case.round),
            due_at=item.due_at,
        )  # fmt: skip


def review_concluded(acting_user: Any, panel: Panel, case: Case, feedback: Feedback) -> None:
    """The applicant is to be told."""
    close_todos(
        acting_user=acting_user, kind=CONCLUDE, subject_type=CASE, subject_key=case.pk,
        by_act="programmes.conclude_review",
    )  # fmt: skip
    subject = Subject(FEEDBACK, feedback.pk, str(case), reverse("panels:feedback", args=[feedback.pk]))
    open_todo(
        acting_user=acting_user, kind=TELL, subject=subject, to=secretary_of(panel.round),
        due_at=feedback.due_at,
    )  # fmt: skip


def feedback_sent(acting_user: Any, feedback: Feedback) -> None:
    """The applicant was told."""
    close_todos(
        acting_user=acting_user, kind=TELL, subject_type=FEEDBACK, subject_key=feedback.pk,
        by_act="programmes.send_feedback",
    )  # fmt: skip


def visit_came(acting_user: Any, case: Case, item: WorkItem) -> None:
    """A visit is to be planned."""
    subject = Subject(CASE, case.pk, str(case), reverse("panels:visit", args=[case.pk]))
    open_todo(
        acting_user=acting_user, kind=VISIT, subject=subject,
        to=to_role(OFFICER, territory=case.territory_id), due_at=item.due_at,
    )  # fmt: skip


def visit_planned(acting_user: Any, case: Case, item: WorkItem, team: list[Any]) -> None:
    """The team is to go."""
    close_todos(
        acting_user=acting_user, kind=VISIT, subject_type=CASE, subject_key=case.pk,
        by_act="programmes.plan_visit",
    )  # fmt: skip
    subject = Subject(CASE, case.pk, str(case), reverse("panels:visit", args=[case.pk]))
    for user in team:
        open_todo(acting_user=acting_user, kind=GO, subject=subject, to=to_user(user), due_at=item.due_at)


def visit_left(acting_user: Any, case: Case, item: WorkItem) -> None:
    """The visit is over, or no longer wanted."""
    for kind in (VISIT, GO):
        close_todos(
            acting_user=acting_user, kind=kind, subject_type=CASE, subject_key=case.pk,
            by_act="programmes.conclude_visit",
        )  # fmt: skip


def is_at_review(one: PanelCase) -> WorkItem | None:
    """The open review of the case; None where it is elsewhere."""
    return WorkItem.objects.filter(case=one.case_id, state=ItemState.OPEN, type=StepType.REVIEW).first()
