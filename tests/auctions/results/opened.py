"""Sealed lots that two of three openers opened, through the verbs, with the events that a stranger reads."""

from collections.abc import Sequence
from typing import Any

from qinglan.auctions import recorded
from qinglan.auctions.domain.opening import begin_opening, give_boxes
from qinglan.auctions.models import Criterion, Lot, LotMode
from qinglan.kernel import clock
from qinglan.kernel.events.canonical import plain
from tests.auctions.results.disclosed import NAMES, say
from tests.auctions.sealing import made

CRITERIA = [
    {"place": 1, "title": "价格", "points": 40, "is_price": True},
    {"place": 2, "title": "方案", "points": 60, "is_price": False},
]


def opened(
    who: dict[str, Any],
    amounts: Sequence[int],
    *,
    mode: str = LotMode.COMPARISON,
    criteria: Sequence[dict[str, Any]] = CRITERIA,
    better: str = "lower",
    **changes: Any,
) -> Lot:
    """A lot with one offer of each firm, its prices in 分; the lower is better, as in a call for solutions."""
    made.sealed_lot(who, mode=mode, is_training=True, **changes)
    for place, amount in enumerate(amounts):
        made.put_in(who, place, amount)
    Lot.objects.filter(pk=who["lot"].pk).update(bids_until=clock.now())
    lot = Lot.objects.get(pk=who["lot"].pk)
    for one in criteria:
        Criterion.objects.create(lot=lot, **one)
    rules = {name: getattr(lot, name) for name in NAMES} | {"reserve": None, "better": better}
    rules |= {"criteria": list(lot.criteria.values("place", "title", "points", "is_price"))}
    say(lot, recorded.DISCLOSED, {"rules": rules | {"bids_until": plain(lot.bids_until)}, "papers": []})
    opening = begin_opening(acting_user=who["auctioneer"], lot=lot)
    for place in (1, 2):
        row = who["rows"][place - 1]
        given = made.browser_work(opening, row, who["pairs"][place])
        give_boxes(acting_user=row.person, opening=opening, given=given)
    return Lot.objects.get(pk=lot.pk)
