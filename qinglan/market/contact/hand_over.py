"""Agreed terms are handed over: whoever makes contracts of them registers here.

    hand_over.register(begin_contract)   # in a higher app, at start-up

It is called within the transaction of the agreement, with the acting user and the `HandOver`.
"""

from collections.abc import Callable
from typing import Any

Taker = Callable[[Any, Any], None]
_takers: list[Taker] = []


def register(taker: Taker) -> None:
    """Take agreed terms from now on."""
    _takers.append(taker)


def give(acting_user: Any, handed: Any) -> None:
    """Hand agreed terms over to all who take them, within the caller's transaction."""
    for taker in _takers:
        taker(acting_user, handed)


def is_taken() -> bool:
    """Whether anybody takes them."""
    return bool(_takers)
