"""A lot that was sold is handed over: whoever makes contracts of them registers here.

    hand_over.register(begin_contract)   # in a higher app, at start-up

It is called within the transaction of the signing, with the acting user and the `Sold`.
"""

from collections.abc import Callable
from typing import Any

Taker = Callable[[Any, Any], None]
_takers: list[Taker] = []


def register(taker: Taker) -> None:
    """Take lots that were sold from now on."""
    _takers.append(taker)


def give(acting_user: Any, sold: Any) -> None:
    """Hand a lot over to all who take them, within the caller's transaction."""
    for taker in _takers:
        taker(acting_user, sold)
