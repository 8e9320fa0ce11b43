"""Verbs on amendments: propose one, agree to it, refuse it, take it back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from qinglan.contracts import following, recorded
from qinglan.contracts.domain.contract_state import locked, touch
from qinglan.contracts.domain.milestone_plan import Step
from qinglan.contracts.domain.proposal import answer_of, settle, waiting
from qinglan.contracts.models import Amendment, Contract, ContractState, PartySide, ProposalState
from qinglan.contracts.performing import changes, papers, todos, told
from qinglan.contracts.performing import recorded as kinds
from qinglan.contracts.performing.sides import other, own_side
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible


@transaction.atomic
def propose_amendment(
    *, acting_user: Any, contract: Contract, values: Mapping[str, Any], steps: Mapping[int, Step | None],
    reason: str, paper: papers.Given | None,
) -> Amendment:  # fmt: skip
    """Propose to change a contract in force, with the supplementary agreement that both sides stamped.

    `steps` are milestones by number, None drops one. What does not add up is refused at once, and nothing is kept.
    Raises PermissionRefused, StaleEdit, Impossible with the field.
    """
    permissions.require(acting_user, "contracts.perform", contract)
    row = locked(contract)
    side = own_side(acting_user, row)
    _in_force(row)
    if row.amendments.filter(state=ProposalState.PROPOSED).exists():
        raise Impossible(_("An amendment is on the table already. It is agreed, refused or withdrawn first."))
    words = " ".join(reason.split())
    if not words:
        raise Impossible(
            _("Say what changes and why; the other side and the registration read it."), field="reason"
        )
    before, after = changes.stands(row), changes.wanted(row, values, steps)
    if before == after:
        raise Impossible(_("Nothing would change."), field="reason")
    _try(row, after)
    number = (row.amendments.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Amendment.objects.create(
        contract=row, number=number, side=side, reason=words[:1000], before=before, after=after,
        state=ProposalState.PROPOSED, proposed_by=acting_user, proposed_at=clock.now(),
    )  # fmt: skip
    papers.bring(
        acting_user,
        row,
        made.about,
        paper,
        needed=_("Bring the supplementary agreement with the stamps of both sides."),
    )
    todos.answer_wanted(acting_user, row, other(side))
    _note(acting_user, row, made, _("an amendment was proposed"), other(side))
    return made


@transaction.atomic
def agree_to_amendment(*, acting_user: Any, amendment: Amendment) -> Amendment:
    """The other side confirms the supplementary agreement: what it says holds from now on.

    In this order: lock; it must wait; the values are put in and checked; the event; the rooms that follow are
    called (`following.on_amended`). Raises PermissionRefused, Impossible.
    """
    contract, row = _waiting(acting_user, amendment, answers=True)
    changes.apply(contract, row.after)
    settle(acting_user, row, ProposalState.AGREED, kinds.AMENDMENT)
    _note(acting_user, contract, row, _("the amendment holds"), PartySide(row.side))
    following.tell_amended(acting_user, contract)
    return row


@transaction.atomic
def refuse_amendment(*, acting_user: Any, amendment: Amendment, answer: str) -> Amendment:
    """The other side refuses it, and says why. Raises PermissionRefused, Impossible."""
    contract, row = _waiting(acting_user, amendment, answers=True)
    row.answer = answer_of(answer)
    settle(acting_user, row, ProposalState.REFUSED, kinds.AMENDMENT)
    _note(acting_user, contract, row, _("the amendment was refused"), PartySide(row.side))
    return row


@transaction.atomic
def withdraw_amendment(*, acting_user: Any, amendment: Amendment) -> Amendment:
    """The side that proposed it takes it back. Raises PermissionRefused, Impossible."""
    contract, row = _waiting(acting_user, amendment, answers=False)
    settle(acting_user, row, ProposalState.WITHDRAWN, kinds.AMENDMENT)
    _note(acting_user, contract, row, _("the amendment was withdrawn"), other(PartySide(row.side)))
    return row


def _in_force(row: Contract) -> None:
    if row.state != ContractState.IN_FORCE:
        raise Impossible(
            _("The contract is in the state “{state}”; only one in force is amended.").format(
                state=row.get_state_display()
            )
        )


def _try(row: Contract, after: Mapping[str, Any]) -> None:
    """Apply it and take that back, so that what does not go together is said to whoever proposes it."""
    point = transaction.savepoint()
    try:
        changes.apply(Contract.objects.get(pk=row.pk), after)
    finally:
        transaction.savepoint_rollback(point)


def _waiting(acting_user: Any, seen: Amendment, *, answers: bool) -> tuple[Contract, Amendment]:
    contract, row = waiting(acting_user, seen, answers=answers)
    _in_force(contract)
    return contract, row


def _note(acting_user: Any, contract: Contract, row: Amendment, what: str, side: PartySide) -> None:
    touch(contract)
    recorded.record(
        acting_user,
        contract,
        kinds.AMENDMENT,
        {"number": row.number, "state": row.state, "before": row.before, "after": row.after},
    )
    told.tell(acting_user, contract, side, what, row.answer or row.reason)
