"""Rooms that follow the state of a contract register here, so that the gate knows none of them.

    following.on_state(react)     # react(acting_user, contract, before, after), at start-up
    following.on_amended(react)   # react(acting_user, contract)
    following.on_received(react)  # react(acting_user, contract)

Each is called within the transaction of the change, after the row was saved and the event written.
"""

from collections.abc import Callable
from typing import Any

from qinglan.contracts.models import Contract, ContractState

Follower = Callable[[Any, Contract, ContractState, ContractState], None]
Amended = Callable[[Any, Contract], None]
_followers: list[Follower] = []
_amended: list[Amended] = []
_received: list[Amended] = []


def on_state(follower: Follower) -> None:
    """Be called whenever a contract moves to another state from now on."""
    _followers.append(follower)


def tell(acting_user: Any, contract: Contract, before: ContractState, after: ContractState) -> None:
    """Call all who follow, within the caller's transaction."""
    for follower in _followers:
        follower(acting_user, contract, before, after)


def on_amended(follower: Amended) -> None:
    """Be called whenever price, time or milestones of a contract in force were amended from now on."""
    _amended.append(follower)


def tell_amended(acting_user: Any, contract: Contract) -> None:
    """Call all who follow amendments, within the caller's transaction."""
    for follower in _amended:
        follower(acting_user, contract)


def on_received(follower: Amended) -> None:
    """Be called whenever money reached the provider of a contract from now on."""
    _received.append(follower)


def tell_received(acting_user: Any, contract: Contract) -> None:
    """Call all who follow what comes in, within the caller's transaction."""
    for follower in _received:
        follower(acting_user, contract)
