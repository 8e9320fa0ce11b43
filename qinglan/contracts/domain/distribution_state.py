"""The one gate of a distribution plan. Parts of verbs."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts.domain.conversion_state import locked_now, touch
from qinglan.contracts.models import Base, Distribution, DistributionState
from qinglan.contracts.sharing import recorded, todos
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged

FROM = {
    DistributionState.NOTICED: {DistributionState.DRAFT},
    DistributionState.DRAFT: {DistributionState.NOTICED},
    DistributionState.CLEARED: {DistributionState.DRAFT, DistributionState.NOTICED},
    DistributionState.PAID: {DistributionState.CLEARED},
    # What was paid is not dropped: `drop_distribution` refuses it. Equity is recorded and may be corrected.
    DistributionState.DROPPED: {DistributionState.DRAFT, DistributionState.CLEARED, DistributionState.PAID},
}


def locked_plan(seen: Distribution, *, stale: bool = True) -> Distribution:
    """The plan with its conversion locked, within the caller's transaction. Raises StaleEdit where it changed."""
    conversion = locked_now(seen.conversion_id)
    row = Distribution.objects.select_for_update().get(pk=seen.pk)
    row.conversion = conversion
    if stale:
        require_unchanged(seen, row)
    return row


def set_distribution_state(
    acting_user: Any, row: Distribution, to: DistributionState, reason: str = ""
) -> None:
    """Move a locked plan to `to`, within the caller's transaction, which has asked for the permission.

    In this order: 1. refuses a step that `FROM` does not have (Impossible); 2. a plan that is dropped sets its
    receipts and costs free; 3. saves and raises the revisions of plan and conversion; 4. appends the event; 5. where
    its notice ended the finance contact is asked to pay, if there is something, and no longer once it is paid or dropped.
    """
    before = DistributionState(row.state)
    if before not in FROM[to]:
        raise Impossible(
            _(
                "The plan is in the state “{state}”; this is not possible then. Open it again to see how it stands."
            ).format(state=row.get_state_display())
        )
    if to == DistributionState.DROPPED:
        row.receipts.update(released=True)
        row.carried.update(released=True)
    row.state, row.reason = to, reason.strip()[:500]
    row.changed_at = clock.now()
    row.revision += 1
    row.save()
    touch(row.conversion)
    recorded.record(
        acting_user,
        row.conversion,
        recorded.SHARED,
        {"plan": row.number, "from": before, "to": to, "reason": row.reason},
    )
    if to == DistributionState.CLEARED and row.base != Base.EQUITY and row.team:
        todos.pay_wanted(acting_user, row)
    elif before == DistributionState.CLEARED:
        todos.paid(acting_user, row)
