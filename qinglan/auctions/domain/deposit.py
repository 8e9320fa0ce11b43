"""Verbs on deposits: Qinglan holds none of it; each step is closed by a receipt of the custodian."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions import recorded as lots
from qinglan.auctions.bidders import following, recorded
from qinglan.auctions.domain.bidder_state import locked, set_bidder_state
from qinglan.auctions.domain.lot_state import locked_now
from qinglan.auctions.models import Bidder, BidderState, Lot, LotMode, LotState
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger.domain.account import open_account
from qinglan.kernel.ledger.domain.posting import Receipt, post
from qinglan.kernel.ledger.models import Account, Balance
from qinglan.parties.domain.account import system_user


@transaction.atomic
def confirm_deposit(*, acting_user: Any, bidder: Bidder, receipt: str, issued_on: date) -> Bidder:
    """Enter the custodian's receipt of a deposit: it is posted, and the bidder is admitted with a number.

    Raises StaleEdit, PermissionRefused; Impossible: the receipt of another day than today or before, the wrong
    state, the time is over.
    """
    permissions.require(acting_user, "auctions.settle_bidder", bidder)
    lot = locked_now(bidder.lot_id)
    row = locked(bidder)
    if lot.state != LotState.DISCLOSED and not _takes_late(lot):
        raise Impossible(_("Bids have begun or are over: nobody is admitted any more."))
    if row.state != BidderState.DEPOSIT:
        raise Impossible(_("No deposit is awaited of this bidder."))
    account, outside = _accounts(lot, row)
    _post(lot, row, {outside: -lot.deposit, account: lot.deposit}, _receipt(lot, receipt, issued_on), "in")
    row.deposit_account, row.deposit_confirmed_at = account, clock.now()
    set_bidder_state(acting_user, lot, row, BidderState.QUALIFIED)
    return row


def return_deposit(*, acting_user: Any, bidder: Bidder, receipt: str, issued_on: date) -> Bidder:
    """The custodian paid a deposit back. Raises Impossible where none is held or it may not go back yet."""
    return _settle(acting_user, bidder, receipt, issued_on, "back")


def forfeit_deposit(*, acting_user: Any, bidder: Bidder, receipt: str, issued_on: date) -> Bidder:
    """The custodian paid a forfeited deposit to the owner. Raises as `return_deposit`."""
    return _settle(acting_user, bidder, receipt, issued_on, "forfeited")


def held(bidder: Bidder) -> int:
    """What its custodian holds of this bidder, in 分."""
    if bidder.deposit_account_id is None:
        return 0
    row = Balance.objects.filter(account=bidder.deposit_account_id).first()
    return 0 if row is None else row.amount


@transaction.atomic
def _settle(acting_user: Any, bidder: Bidder, receipt: str, issued_on: date, way: str) -> Bidder:
    permissions.require(acting_user, "auctions.settle_bidder", bidder)
    lot = locked_now(bidder.lot_id)
    row = locked(bidder)
    amount = held(row)
    if not amount:
        raise Impossible(_("No deposit of this bidder is held."))
    if lot.state in (LotState.DISCLOSED, LotState.BIDDING) and row.state in (
        BidderState.QUALIFIED,
        BidderState.DEPOSIT,
    ):
        raise Impossible(_("The deposit of an admitted bidder stays until the bids are closed."))
    account, outside = _accounts(lot, row)
    _post(lot, row, {account: -amount, outside: amount}, _receipt(lot, receipt, issued_on), way)
    row.revision += 1
    row.save(update_fields=["revision"])
    lots.record(acting_user, lot, recorded.DEPOSIT, {"bidder": row.number, "way": way})
    following.tell_settled(acting_user, row)
    return row


def _accounts(lot: Lot, row: Bidder) -> tuple[Account, Account]:
    """The account of this bidder's deposit, which does not name him, and that of the world outside."""
    account = open_account(
        acting_user=system_user(), owner=lot.key, purpose=f"deposit {row.pk}", custodian=lot.custodian
    )
    outside = open_account(
        acting_user=system_user(),
        owner=lot.key,
        purpose="outside",
        custodian=lot.custodian,
        may_overdraw=True,
    )
    return account, outside


def _receipt(lot: Lot, number: str, issued_on: date) -> Receipt:
    if not number.strip():
        raise Impossible(_("Enter the number of the custodian's receipt."), field="receipt")
    if issued_on > clock.today():
        raise Impossible(_("The receipt has a day that is still to come."), field="issued_on")
    return Receipt(number.strip(), lot.custodian, issued_on)


def _post(lot: Lot, row: Bidder, entries: dict[Account, int], receipt: Receipt, way: str) -> None:
    text = {"in": "保证金到账", "back": "保证金退还", "forfeited": "保证金扣划"}[way]
    post(
        acting_user=system_user(),
        entries=entries,
        text=f"{lot.number} {text}",
        receipt=receipt,
        key=f"{lot.key}/deposit/{row.pk}/{way}",
    )


def _takes_late(lot: Lot) -> bool:
    """A fixed price is open to new bidders until somebody accepts it."""
    return lot.state == LotState.BIDDING and lot.mode == LotMode.FIXED
