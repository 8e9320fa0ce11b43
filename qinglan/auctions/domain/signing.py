"""Verbs on signing: the winner signed, or he is in default and the rule of the mode says what follows."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions import recorded
from qinglan.auctions.domain.lot_state import locked, locked_now, set_lot_state
from qinglan.auctions.domain.result import reckon
from qinglan.auctions.models import Because, Better, Lot, LotResult, LotState, Signing, SigningState, Sold
from qinglan.auctions.results import hand_over, todos, told
from qinglan.auctions.results import recorded as kinds
from qinglan.auctions.results.pack import result_rules
from qinglan.auctions.results.queries import result_in_force
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models import Organisation


@transaction.atomic
def confirm_signed(*, acting_user: Any, lot: Lot, contract_number: str) -> Sold:
    """Record that both sides signed; the lot is concluded and handed over to a contract.

    In this order: lock; the signing must wait; what the winner in default of the lot before owes is reckoned; the
    event; the lot is concluded; whoever registered for it (`results.hand_over`) begins a contract; both sides are
    told. Raises PermissionRefused, StaleEdit, Impossible with the field.
    """
    permissions.require(acting_user, "auctions.settle_signing", lot)
    row, result, signing = _waiting(lot)
    return _conclude(acting_user, row, result, signing, contract_number)


def conclude_by_contract(acting_user: Any, lot: Lot, contract_number: str) -> Sold | None:
    """The contract about a lot came into force: conclude its signing, within the caller's transaction.

    None where nobody is asked to sign any more.
    """
    row = locked_now(lot.pk)
    result = result_in_force(row)
    signing = getattr(result, "signing", None)
    if result is None or signing is None or signing.state != SigningState.WAITING:
        return None
    return _conclude(acting_user, row, result, signing, contract_number)


def _conclude(acting_user: Any, row: Lot, result: LotResult, signing: Signing, contract_number: str) -> Sold:
    number = " ".join(contract_number.split())
    if not number:
        raise Impossible(_("Enter the number of the contract that was signed."), field="contract_number")
    signing.contract_number = number[:80]
    _settle(acting_user, signing, SigningState.SIGNED)
    assert result.organisation is not None
    assert result.price is not None
    owes, difference = difference_owed(row, result.price)
    is_sale = row.better == Better.HIGHER
    sold = Sold.objects.create(
        result=result,
        seller=row.owner if is_sale else result.organisation,
        buyer=result.organisation if is_sale else row.owner,
        price=result.price,
        difference=difference,
        difference_owed_by=owes,
        handed_at=clock.now(),
        handed_by=acting_user,
    )
    recorded.record(
        acting_user, row, kinds.SIGNED, {"turn": result.turn, "price": result.price, "difference": difference}
    )
    set_lot_state(acting_user, row, LotState.CONCLUDED)
    todos.signing_settled(acting_user, row)
    hand_over.give(acting_user, sold)
    told.concluded(acting_user, row, result)
    return sold


@transaction.atomic
def declare_default(*, acting_user: Any, lot: Lot, reason: str) -> Signing:
    """Record that the winner did not sign in time; what follows is rule data by mode.

    Not before `sign_until`, unless the winner said in writing that he will not (the reason says so; the organiser
    answers for it). A selection goes on with the next candidate; any other lot fails and may be offered again,
    an auction at the defaulter's cost (`difference_owed`). Raises PermissionRefused, StaleEdit, Impossible.
    """
    permissions.require(acting_user, "auctions.settle_signing", lot)
    row, result, signing = _waiting(lot)
    words = " ".join(reason.split())
    if not words:
        raise Impossible(
            _("Say why this is a default: what was asked, what the winner answered."), field="reason"
        )
    signing.reason = words[:300]
    _settle(acting_user, signing, SigningState.DEFAULTED)
    follows = result_rules().on_default[row.mode]
    recorded.record(acting_user, row, kinds.DEFAULTED, {"turn": result.turn, "follows": follows})
    todos.signing_settled(acting_user, row)
    told.defaulted(acting_user, row, result)
    hand_over.undo(acting_user, row, result)
    if follows == "next_candidate":
        reckon(acting_user, row, Because.DEFAULT, [*result.passed_over, result.winner])
    else:
        set_lot_state(acting_user, row, LotState.FAILED, _("The winner did not sign."))
    return signing


def difference_owed(row: Lot, price: int) -> tuple[Organisation | None, int]:
    """Who owes the difference of this price to the one before, and how much (分): by the rule of an auction."""
    before = None if row.follows is None else result_in_force(row.follows)
    if before is None or before.price is None or row.follows is None:
        return None, 0
    rule = result_rules().on_default[row.follows.mode]
    signing = getattr(before, "signing", None)
    if (
        rule != "offer_again_with_difference"
        or signing is None
        or signing.state != SigningState.DEFAULTED
        or price >= before.price
    ):
        return None, 0
    return before.organisation, before.price - price


def _waiting(lot: Lot) -> tuple[Lot, LotResult, Signing]:
    hand_over.lock(lot)
    row = locked(lot)
    result = result_in_force(row)
    signing = getattr(result, "signing", None)
    if result is None or signing is None or signing.state != SigningState.WAITING:
        raise Impossible(_("Nobody is asked to sign for this lot now. Open it again to see how it stands."))
    return row, result, signing


def _settle(acting_user: Any, signing: Signing, to: SigningState) -> None:
    signing.state, signing.settled_at, signing.settled_by = to, clock.now(), acting_user
    signing.revision += 1
    signing.save()
