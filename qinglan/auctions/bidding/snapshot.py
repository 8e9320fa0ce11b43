"""How a lot stands, as a live page shows it: read with one statement for all watchers of a process."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from qinglan.auctions.models import PUBLIC, LotState

_READ = """
SELECT lots.id, lots.state, coalesce(stand.count, 0), stand.price, stand.leader_number, stand.start_price, stand.step,
       stand.sign, stand.step_seconds, stand.floor_price, coalesce(stand.opens, lots.bids_from),
       coalesce(stand.closes, lots.bids_until), coalesce(stand.is_open, false), qinglan_now(),
       (SELECT factor FROM clock_setting),
       (SELECT json_agg(json_build_array(bid.n, bid.number, bid.amount,
                                         round(extract(epoch FROM bid.at) * 1000), bid.kind) ORDER BY bid.n)
          FROM (SELECT * FROM auctions_bid WHERE lot_id = lots.id AND n > %s ORDER BY n DESC LIMIT %s) AS bid),
       CASE WHEN %s = 0 AND stand.count > %s THEN
           (SELECT json_object_agg(number, best) FROM (
               SELECT number, max(n) AS best FROM auctions_bid WHERE lot_id = lots.id GROUP BY number) AS ranked) END
  FROM auctions_lot AS lots LEFT JOIN auctions_standing AS stand ON stand.lot_id = lots.id
 WHERE lots.number = %s
"""
_BIDS = (
    "SELECT n, number, amount, round(extract(epoch FROM at) * 1000)::bigint, kind FROM auctions_bid"
    " WHERE lot_id = %s AND n > %s AND n < %s ORDER BY n DESC LIMIT %s"
)
KEPT = 1000
"""Bids that a process keeps of a lot, and the most that a page shows."""

Row = list[Any]
"""A bid on the wire: its number, the bidder's number, 分, milliseconds since 1970, kind."""


def milliseconds(moment: datetime | None) -> int | None:
    """As scripts count time."""
    return None if moment is None else round(moment.timestamp() * 1000)


@dataclass(frozen=True)
class Snapshot:
    """A lot at one moment. `bids` are the last ones (at most `KEPT`), `best` by bidder number its last bid's `n`."""

    lot: int
    state: str
    count: int
    facts: dict[str, Any]
    bids: Sequence[Row]
    best: dict[int, int]

    @property
    def is_public(self) -> bool:
        """Whether everybody may watch."""
        return self.state in PUBLIC

    @property
    def has_ended(self) -> bool:
        """Whether no bid can come any more, whatever the clock says."""
        return self.state not in (LotState.DISCLOSED, LotState.BIDDING) or (
            self.facts["opened"] and not self.facts["open"]
        )

    def since(self, n: int, missed: Sequence[Row] = ()) -> str:
        """What is sent to a page that has the bids up to `n`; `missed` are those that are not kept here."""
        fresh = [*missed, *(row for row in self.bids if row[0] > n)]
        return json.dumps({**self.facts, "bids": fresh}, separators=(",", ":"))

    def lacks(self, n: int) -> bool:
        """Whether a page that has the bids up to `n` misses some that are not kept here."""
        return bool(self.bids) and n + 1 < self.bids[0][0]


def read(number: str, before: Snapshot | None = None) -> Snapshot | None:
    """How the lot stands now; bids that `before` has are not read again. None where there is no such lot."""
    last = before.count if before is not None else 0
    with connection.cursor() as cursor:
        cursor.execute(_READ, [last, KEPT, last, KEPT, number])
        row = cursor.fetchone()
    if row is None:
        return None
    new = _json(row[15]) or []
    bids = [*(before.bids if before is not None else ()), *new][-KEPT:]
    best = dict(before.best) if before is not None else {int(k): v for k, v in (_json(row[16]) or {}).items()}
    best.update({one[1]: one[0] for one in new})
    ranks = sorted(best, key=lambda who: -best[who])
    now, opens, closes = row[13], row[10], row[11]
    facts = {
        "n": row[2],
        "state": row[1],
        "price": row[3],
        "leader": row[4],
        "start": row[5],
        "step": row[6],
        "sign": row[7],
        "stepSeconds": row[8],
        "floor": row[9],
        "opens": milliseconds(opens),
        "closes": milliseconds(closes),
        "open": row[12],
        "opened": row[7] is not None,
        "now": milliseconds(now),
        "factor": row[14],
        "ranks": ranks[:200],
        "bidders": len(ranks),
    }
    return Snapshot(row[0], row[1], row[2], facts, bids, best)


def between(lot: int, after: int, before: int) -> list[Row]:
    """The last bids of a lot after the one numbered `after` and before the one numbered `before`."""
    with connection.cursor() as cursor:
        cursor.execute(_BIDS, [lot, after, before, KEPT])
        return [list(row) for row in reversed(cursor.fetchall())]


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
