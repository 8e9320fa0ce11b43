"""The one gate of a contract: lock it, move it from state to state. Parts of verbs."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qinglan.contracts import following, recorded
from qinglan.contracts.models import Contract, ContractState
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged

FROM = {
    ContractState.DRAFT: {ContractState.SIGNING},
    ContractState.SIGNING: {ContractState.DRAFT},
    ContractState.IN_FORCE: {ContractState.SIGNING},
    ContractState.COMPLETED: {ContractState.IN_FORCE},
    ContractState.TERMINATED: {ContractState.IN_FORCE},
    ContractState.ABANDONED: {ContractState.DRAFT, ContractState.SIGNING},
}
PARTS = {"parties": pgettext_lazy("contract", "Party"), "milestones": gettext_lazy("milestone")}
"""Rows that belong to a contract, and how people call them."""


def locked(seen: Contract) -> Contract:
    """The row of `seen`, locked, within the caller's transaction. Raises StaleEdit where it changed since."""
    row = locked_now(seen.pk)
    require_unchanged(seen, row, parts=PARTS)
    return row


def locked_now(key: int) -> Contract:
    """The row as it stands, locked, within the caller's transaction: for jobs and what saw no page."""
    return Contract.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=key)


def touch(row: Contract) -> None:
    """Save a locked row that changed: moment and revision."""
    row.changed_at = clock.now()
    row.revision += 1
    row.save()


def writable(row: Contract) -> Contract:
    """The row, if it is a draft. Raises Impossible: what is signed or about to be is not written over."""
    if row.state != ContractState.DRAFT:
        raise Impossible(
            _(
                "The contract is in the state “{state}” and is not written over. Take it back from signing, or amend it."
            ).format(state=row.get_state_display())
        )
    return row


def set_contract_state(
    acting_user: Any, row: Contract, to: ContractState, reason: str = "", *, signed_on: date | None = None
) -> None:
    """Move a locked contract to `to`, within the caller's transaction, which has asked for the permission.

    In this order: 1. refuses a step that `FROM` does not have (Impossible); 2. `signed_on` is kept when it comes
    into force; 3. `reason` is kept; 4. raises the revision and saves; 5. appends ``contracts.contract-moved``; 6. the rooms that
    follow are called (`following`).
    """
    before = ContractState(row.state)
    if before not in FROM[to]:
        raise Impossible(
            _(
                "The contract is in the state “{state}”; this is not possible then. Open it again to see how it stands."
            ).format(state=row.get_state_display())
        )
    if to == ContractState.IN_FORCE:
        row.signed_on = signed_on or clock.today()
    row.state = to
    row.reason = reason
    touch(row)
    recorded.record(acting_user, row, recorded.STATE, {"from": before, "to": to, "signed_on": row.signed_on})
    following.tell(acting_user, row, before, to)
