"""What arrangements ask of the unit and the person, with reminders 90 and 30 days before a term ends (``todos.yaml``)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Mobility
from qinglan.kernel.periods.count import end_of_day
from qinglan.kernel.todos.addressee import MEMBER, Addressee, to_organisation, to_user
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind
from qinglan.kernel.todos.reminders import yearly_end

DECIDE = register_kind("contracts.decide_mobility", _("Decide on an arrangement of a researcher")).name
AGREE = register_kind("contracts.agree_mobility", _("Sign the agreement of an arrangement")).name
CORRECT = register_kind("contracts.correct_mobility", _("Correct an arrangement that was returned")).name
SETTLE = register_kind(
    "contracts.settle_mobility", _("A term ends: return to post, extension or resignation")
).name
EXTEND = register_kind("contracts.decide_extension", _("Decide on a longer term of an arrangement")).name
REPORT = register_kind("contracts.report_mobility", _("Report the year of an arrangement")).name
MOBILITY = "contracts.mobility"


def ask(acting_user: Any, kind: str, row: Mobility, due_at: datetime | None = None) -> None:
    """Ask the unit, within the caller's transaction."""
    _open(acting_user, kind, row, to_organisation(row.unit_id, role=MEMBER), due_at)


def ask_person(acting_user: Any, kind: str, row: Mobility, due_at: datetime | None = None) -> None:
    """Ask the person, or the unit where he has no account."""
    if row.person is None:
        ask(acting_user, kind, row, due_at)
    else:
        _open(acting_user, kind, row, to_user(row.person), due_at)


def ask_to_settle(acting_user: Any, row: Mobility) -> None:
    """Ask both to settle what comes after the last day."""
    due = end_of_day(row.ends_on)
    ask(acting_user, SETTLE, row, due)
    if row.person is not None:
        ask_person(acting_user, SETTLE, row, due)


def ask_to_report(acting_user: Any, row: Mobility, year: int) -> None:
    """Ask for the report on `year`, by the day that the packs name in the year after."""
    ask_person(acting_user, REPORT, row, yearly_end(REPORT, year + 1))


def done(acting_user: Any, kind: str, row: Mobility, by_act: str) -> None:
    """It was done."""
    close_todos(acting_user=acting_user, kind=kind, subject_type=MOBILITY, subject_key=row.pk, by_act=by_act)


def not_needed(acting_user: Any, row: Mobility, *kinds: str) -> None:
    """Nobody needs to do it any more."""
    for kind in kinds:
        withdraw_todos(
            acting_user=acting_user, kind=kind, subject_type=MOBILITY, subject_key=row.pk, by_act="contracts.mobility-moved",
        )  # fmt: skip


def _open(acting_user: Any, kind: str, row: Mobility, to: Addressee, due_at: datetime | None) -> None:
    subject = Subject(MOBILITY, row.pk, str(row), row.get_absolute_url())
    open_todo(acting_user=acting_user, kind=kind, subject=subject, to=to, due_at=due_at)
