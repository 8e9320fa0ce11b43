"""What waits for whom about a contract: a draft, a milestone to deliver or accept, a change to answer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts import following
from qinglan.contracts.models import Contract, ContractState, Milestone, MilestoneState, PartySide
from qinglan.contracts.performing.changes import changeable
from qinglan.contracts.performing.sides import units_on
from qinglan.kernel.periods.count import end_of_day
from qinglan.kernel.todos.addressee import MEMBER, to_organisation
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind
from qinglan.parties.models import Organisation

WRITE = register_kind("contracts.write", _("Write a contract and have it signed")).name
DELIVER = register_kind("contracts.deliver", _("Deliver a milestone of a contract")).name
ACCEPT = register_kind("contracts.accept", _("Accept a milestone of a contract, or refuse it")).name
ANSWER = register_kind("contracts.answer_change", _("Answer an amendment or early end of a contract")).name
CONTRACT, MILESTONE = "contracts.contract", "contracts.milestone"


def draft_wanted(acting_user: Any, contract: Contract) -> None:
    """A draft began by itself; its keeper writes it. Within the caller's transaction."""
    open_todo(
        acting_user=acting_user, kind=WRITE, subject=_subject(contract), to=to_organisation(contract.keeper, role=MEMBER)
    )  # fmt: skip


def answer_wanted(acting_user: Any, contract: Contract, side: PartySide) -> None:
    """The other side proposed a change."""
    for unit in _units(contract, side):
        open_todo(
            acting_user=acting_user,
            kind=ANSWER,
            subject=_subject(contract),
            to=to_organisation(unit, role=MEMBER),
        )


def answered(acting_user: Any, contract: Contract, act: str) -> None:
    """It was settled."""
    close_todos(
        acting_user=acting_user, kind=ANSWER, subject_type=CONTRACT, subject_key=contract.pk, by_act=act
    )


def moved(acting_user: Any, contract: Contract, row: Milestone) -> None:
    """A milestone moved: whoever is next has a to-do, whoever was has none."""
    for kind in (DELIVER, ACCEPT):
        close_todos(
            acting_user=acting_user, kind=kind, subject_type=MILESTONE, subject_key=row.pk,
            by_act="contracts.milestone-moved",
        )  # fmt: skip
    if row.state in (MilestoneState.OPEN, MilestoneState.REFUSED):
        _ask(acting_user, contract, row, DELIVER, PartySide.SELLER)
    elif row.state == MilestoneState.DELIVERED:
        _ask(acting_user, contract, row, ACCEPT, PartySide.BUYER)


def _ask(acting_user: Any, contract: Contract, row: Milestone, kind: str, side: PartySide) -> None:
    name = f"{contract.number} {row}"
    subject = Subject(MILESTONE, row.pk, name, f"{contract.get_absolute_url()}#milestones")
    due = end_of_day(row.due_on) if row.due_on and kind == DELIVER else None
    for unit in _units(contract, side):
        open_todo(
            acting_user=acting_user,
            kind=kind,
            subject=subject,
            to=to_organisation(unit, role=MEMBER),
            due_at=due,
        )


def _follow(acting_user: Any, contract: Contract, _before: ContractState, after: ContractState) -> None:
    """Once in force the milestones are due; once it ended nothing waits any more."""
    close_todos(
        acting_user=acting_user, kind=WRITE, subject_type=CONTRACT, subject_key=contract.pk,
        by_act="contracts.contract-moved",
    )  # fmt: skip
    if after == ContractState.IN_FORCE:
        for row in changeable(contract):
            moved(acting_user, contract, row)
    elif after in (ContractState.COMPLETED, ContractState.TERMINATED):
        for row in contract.milestones.all():
            for kind in (DELIVER, ACCEPT):
                withdraw_todos(
                    acting_user=acting_user, kind=kind, subject_type=MILESTONE, subject_key=row.pk,
                    by_act="contracts.contract-moved",
                )  # fmt: skip
        withdraw_todos(
            acting_user=acting_user, kind=ANSWER, subject_type=CONTRACT, subject_key=contract.pk,
            by_act="contracts.contract-moved",
        )  # fmt: skip


def _amended(acting_user: Any, contract: Contract) -> None:
    for row in contract.milestones.all():
        moved(acting_user, contract, row)


def _subject(contract: Contract) -> Subject:
    return Subject(CONTRACT, contract.pk, str(contract), contract.get_absolute_url())


def _units(contract: Contract, side: PartySide) -> list[Organisation]:
    return list(Organisation.objects.filter(pk__in=units_on(contract, side)))


following.on_state(_follow)
following.on_amended(_amended)
