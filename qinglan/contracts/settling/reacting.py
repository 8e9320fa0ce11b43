"""The money of a contract follows its state: payments open when it comes into force, and stop when it ends early.

The deposit of a lot's winner is offered to the organiser for setting off meanwhile.
"""

from typing import Any

from qinglan.auctions.bidders import following as deposits
from qinglan.auctions.models import Bidder
from qinglan.contracts import following
from qinglan.contracts.domain import charge_plan
from qinglan.contracts.models import Contract, ContractState
from qinglan.contracts.settling import todos


def react(acting_user: Any, contract: Contract, before: ContractState, after: ContractState) -> None:
    """Within the transaction of the change; the contract is locked."""
    if after == ContractState.IN_FORCE:
        charge_plan.follow(acting_user, contract)
    elif after == ContractState.TERMINATED:
        charge_plan.stop(acting_user, contract)
    todos.set_off_changed(acting_user, contract)


def amended(acting_user: Any, contract: Contract) -> None:
    """Within the transaction of the amendment. Raises Impossible where a payment would come below what was paid."""
    charge_plan.follow(acting_user, contract)


def deposit_settled(acting_user: Any, bidder: Bidder) -> None:
    """It went back or is forfeited: nothing is left to set off. Within the transaction of the receipt."""
    for contract in Contract.objects.filter(result__bidder=bidder).select_related(
        "result__lot", "result__bidder"
    ):
        todos.set_off_changed(acting_user, contract)


deposits.on_settled(deposit_settled)
following.on_state(react)
following.on_amended(amended)
