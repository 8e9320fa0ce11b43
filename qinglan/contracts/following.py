"""Rooms that follow the state of a contract register here, so that the gate knows none of them.

    following.on_state(react)   # react(acting_user, contract, before, after), at start-up

It is called within the transaction of the change, after the row was saved and the event written.
"""

from collections.abc import Callable
from typing import Any

from qinglan.contracts.models import Contract, ContractState

Follower = Callable[[Any, Contract, ContractState, ContractState], None]
_followers: list[Follower] = []


def on_state(follower: Follower) -> None:
    """Be called whenever a contract moves to another state from now on."""
    _followers.append(follower)


def tell(acting_user: Any, contract: Contract, before: ContractState, after: ContractState) -> None:
    """Call all who follow, within the caller's transaction."""
    for follower in _followers:
        follower(acting_user, contract, before, after)
