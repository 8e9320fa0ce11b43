"""To-dos of cases: one for each pile on an office's desk, one for each case that its applicant has to do with.

Opened and closed by what `domain.flow` calls when a case moves, so that no verb needs to think of it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.database.turns import wait_turn
from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import MEMBER, Addressee, to_organisation, to_role
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind
from qinglan.parties.holding import holders_of
from qinglan.parties.roles import DECIDER, DESK, REVIEWER, SECRETARY
from qinglan.programmes.desks import piles
from qinglan.programmes.desks.piles import Pile
from qinglan.programmes.domain import flow
from qinglan.programmes.models import Case, CaseStatus, ItemState, Round, RoundState, StepType, WorkItem

for _name, _title in (
    (piles.CHECK, _("Check applications")),
    (piles.RECOMMEND, _("Recommend applications, or not")),
    (piles.ASK, _("Follow the joint check by departments")),
    (piles.REPLY, _("Reply for the department")),
    (piles.MEET, _("Enter what the meeting agreed")),
    (piles.PREPARE, _("Prepare decisions")),
    (piles.RELEASE, _("Release decisions")),
    (piles.ABOVE, _("Follow cases with the authority above")),
):
    register_kind(_name, _title)
FINISH = register_kind(
    "programmes.finish_application", _("Finish and submit the application"), announced=False
).name
CORRECT = register_kind("programmes.correct_application", _("Correct the application"), announced=False).name
"""Announced by the message on the correction itself, which says more."""

PILE, CASE = "programmes.pile", "programmes.case"
_gathered: ContextVar[set[Pile] | None] = ContextVar("gathered", default=None)


def moved(acting_user: Any, case: Case, left: WorkItem | None, came: WorkItem | None) -> None:
    """What `flow` calls after a case moved: from one work item, where it was at one, to another, unless it ended."""
    to_applicant(acting_user, case, left, came)
    touched = [pile for item in (left, came) if item is not None for pile in piles.piles_of(case, item)]
    settle(acting_user, touched)


def settle(acting_user: Any, touched: Iterable[Pile]) -> None:
    """Open, bring up to date or close the to-dos of these piles, within the caller's transaction.

    Each pile is locked until the transaction ends, in one order, so that nobody closes a to-do while another
    puts a case on its pile. Where `gathered` runs, this waits for its end.
    """
    waiting = _gathered.get()
    if waiting is not None:
        waiting.update(touched)
        return
    for pile in sorted(set(touched)):
        wait_turn(PILE, f"{pile.kind} {pile.key}")
        first = piles.first_due(pile)
        if not first:
            close_todos(
                acting_user=acting_user, kind=pile.kind, subject_type=PILE, subject_key=pile.key,
                by_act=pile.kind,
            )  # fmt: skip
            continue
        one = Round.objects.select_related("version").get(pk=pile.round)
        open_pile(acting_user, pile, one, first[0])


def open_pile(acting_user: Any, pile: Pile, one: Round, due_at: datetime | None) -> None:
    """Open the to-do of a pile that isn't empty, or bring it up to date, within the caller's transaction."""
    open_todo(
        acting_user=acting_user, kind=pile.kind, subject=_subject(pile, one), to=_addressee(pile, one),
        due_at=due_at,
    )  # fmt: skip


@contextmanager
def gathered(acting_user: Any) -> Iterator[None]:
    """For many cases in one transaction: settle each pile once, at the end."""
    if _gathered.get() is not None:
        yield
        return
    token = _gathered.set(set())
    try:
        yield
        touched = _gathered.get() or set()
    finally:
        _gathered.reset(token)
    settle(acting_user, touched)


def drafts_due(acting_user: Any, one: Round) -> None:
    """Bring the to-dos of who has begun and not submitted in line with the round's end, within the transaction.

    A round that takes nothing any more is nobody's to-do; extended, it is one again.
    """
    drafts = Case.objects.filter(round=one, status=CaseStatus.DRAFT, submitted_at__isnull=True)
    for case in drafts.order_by("pk"):
        if one.state in (RoundState.ANNOUNCED, RoundState.OPEN):
            case.round = one
            _finish(acting_user, case)
        else:
            _withdraw(acting_user, FINISH, case)


def correction_due(acting_user: Any, case: Case, item: WorkItem) -> None:
    """Bring the applicant's to-do in line with the end of the correction, within the caller's transaction."""
    if item.type == StepType.CORRECTION and item.state == ItemState.OPEN:
        open_todo(
            acting_user=acting_user,
            kind=CORRECT,
            subject=Subject(CASE, case.pk, str(case), reverse("programmes:case", args=[case.pk])),
            to=to_organisation(case.applicant_id, role=MEMBER),
            due_at=item.due_at,
        )


def to_applicant(acting_user: Any, case: Case, left: WorkItem | None, came: WorkItem | None) -> None:
    """Close what the applicant has done, and open what he has to do now, within the caller's transaction."""
    if left is not None and left.type in (StepType.FORM, StepType.CORRECTION):
        kind = FINISH if left.type == StepType.FORM else CORRECT
        if left.outcome in ("submitted", "resubmitted"):
            close_todos(
                acting_user=acting_user, kind=kind, subject_type=CASE, subject_key=case.pk,
                by_act="programmes.submit_case",
            )  # fmt: skip
        else:
            _withdraw(acting_user, kind, case)
    if came is not None and came.type == StepType.FORM:
        _finish(acting_user, case)
    elif came is not None:
        correction_due(acting_user, case, came)


def _finish(acting_user: Any, case: Case) -> None:
    open_todo(
        acting_user=acting_user,
        kind=FINISH,
        subject=Subject(CASE, case.pk, _name_of_draft(case), reverse("programmes:form", args=[case.pk])),
        to=to_organisation(case.applicant_id, role=MEMBER),
        due_at=case.round.closes_at,
    )


def _withdraw(acting_user: Any, kind: str, case: Case) -> None:
    withdraw_todos(
        acting_user=acting_user, kind=kind, subject_type=CASE, subject_key=case.pk,
        by_act="programmes.withdraw_case",
    )  # fmt: skip


def _name_of_draft(case: Case) -> str:
    return " · ".join(part for part in (case.round.title, case.subject_name) if part)


def _subject(pile: Pile, one: Round) -> Subject:
    step = one.version.definition.step(pile.step)
    url = piles.address(pile, step.type)
    return Subject(PILE, pile.key, f"{one.title} · {step.title.zh}", url, f"{one.title} · {step.title.en}")


def _addressee(pile: Pile, one: Round) -> Addressee:
    """Who does it; a district's officer also where the body that the applicant chose has nobody here."""
    city = one.version.programme.territory_id
    if pile.kind == piles.REPLY:
        return to_role(REVIEWER, territory=city, organisation=pile.body)
    if pile.territory:
        if pile.body and holders_of(DESK, pile.territory, pile.body).exists():
            return to_role(DESK, territory=pile.territory, organisation=pile.body)
        return to_role(OFFICER, territory=pile.territory)
    role = {piles.MEET: SECRETARY, piles.RELEASE: DECIDER}.get(pile.kind, OFFICER)
    return to_role(role, territory=city)


flow.ON_MOVED.append(moved)
