"""A lot that was sold is handed over: whoever makes contracts of them registers here.

    hand_over.register(begin_contract)          # in a higher app, at start-up
    hand_over.register_preparer(draft_contract)
    hand_over.register_undoer(give_contract_up)

The first is called within the transaction of the signing, with the acting user and the `Sold`; the second when the
winner is asked to sign, the third when he is in default, with the acting user, the lot and its result.
"""

from collections.abc import Callable
from typing import Any

Taker = Callable[[Any, Any], None]
Preparer = Callable[[Any, Any, Any], None]
_takers: list[Taker] = []
_preparers: list[Preparer] = []
_undoers: list[Preparer] = []
_lockers: list[Callable[[Any], None]] = []


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


def register_undoer(undoer: Preparer) -> None:
    """Be told from now on when the winner of a lot is in default."""
    _undoers.append(undoer)


def undo(acting_user: Any, lot: Any, result: Any) -> None:
    """Tell all who prepared contracts that nothing comes of it, within the caller's transaction."""
    for undoer in _undoers:
        undoer(acting_user, lot, result)


def register_locker(locker: Callable[[Any], None]) -> None:
    """Lock what follows from a lot before the lot itself: whoever signs a contract comes to the lot from there."""
    _lockers.append(locker)


def lock(lot: Any) -> None:
    """Let all who follow lock their rows of a lot, within the caller's transaction, before the lot is locked."""
    for locker in _lockers:
        locker(lot)
