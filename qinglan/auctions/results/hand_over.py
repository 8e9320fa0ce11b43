"""A lot that was sold is handed over: whoever makes contracts of them registers here.

    hand_over.register(begin_contract)          # in a higher app, at start-up
    hand_over.register_preparer(draft_contract)

The first is called within the transaction of the signing, with the acting user and the `Sold`; the second when the
winner is asked to sign, with the acting user, the lot and its result.
"""

from collections.abc import Callable
from typing import Any

Taker = Callable[[Any, Any], None]
Preparer = Callable[[Any, Any, Any], None]
_takers: list[Taker] = []
_preparers: list[Preparer] = []


def register(taker: Taker) -> None:
    """Take lots that were sold from now on."""
    _takers.append(taker)


def give(acting_user: Any, sold: Any) -> None:
    """Hand a lot over to all who take them, within the caller's transaction."""
    for taker in _takers:
        taker(acting_user, sold)


def register_preparer(preparer: Preparer) -> None:
    """Be told from now on when the winner of a lot is asked to sign."""
    _preparers.append(preparer)


def prepare(acting_user: Any, lot: Any, result: Any) -> None:
    """Tell all who prepare contracts, within the caller's transaction."""
    for preparer in _preparers:
        preparer(acting_user, lot, result)
