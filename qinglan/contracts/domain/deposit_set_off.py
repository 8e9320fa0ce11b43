"""Verb: set the deposit of the winner of a lot off against the price of the contract 保证金抵作价款."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions.domain.lot_state import locked_now as locked_lot
from qinglan.auctions.models import Bidder
from qinglan.contracts import following
from qinglan.contracts.domain import fee_plan
from qinglan.contracts.domain.charge_plan import follow
from qinglan.contracts.domain.charge_state import money_of, move, receipt_of
from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.domain.receipt import spread
from qinglan.contracts.models import Contract, ContractState, Movement, MovementKind
from qinglan.contracts.settling import todos, told
from qinglan.contracts.settling.deposits import deposit_of
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible


@transaction.atomic
def set_deposit_off(*, acting_user: Any, contract: Contract, receipt: str, paid_on: date) -> list[Movement]:
    """Enter that the custodian of a lot paid the winner's deposit over to the provider, as part of the price.

    In this order: 1. permission (the organiser of the lot, whose custodian it is); 2. lot and contract are locked, so
    that it can't go back to the bidder meanwhile; 3. what is held is spread over the open payments; 4. ledger, payment,
    movement, event; commissions grow; both sides are told, and who follows what comes in. Raises PermissionRefused, Impossible: no deposit is held,
    the contract is not in force, the payments have no account yet.
    """
    result = contract.result
    bidder = result.bidder if result is not None else None
    if result is None or bidder is None:
        raise Impossible(_("This contract does not come from a lot with a deposit."))
    permissions.require(acting_user, "auctions.settle_bidder", bidder)
    row = locked_now(contract.pk)  # Before the lot, as whoever brings the contract into force does.
    lot = locked_lot(result.lot_id)
    if row.state != ContractState.IN_FORCE:
        raise Impossible(
            _("The contract is in the state “{state}”; this is not possible then.").format(
                state=row.get_state_display()
            )
        )
    held = Bidder.objects.select_for_update(of=("self",)).select_related("deposit_account").get(pk=bidder.pk)
    amount = deposit_of(held)
    if not amount or held.deposit_account is None:
        raise Impossible(_("No deposit of this bidder is held."))
    charges = {one.pk: one for one in follow(acting_user, row)}
    paper = receipt_of(receipt, lot.custodian, paid_on)
    made: list[Movement] = []
    for part in spread(list(charges.values()), amount):
        charge = charges[part.charge]
        if charge.account is None:
            raise Impossible(
                _("Say first into which account the contract is paid: every receipt names its custodian.")
            )
        entries = {
            held.deposit_account: -part.amount, money_of(row, charge, charge.account.custodian): part.amount,
        }  # fmt: skip
        released = 0 if charge.account.is_supervised else part.amount
        one = move(
            acting_user, row, charge, MovementKind.CARRIED, part.amount, paper, entries,
            paid=part.amount, released=released,
        )  # fmt: skip
        made.append(one)
    fee_plan.grow(acting_user, row)
    told.moved(acting_user, row, made)
    todos.set_off_changed(acting_user, row)
    following.tell_received(acting_user, row)
    return made
