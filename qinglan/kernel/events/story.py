"""Events of demonstration data: many streams at once, each event at the time at which its story plays.

Chained, hashed and locked as any other event; refused in production.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from qinglan.kernel.events import algorithms, streams
from qinglan.kernel.events.appending import _EVENT, OutsideTransaction, actor_text
from qinglan.kernel.events.canonical import encode
from qinglan.kernel.events.header import Header
from qinglan.kernel.events.kinds import KINDS

_LOCK_ALL = (
    "SELECT named.stream, held.sequence, held.hash"
    " FROM (SELECT unnest(%s::text[]) AS stream ORDER BY 1) AS named, LATERAL events_lock(named.stream) AS held"
)


@dataclass(frozen=True)
class Told:
    """An event of a story: what happened, in which stream, who did it, and when. No personal data."""

    stream: str
    kind: str
    payload: Mapping[str, Any]
    actor: Any
    at: datetime


def append_told(events: Sequence[Told]) -> int:
    """Append the events of a story in the order given, within the caller's transaction; how many.

    Raises ValueError in production, OutsideTransaction, UnknownKind, BadStreamName, NotCanonical.
    """
    if not settings.DEMONSTRATION:
        raise ValueError("stories are told in demonstration mode only")
    if not connection.in_atomic_block:
        raise OutsideTransaction("append an event inside the transaction of the act that it records")
    algorithm = algorithms.chosen()
    digest = algorithms.digest_with(algorithm)
    names = sorted({one.stream for one in events})
    for name in names:
        streams.prefix_of(name)
    rows = []
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_ALL, [names])
        heads = {stream: (sequence, bytes(last)) for stream, sequence, last in cursor.fetchall()}
        for one in events:
            KINDS.known(one.kind)
            sequence, previous = heads[one.stream]
            content, who = encode(dict(one.payload)), actor_text(one.actor)
            header = Header(
                one.stream, sequence + 1, one.at, who, one.kind, digest(content), previous, algorithm
            )
            own = digest(header.encode())
            rows.append((one.stream, sequence + 1, one.at, who, one.kind, content, previous, own, algorithm))
            heads[one.stream] = (sequence + 1, own)
        cursor.executemany(_EVENT, rows)
    return len(rows)
