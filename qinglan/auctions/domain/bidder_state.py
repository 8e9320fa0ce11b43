"""The one gate of an application to bid. Parts of verbs."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.auctions.bidders import recorded
from qinglan.auctions.bidders.naming import commit, free_number
from qinglan.auctions.lots import told
from qinglan.auctions.models import Bidder, BidderState, Lot
from qinglan.auctions.recorded import record
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged

FROM = {
    BidderState.APPLIED: {BidderState.RETURNED},
    BidderState.RETURNED: {BidderState.APPLIED, BidderState.DEPOSIT},
    BidderState.DEPOSIT: {BidderState.APPLIED},
    BidderState.QUALIFIED: {BidderState.APPLIED, BidderState.DEPOSIT},
    BidderState.REFUSED: {BidderState.APPLIED, BidderState.DEPOSIT},
    BidderState.WITHDRAWN: {
        BidderState.APPLIED,
        BidderState.RETURNED,
        BidderState.DEPOSIT,
        BidderState.QUALIFIED,
    },
    BidderState.EXCLUDED: {BidderState.QUALIFIED},
}


def locked(seen: Bidder) -> Bidder:
    """The row of `seen`, locked, within the caller's transaction, which holds its lot. Raises StaleEdit."""
    row = (
        Bidder.objects.select_for_update(of=("self",))
        .select_related("organisation", "person")
        .get(pk=seen.pk)
    )
    require_unchanged(seen, row)
    return row


def set_bidder_state(
    acting_user: Any, lot: Lot, row: Bidder, to: BidderState, *, reason: str = "", note: str = ""
) -> None:
    """Move a locked application of a locked lot, within the caller's transaction, which has asked for the permission.

    In this order: 1. refuses a step that `FROM` does not have (Impossible); 2. who is admitted gets a random free
    number; 3. reason, note, moment and person are kept and the row is saved; 4. the stream of the lot hears of who
    was admitted, by a commitment, and of who was excluded; 5. the person who applied is told, unless he did it.
    """
    before = BidderState(row.state)
    if before not in FROM[to]:
        raise Impossible(
            _("This application is in the state “{state}”; this is not possible then.").format(
                state=row.get_state_display()
            )
        )
    row.state, row.reason, row.note = to, reason, note[:500]
    said = ""
    if to == BidderState.QUALIFIED:
        row.number, said = free_number(lot), commit(row)
    row.settled_at, row.settled_by = clock.now(), acting_user
    row.revision += 1
    row.save()
    if to == BidderState.QUALIFIED:
        record(acting_user, lot, recorded.QUALIFIED, {"bidder": row.number, "who": said})
    elif to == BidderState.EXCLUDED:
        record(acting_user, lot, recorded.EXCLUDED, {"bidder": row.number, "reason": reason})
    if to not in (BidderState.WITHDRAWN, BidderState.APPLIED):
        told.tell_person(acting_user, lot, "bidder", row.person, words=str(row.get_state_display()))
