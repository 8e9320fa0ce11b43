"""What is to be done with official papers, as to-dos of the officers, in hand of whoever drafted them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.documents.models import Comparison, Paper, PaperState
from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import to_role, to_user
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.holdings import holders_of
from qinglan.kernel.todos.kinds import register_kind

SUBJECT = "documents.paper"
TAKE = register_kind("documents.take", _("Take the paper into the office system"), announced=False).name
NUMBER = register_kind(
    "documents.number",
    _("Enter the document number"),
    waits_for=_("the office that gives document numbers"),
    announced=False,
).name
SCAN = register_kind(
    "documents.scan", _("Upload the stamped copy"), waits_for=_("the office that stamps"), announced=False
).name
COMPARE = register_kind(
    "documents.compare", _("Compare the stamped copy with the draft"), announced=False
).name
NEXT = {
    PaperState.DRAFTED: TAKE,
    PaperState.TAKEN: NUMBER,
    PaperState.NUMBERED: SCAN,
    PaperState.RETURNED: COMPARE,
}
"""What is to be done with a paper in each state."""


def follow(acting_user: Any, paper: Paper, act: str) -> None:
    """Close what `act` did with the paper and open what comes next, within the caller's transaction."""
    wanted = NEXT.get(PaperState(paper.state))
    if paper.comparison == Comparison.DIFFERS:
        wanted = SCAN
    elif paper.comparison == Comparison.MATCHES:
        wanted = None
    end = withdraw_todos if paper.state == PaperState.DISCARDED else close_todos
    for kind in (TAKE, NUMBER, SCAN, COMPARE):
        if kind != wanted:
            end(acting_user=acting_user, kind=kind, subject_type=SUBJECT, subject_key=paper.pk, by_act=act)
    if wanted is not None:
        drafter = paper.drafted_by
        office = to_role(OFFICER)
        is_officer = holders_of(office).filter(pk=drafter.pk).exists()
        open_todo(
            acting_user=acting_user,
            kind=wanted,
            subject=Subject(SUBJECT, paper.pk, paper.title, paper.get_absolute_url()),
            to=office if is_officer else to_user(drafter),
            in_hand_of=drafter if is_officer else None,
        )
