"""The one gate of a lot: lock it, move it from state to state. Parts of verbs."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.auctions import recorded
from qinglan.auctions.models.choices import PUBLIC, LotState
from qinglan.auctions.models.lot import Lot
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged

_ALIVE = frozenset(
    {
        LotState.DISCLOSED,
        LotState.BIDDING,
        LotState.CLOSED,
        LotState.JUDGING,
        LotState.ANNOUNCED,
        LotState.SIGNING,
    }
)
FROM = {
    LotState.CHECK: {LotState.DRAFT, LotState.RETURNED},
    LotState.RETURNED: {LotState.CHECK},
    LotState.DRAFT: {LotState.CHECK},
    LotState.DISCLOSED: {LotState.CHECK},
    LotState.BIDDING: {LotState.DISCLOSED},
    LotState.CLOSED: {LotState.BIDDING, LotState.DISCLOSED, LotState.ANNOUNCED, LotState.SIGNING},
    LotState.JUDGING: {LotState.CLOSED},
    LotState.ANNOUNCED: {LotState.CLOSED, LotState.JUDGING, LotState.DISCLOSED, LotState.SIGNING},
    LotState.SIGNING: {LotState.ANNOUNCED, LotState.CLOSED},
    LotState.CONCLUDED: {LotState.SIGNING},
    LotState.FAILED: _ALIVE,
    LotState.STOPPED: _ALIVE,
}

SECRET = frozenset({"reserve"})
"""What not everybody who handles a lot may read."""


def locked(seen: Lot) -> Lot:
    """The row of `seen`, locked, within the caller's transaction. Raises StaleEdit where it changed since."""
    row = locked_now(seen.pk)
    require_unchanged(seen, row, but=SECRET)
    return row


def locked_now(key: int) -> Lot:
    """The row as it stands, locked, within the caller's transaction: for jobs and bids, which saw no page."""
    return (
        Lot.objects.select_for_update(of=("self",))
        .select_related("owner", "organiser", "technology", "right", "need")
        .get(pk=key)
    )


def set_lot_state(acting_user: Any, row: Lot, to: LotState, reason: str = "") -> None:
    """Move a locked lot to `to`, within the caller's transaction, which has asked for the permission.

    In this order: 1. refuses a step that `FROM` does not have (Impossible); 2. the disclosure sets its moment;
    3. `reason` is kept; 4. raises the revision and saves; 5. where the lot is or was public, appends
    ``auctions.lot-moved`` to its stream and tells who follows it.
    """
    before = LotState(row.state)
    if before not in FROM[to]:
        raise Impossible(
            _(
                "The lot is in the state “{state}”; this is not possible then. Open it again to see how it stands."
            ).format(state=row.get_state_display())
        )
    now = clock.now()
    row.state = to
    if to == LotState.DISCLOSED:
        row.disclosed_at = now
    row.reason = reason
    row.changed_at = now
    row.revision += 1
    row.save()
    if to in PUBLIC:
        recorded.record(acting_user, row, recorded.STATE, {"from": before, "to": to, "reason": reason})
