"""Verbs on milestones of a contract in force: deliver, accept, refuse; and complete the contract."""

import hashlib
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.contracts import recorded
from qinglan.contracts.domain.contract_state import locked_now, set_contract_state, touch
from qinglan.contracts.models import Contract, ContractState, Milestone, MilestoneState, PartySide
from qinglan.contracts.performing import papers, todos, told
from qinglan.contracts.performing import recorded as kinds
from qinglan.contracts.performing.sides import acts_for, needs_paper, other
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged

_FROM = {
    MilestoneState.DELIVERED: {MilestoneState.OPEN, MilestoneState.REFUSED},
    MilestoneState.ACCEPTED: {MilestoneState.DELIVERED},
    MilestoneState.REFUSED: {MilestoneState.DELIVERED},
}
_OUTSIDE = gettext_lazy("That side isn't on record here: bring the paper by which it said so.")


@transaction.atomic
def deliver(
    *, acting_user: Any, milestone: Milestone, on: date, words: str = "", paper: papers.Given | None = None
) -> Milestone:
    """The provider delivered what the milestone asks for; the buyer is asked to accept.

    Raises PermissionRefused, StaleEdit, Impossible with the field.
    """
    contract, row = _locked(acting_user, milestone, PartySide.SELLER)
    _move(contract, row, MilestoneState.DELIVERED, on)
    row.delivered_on, row.result = on, " ".join(words.split())[:1000]
    _save(acting_user, contract, row, PartySide.SELLER, paper, on)
    return row


@transaction.atomic
def accept(
    *, acting_user: Any, milestone: Milestone, on: date, words: str = "", paper: papers.Given | None = None
) -> Milestone:
    """The buyer accepts what was delivered; what is paid on it falls due. Raises as `deliver`."""
    contract, row = _locked(acting_user, milestone, PartySide.BUYER)
    _move(contract, row, MilestoneState.ACCEPTED, on)
    if row.delivered_on and on < row.delivered_on:
        raise Impossible(_("It is accepted on or after the day of its delivery."), field="on")
    row.accepted_on, row.result = on, " ".join(words.split())[:1000]
    _save(acting_user, contract, row, PartySide.BUYER, paper, on)
    return row


@transaction.atomic
def refuse(
    *, acting_user: Any, milestone: Milestone, on: date, words: str, paper: papers.Given | None = None
) -> Milestone:
    """The buyer refuses what was delivered, and says what lacks. Raises as `deliver`."""
    contract, row = _locked(acting_user, milestone, PartySide.BUYER)
    if not words.strip():
        raise Impossible(
            _("Say what lacks and by when it is wanted: the provider delivers again."), field="words"
        )
    _move(contract, row, MilestoneState.REFUSED, on)
    row.result = " ".join(words.split())[:1000]
    _save(acting_user, contract, row, PartySide.BUYER, paper, on)
    return row


@transaction.atomic
def complete(*, acting_user: Any, contract: Contract) -> Contract:
    """All is delivered and accepted: the contract is completed. Raises PermissionRefused, Impossible."""
    permissions.require(acting_user, "contracts.perform", contract)
    row = locked_now(contract.pk)
    waiting = row.milestones.exclude(state__in=[MilestoneState.ACCEPTED, MilestoneState.DROPPED])
    if first := waiting.first():
        raise Impossible(_("“{milestone}” is not accepted yet.").format(milestone=first))
    if open_matter := row.matters.filter(state__in=["open", "answered"]).first():
        raise Impossible(
            _("{kind} no. {number} is not settled yet.").format(
                kind=open_matter.get_kind_display(), number=open_matter.number
            )
        )
    set_contract_state(acting_user, row, ContractState.COMPLETED)
    for side in PartySide:
        told.tell(acting_user, row, PartySide(side), _("completed"))
    return row


def _locked(acting_user: Any, seen: Milestone, side: PartySide) -> tuple[Contract, Milestone]:
    permissions.require(acting_user, "contracts.perform", seen.contract)
    contract = locked_now(seen.contract_id)
    if not acts_for(acting_user, contract, side):
        raise Impossible(
            _("The provider delivers; the buyer accepts or refuses. You act for the other side."),
        )
    if contract.state != ContractState.IN_FORCE:
        raise Impossible(
            _("The contract is in the state “{state}”; milestones move while it is in force.").format(
                state=contract.get_state_display()
            )
        )
    row = Milestone.objects.select_for_update().get(pk=seen.pk)
    require_unchanged(seen, row)
    return contract, row


def _move(contract: Contract, row: Milestone, to: MilestoneState, on: date) -> None:
    if row.state not in _FROM[to]:
        raise Impossible(
            _("The milestone stands at “{state}”; this is not possible then.").format(
                state=row.get_state_display()
            )
        )
    if on > clock.today():
        raise Impossible(_("This day is still to come."), field="on")
    if contract.signed_on and on < contract.signed_on:
        raise Impossible(_("This is before the contract was signed."), field="on")
    row.state = to


def _save(
    acting_user: Any,
    contract: Contract,
    row: Milestone,
    side: PartySide,
    paper: papers.Given | None,
    on: date,
) -> None:
    about = f"milestone:{row.number}"
    papers.bring(
        acting_user, contract, about, paper, needed=str(_OUTSIDE) if needs_paper(contract, side) else ""
    )
    row.revision += 1
    row.save()
    touch(contract)
    digest = hashlib.sha256(row.result.encode()).hexdigest()
    recorded.record(
        acting_user,
        contract,
        kinds.MILESTONE,
        {"number": row.number, "to": row.state, "on": on, "words": digest},
    )
    words = _("“{milestone}”: {state}").format(milestone=row, state=row.get_state_display())
    todos.moved(acting_user, contract, row)
    told.tell(acting_user, contract, other(side), words, row.result)
