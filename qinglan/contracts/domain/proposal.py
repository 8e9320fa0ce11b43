"""What the verbs on amendments and early ends share: a change that one side proposes and the other answers."""

from typing import Any, TypeVar

from django.utils.translation import gettext as _

from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.models import Amendment, Contract, Ending, PartySide, ProposalState
from qinglan.contracts.performing import todos
from qinglan.contracts.performing.sides import acts_for, other
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible

Proposed = TypeVar("Proposed", Amendment, Ending)


def waiting(acting_user: Any, seen: Proposed, *, answers: bool) -> tuple[Contract, Proposed]:
    """The contract and the proposal, locked within the caller's transaction, for who settles it now.

    The other side `answers` it, the side that proposed it takes it back. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "contracts.perform", seen.contract)
    contract = locked_now(seen.contract_id)
    row = type(seen).objects.select_for_update().get(pk=seen.pk)
    side = PartySide(row.side)
    if not acts_for(acting_user, contract, other(side) if answers else side):
        raise Impossible(_("The side that proposed it takes it back; the other side answers it."))
    if row.state != ProposalState.PROPOSED:
        raise Impossible(_("It was settled already: {state}.").format(state=row.get_state_display()))
    return contract, row


def settle(acting_user: Any, row: Amendment | Ending, to: ProposalState, act: str) -> None:
    """It is settled, and nobody's to-do any more. Within the caller's transaction."""
    row.state, row.settled_by, row.settled_at = to, acting_user, clock.now()
    row.save()
    todos.answered(acting_user, row.contract, act)


def answer_of(words: str) -> str:
    """Why the other side refuses, as it is kept. Raises Impossible where nothing is said."""
    if not words.strip():
        raise Impossible(_("Say why you don't agree."), field="answer")
    return " ".join(words.split())[:500]
