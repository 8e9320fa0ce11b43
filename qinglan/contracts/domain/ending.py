"""Verbs on the early end of a contract: by agreement of both, or by the notice of one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts import recorded
from qinglan.contracts.domain.contract_state import locked, set_contract_state, touch
from qinglan.contracts.domain.proposal import answer_of, settle, waiting
from qinglan.contracts.models import Contract, ContractState, EndGround, Ending, PartySide, ProposalState
from qinglan.contracts.performing import papers, todos, told
from qinglan.contracts.performing import recorded as kinds
from qinglan.contracts.performing.sides import other, own_side
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible


@dataclass(frozen=True)
class EndTerms:
    """Why, from which day on, and what becomes of money, papers and rights."""

    ground: str
    reason: str
    settlement: str
    on: date


@transaction.atomic
def propose_ending(
    *, acting_user: Any, contract: Contract, terms: EndTerms, paper: papers.Given | None
) -> Ending:
    """End a contract in force: one that both agree to waits for the other side, a notice works at once.

    The paper is the agreement with both stamps, or the notice with the proof that it reached the other side.
    Raises PermissionRefused, StaleEdit, Impossible with the field.
    """
    permissions.require(acting_user, "contracts.perform", contract)
    row = locked(contract)
    side = own_side(acting_user, row)
    _check(row, terms)
    agreed = terms.ground == EndGround.AGREED
    now = clock.now()
    made = Ending.objects.create(
        contract=row, side=side, ground=EndGround(terms.ground), reason=" ".join(terms.reason.split())[:500],
        settlement=terms.settlement.strip()[:1000], on=terms.on, proposed_by=acting_user, proposed_at=now,
        state=ProposalState.PROPOSED if agreed else ProposalState.AGREED,
        settled_by=None if agreed else acting_user, settled_at=None if agreed else now,
    )  # fmt: skip
    papers.bring(
        acting_user, row, made.about, paper,
        needed=_("Bring the agreement with both stamps.") if agreed
        else _("Bring the notice and the proof of the day on which it reached the other side."),
    )  # fmt: skip
    if agreed:
        touch(row)
        todos.answer_wanted(acting_user, row, other(side))
        _record(acting_user, row, made)
        told.tell(acting_user, row, other(side), _("an early end was proposed"), made.reason)
    else:
        _end(acting_user, row, made)
    return made


@transaction.atomic
def agree_to_ending(*, acting_user: Any, ending: Ending) -> Ending:
    """The other side confirms: the contract is terminated. Raises PermissionRefused, Impossible."""
    contract, row = waiting(acting_user, ending, answers=True)
    settle(acting_user, row, ProposalState.AGREED, kinds.ENDING)
    _end(acting_user, contract, row)
    return row


@transaction.atomic
def refuse_ending(*, acting_user: Any, ending: Ending, answer: str) -> Ending:
    """The other side does not agree; the contract goes on. Raises PermissionRefused, Impossible."""
    contract, row = waiting(acting_user, ending, answers=True)
    row.answer = answer_of(answer)
    settle(acting_user, row, ProposalState.REFUSED, kinds.ENDING)
    touch(contract)
    _record(acting_user, contract, row)
    told.tell(acting_user, contract, PartySide(row.side), _("the early end was refused"), row.answer)
    return row


@transaction.atomic
def withdraw_ending(*, acting_user: Any, ending: Ending) -> Ending:
    """The side that proposed it takes it back. Raises PermissionRefused, Impossible."""
    contract, row = waiting(acting_user, ending, answers=False)
    settle(acting_user, row, ProposalState.WITHDRAWN, kinds.ENDING)
    touch(contract)
    _record(acting_user, contract, row)
    told.tell(acting_user, contract, other(PartySide(row.side)), _("the early end was withdrawn"))
    return row


def _check(row: Contract, terms: EndTerms) -> None:
    if row.state != ContractState.IN_FORCE:
        raise Impossible(
            _("The contract is in the state “{state}”; only one in force is ended early.").format(
                state=row.get_state_display()
            )
        )
    if row.endings.filter(state=ProposalState.PROPOSED).exists():
        raise Impossible(_("An early end is proposed already. It is agreed, refused or withdrawn first."))
    if terms.ground not in EndGround.values:
        raise Impossible(_("Choose the ground."), field="ground")
    if not terms.reason.strip():
        raise Impossible(_("Say why the contract ends early."), field="reason")
    if not terms.settlement.strip():
        raise Impossible(_("Say what becomes of money, papers and rights."), field="settlement")
    if terms.on > clock.today() and terms.ground != EndGround.AGREED:
        raise Impossible(
            _("A notice works when it has reached the other side; that day is still to come."), field="on"
        )
    if row.signed_on and terms.on < row.signed_on:
        raise Impossible(_("This is before the contract was signed."), field="on")


def _record(acting_user: Any, contract: Contract, row: Ending) -> None:
    recorded.record(
        acting_user, contract, kinds.ENDING, {"ground": row.ground, "state": row.state, "on": row.on}
    )


def _end(acting_user: Any, contract: Contract, row: Ending) -> None:
    _record(acting_user, contract, row)
    ground = str(EndGround(row.ground).label)
    set_contract_state(acting_user, contract, ContractState.TERMINATED, f"{ground}：{row.reason}"[:500])
    for side in PartySide:
        told.tell(acting_user, contract, PartySide(side), _("terminated"), row.reason)
