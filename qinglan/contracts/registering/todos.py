"""What registrations ask of people: the office accepts and decides, the unit corrects, files, cancels."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Contract, Registration
from qinglan.kernel.todos.addressee import MEMBER, to_organisation, to_role
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind
from qinglan.parties.roles import REGISTRAR

ACCEPT = register_kind("contracts.accept_registration", _("Accept a registration")).name
CHECK = register_kind("contracts.check_registration", _("Check a registration in time")).name
CORRECT = register_kind("contracts.correct_registration", _("Correct a registration")).name
FILE = register_kind("contracts.file_registration", _("File a registration in the national system")).name
LOOK = register_kind(
    "contracts.look_at_registration", _("Change or cancel a registration after its contract changed")
).name
SETTLE = register_kind("contracts.settle_change", _("Settle a change of a registration")).name
PREPARE = register_kind("contracts.prepare_registration", _("Prepare the registration of a contract")).name
REGISTRATION = "contracts.registration"
CONTRACT = "contracts.contract"


def prepare_wanted(acting_user: Any, contract: Contract, unit: Any) -> None:
    """A contract came into force and can be registered, within the caller's transaction."""
    open_todo(
        acting_user=acting_user,
        kind=PREPARE,
        subject=Subject(CONTRACT, contract.pk, str(contract), contract.get_absolute_url()),
        to=to_organisation(unit, role=MEMBER),
    )


def prepared(acting_user: Any, contract: Contract) -> None:
    """Its registration was begun, or the contract ended, within the caller's transaction."""
    close_todos(
        acting_user=acting_user, kind=PREPARE, subject_type=CONTRACT, subject_key=contract.pk,
        by_act="contracts.registration-begun",
    )  # fmt: skip


def ask_office(acting_user: Any, kind: str, row: Registration, *, due_at: datetime | None = None) -> None:
    """Open a to-do for the registrars of its office, those of the district where it lies too; the unit waits.

    Within the caller's transaction.
    """
    open_todo(
        acting_user=acting_user,
        kind=kind,
        subject=_subject(row),
        to=to_role(
            REGISTRAR, organisation=row.office, territory=row.office.territory_id if row.office else None
        ),
        due_at=due_at,
        asked_by=to_organisation(row.keeper, role=MEMBER) if row.keeper_id else None,
    )


def ask_unit(acting_user: Any, kind: str, row: Registration) -> None:
    """Open a to-do for all who act for the unit that keeps it, within the caller's transaction."""
    if row.keeper_id:
        open_todo(
            acting_user=acting_user,
            kind=kind,
            subject=_subject(row),
            to=to_organisation(row.keeper, role=MEMBER),
        )


def close(acting_user: Any, row: Registration, kind: str, act: str) -> None:
    """What `act` has done, within the caller's transaction."""
    close_todos(acting_user=acting_user, kind=kind, subject_type=REGISTRATION, subject_key=row.pk, by_act=act)


def give_up(acting_user: Any, row: Registration, act: str) -> None:
    """Nobody needs to do any of this, within the caller's transaction."""
    for kind in (ACCEPT, CHECK, CORRECT, FILE):
        withdraw_todos(
            acting_user=acting_user, kind=kind, subject_type=REGISTRATION, subject_key=row.pk, by_act=act
        )


def _subject(row: Registration) -> Subject:
    return Subject(REGISTRATION, row.pk, str(row), row.get_absolute_url())
