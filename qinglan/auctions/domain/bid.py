"""Verbs of open bidding: bid, set a limit, accept the falling price. One bid is one short transaction.

The function `auctions_place` of the database locks how the lot stands, takes the time after that, judges, writes, chains
and prolongs; `bidding.reference` says in Python what it does. Open bids can't be withdrawn.
"""

import logging
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from qinglan.auctions.bidding import queries, recorded
from qinglan.auctions.bidding.refusals import Refused
from qinglan.auctions.models import Bidder
from qinglan.kernel import deputising, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events import algorithms
from qinglan.kernel.outbox import nudging

logger = logging.getLogger(__name__)
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
IN_THE_DATABASE = "sha-256"
"""The hash that the database itself reckons; with any other one, the bid is chained from here under the same lock."""
_PLACE = (
    "SELECT code, n, amount, moment, repeated, before, bids, price, leader, closes"
    " FROM auctions_place(%s, %s, %s, %s, %s, %s, %s, %s)"
)


@dataclass(frozen=True)
class Answer:
    """What the database said to a request. `code` is ``accepted`` or why not; `n` the number of the own bid.

    `amount` is the amount that counts (of a falling price: the one that was accepted), `moment` when it was judged,
    `repeated` whether the same request had been answered before. Then how the lot stands after it: how many bids it
    had `before` and has now (`bids`), `price`, number of the `leader`, end.
    """

    code: str
    n: int | None
    amount: int | None
    moment: datetime
    repeated: bool
    before: int
    bids: int
    price: int | None
    leader: int | None
    closes: datetime


def place_bid(*, acting_user: Any, bidder: Bidder, amount: int, key: str) -> Answer:
    """Bid `amount` 分 for `bidder`. `key` names the request: sent again, it is answered as before and counts once.

    Then the best limit of others answers in the same transaction. Raises PermissionRefused, Refused (which is written
    down with its code, late ones included), Impossible where the request can't be judged.
    """
    return _placed(acting_user, bidder, "own", amount, key)


def set_proxy_limit(*, acting_user: Any, bidder: Bidder, amount: int | None, key: str) -> Answer:
    """From now on let the system bid for `bidder` up to (for a need: down to) `amount` 分; None: no more.

    Nobody else learns of it. Where `bidder` is not ahead it bids at once, as little as needed. Raises as `place_bid`.
    """
    return _placed(acting_user, bidder, "limit", amount, key)


def accept_falling_price(*, acting_user: Any, bidder: Bidder, seen: int, key: str) -> Answer:
    """Accept the falling price, which the database reckons for the moment of its lock; it is at most `seen` 分.

    The first who accepts ends the bidding. Raises as `place_bid`.
    """
    return _placed(acting_user, bidder, "accept", seen, key)


def _placed(acting_user: Any, bidder: Bidder, kind: str, amount: int | None, key: str) -> Answer:
    permissions.require(acting_user, "auctions.bid", bidder)
    if not KEY.fullmatch(key):
        raise Impossible(_("The request has no proper key. Load the page again."))
    if amount is not None and abs(amount) >= 2**63:
        raise Refused("amount")
    principal = deputising.principal_of(acting_user)
    answer = _asked([bidder.lot_id, bidder.pk, acting_user.pk, principal, kind, amount, key], bidder)
    nudging.nudge()
    if answer.code != "accepted":
        raise Refused(answer.code, answer)
    return answer


def _asked(values: list[Any], bidder: Bidder) -> Answer:
    if algorithms.chosen() == IN_THE_DATABASE:
        return _call([*values, True])
    with transaction.atomic():
        answer = _call([*values, False])
        for bid in queries.bids_after(bidder.lot_id, answer.before)[: answer.bids - answer.before]:
            events.append(
                stream=bidder.lot.key,
                kind=recorded.BID,
                payload=recorded.bid_payload(bid),
                actor=recorded.bidder_actor(bid.number),
            )
    return answer


def _call(values: list[Any]) -> Answer:
    try:
        with connection.cursor() as cursor:
            cursor.execute(_PLACE, values)
            row = cursor.fetchone()
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == "QB001":
            raise Impossible(
                _("Bidding has not begun yet. Nothing was bid; wait for the beginning.")
            ) from error
        raise
    assert row is not None
    return Answer(*row)
