"""Bidders walked by their own verbs, all invented."""

from typing import Any

from qinglan.auctions.domain import bidder as verbs
from qinglan.auctions.domain import bidder_check, deposit, moments
from qinglan.auctions.models import Bidder, Lot
from qinglan.kernel import clock
from qinglan.parties.domain.account import system_user


def applied(who: dict[str, Any], lot: Lot, place: int = 0, **changes: Any) -> Bidder:
    """The firm at `place` applied."""
    values = {"statement": "具备受让条件（演示）", "declared_unrelated": True, **changes}
    return verbs.apply(acting_user=who["bidders"][place], lot=lot, organisation=who["firms"][place], **values)


def admitted(who: dict[str, Any], lot: Lot, place: int = 0) -> Bidder:
    """Admitted, its deposit confirmed where the lot asks for one."""
    row = bidder_check.admit(acting_user=who["host"], bidder=applied(who, lot, place))
    if lot.deposit:
        row = deposit.confirm_deposit(
            acting_user=who["host"], bidder=row, receipt=f"回单{place}", issued_on=clock.today()
        )
    return row


def open_now(lot: Lot) -> Lot:
    """Its bids begin now."""
    Lot.objects.filter(pk=lot.pk).update(bids_from=clock.now())
    assert moments.open_bidding(acting_user=system_user(), lot=lot)
    lot.refresh_from_db()
    return lot
