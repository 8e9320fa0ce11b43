"""A contract that is given up while it is being signed ends its signing; the local provider is there."""

from typing import Any

from qinglan.contracts import following
from qinglan.contracts.domain.signing import give_up
from qinglan.contracts.models import Contract, ContractState


def _follow(acting_user: Any, contract: Contract, before: ContractState, after: ContractState) -> None:
    if before == ContractState.SIGNING and after == ContractState.ABANDONED:
        give_up(acting_user, contract)


following.on_state(_follow)
