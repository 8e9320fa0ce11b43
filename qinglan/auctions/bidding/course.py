"""What the beginning and the end of bids mean where they are open: the row that bids lock, and two events."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from qinglan.auctions import recorded as lots
from qinglan.auctions.bidding import recorded
from qinglan.auctions.domain import moments
from qinglan.auctions.models import OPEN_BIDDING, Lot, Standing
from qinglan.kernel.conflicts import Impossible


def ends_at(lot: Lot) -> datetime | None:
    """The end that really holds; None before the beginning.

    Within a transaction the row is locked: whoever then ends the bids has waited for the bid that prolongs them.
    """
    rows = Standing.objects.filter(lot=lot)
    if connection.in_atomic_block:
        _call("auctions_hold", lot.pk)
    return rows.values_list("closes", flat=True).first()


def begin(acting_user: Any, row: Lot) -> None:
    """Fill the row that bids lock from the locked lot, and append the event, within the caller's transaction."""
    _call("auctions_open", row.pk)
    stand = Standing.objects.get(lot=row)
    payload = {"price": stand.start_price, "opens": stand.opens, "closes": stand.closes}
    lots.record(acting_user, row, recorded.OPENED, payload)


def end(acting_user: Any, row: Lot) -> None:
    """End the bids of the locked lot, within the caller's transaction. Raises Impossible where they go on."""
    _call("auctions_close", row.pk)
    stand = Standing.objects.get(lot=row)
    if stand.is_open:
        raise Impossible(_("The end of the bids was moved; they go on."))
    best = None if stand.price is None else {"bidder": stand.leader_number, "amount": stand.price}
    payload = {"closed_at": stand.closed_at, "bids": stand.count, "best": best}
    lots.record(acting_user, row, recorded.CLOSED, payload)


def move_end(row: Lot, until: datetime) -> Standing:
    """Move the end of bids that are taken to a later moment, within the caller's transaction. A part of verbs.

    For amendments and certified outages: call it with the lot locked and before you append to its stream (bids lock
    in that order). Raises Impossible where the end has come already, or `until` is not later.
    """
    if not _call("auctions_move_end", row.pk, until):
        raise Impossible(
            _("The end of running bids is only ever moved to a later moment, and before it has come.")
        )
    return Standing.objects.get(lot=row)


def _call(function: str, lot: int, *more: Any) -> bool:
    """Call a function that answers with the row; whether it found one."""
    marks = ", ".join(["%s"] * (1 + len(more)))
    with connection.cursor() as cursor:
        # The name is one of the constants above.
        cursor.execute(f"SELECT ({function}({marks})).lot_id IS NOT NULL", [lot, *more])
        row = cursor.fetchone()
    return bool(row and row[0])


moments.register(OPEN_BIDDING, moments.Course(opens=begin, closes=end, ends_at=ends_at, moves=move_end))
