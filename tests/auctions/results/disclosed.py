"""Lots with the events that their result is reckoned from."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from qinglan.auctions import recorded
from qinglan.auctions.models import Criterion, Lot, LotMode, LotState
from qinglan.parties.domain.account import system_user
from tests.auctions import made

NAMES = (
    "mode", "better", "tie_rule", "start_price", "step", "step_seconds", "floor_price", "soft_close_seconds",
    "extend_seconds", "transfer_mode",
)  # fmt: skip


def disclosed(
    who: dict[str, Any],
    *,
    criteria: Sequence[dict[str, Any]] = (),
    promised: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Lot:
    """A closed lot, whose stream holds its rules; `promised` ones stand there instead of those of the lot."""
    lot = made.lot(who, **{"state": LotState.CLOSED, "mode": LotMode.ONLINE, **changes})
    for one in criteria:
        Criterion.objects.create(lot=lot, **one)
    rules = {name: getattr(lot, name) for name in NAMES} | {"reserve": None} | dict(promised or {})
    rules["criteria"] = list(lot.criteria.values("place", "title", "points", "is_price"))
    say(lot, recorded.DISCLOSED, {"rules": rules, "papers": [], "training": lot.is_training})
    return lot


def say(lot: Lot, kind: str, payload: dict[str, Any]) -> None:
    """Append an event to the stream of a lot."""
    with transaction.atomic():
        recorded.record(system_user(), lot, kind, payload)


def bids(lot: Lot, *amounts: tuple[int, int]) -> None:
    """Accepted open bids: number of the bidder and amount in 分."""
    for n, (number, amount) in enumerate(amounts, 1):
        say(lot, "auctions.bid", {"bid": n, "bidder": number, "amount": amount, "kind": "own", "key": ""})
