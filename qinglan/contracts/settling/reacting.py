"""The money of a contract follows its state: payments open when it comes into force, and stop when it ends early."""

from typing import Any

from qinglan.contracts import following
from qinglan.contracts.domain import charge_plan
from qinglan.contracts.models import Contract, ContractState


def react(acting_user: Any, contract: Contract, before: ContractState, after: ContractState) -> None:
    """Within the transaction of the change; the contract is locked."""
    if after == ContractState.IN_FORCE:
        charge_plan.follow(acting_user, contract)
    elif after == ContractState.TERMINATED:
        charge_plan.stop(acting_user, contract)


def amended(acting_user: Any, contract: Contract) -> None:
    """Within the transaction of the amendment. Raises Impossible where a payment would come below what was paid."""
    charge_plan.follow(acting_user, contract)


following.on_state(react)
following.on_amended(amended)
