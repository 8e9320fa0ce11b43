"""Consumers: named readers of the log whose position the database keeps."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import connection, transaction

from qinglan.kernel.outbox import changes
from qinglan.kernel.outbox.changes import Change, Position

logger = logging.getLogger(__name__)
Handle = Callable[[Sequence[Change]], None]
BATCH = 500
LONGEST_PAUSE = 300
"""Seconds between two tries of a change that a consumer can't handle."""


@dataclass(frozen=True)
class Consumer:
    """A reader of the log.

    `handle` gets changes in order, inside the transaction that also moves the position: what it
    writes into this database happens exactly once. What it does outside (an index on disk, a
    message sent) happens at least once, so it must bear a repetition.

    `kinds` names what it wants (None: everything). A new consumer starts with the `oldest` change that
    is kept, or `now`. One that stores what can be worked out from the present state (an index) gives
    `on_start` instead: it is called once, in the transaction that stores the first position, and
    everything that changes from then on is delivered. `on_new_epoch` is called when a backup was
    restored: effects outside this database then come from a history that never was, and must be made
    anew.
    """

    name: str
    handle: Handle
    kinds: frozenset[str] | None = None
    start: Literal["oldest", "now"] = "oldest"
    on_new_epoch: Callable[[], None] | None = None
    on_start: Callable[[], None] | None = None


CONSUMERS: dict[str, Consumer] = {}


def register_consumer(consumer: Consumer) -> Consumer:
    """Enter a consumer; its name may be entered once. The worker then runs it."""
    if consumer.name in CONSUMERS:
        raise ValueError(f"the consumer {consumer.name} is registered twice")
    CONSUMERS[consumer.name] = consumer
    return consumer


@transaction.atomic
def deliver(consumer: Consumer, limit: int = BATCH) -> int:
    """Give one batch to `consumer`; returns how many changes it passed (0: nothing new, or not now).

    While one process delivers, others pass by. A batch that raises is rolled back, noted, and tried
    again change by change with growing pauses: later changes wait, since order is what a log is for.
    """
    found = _lock(consumer)
    if found is None:
        return 0
    try:
        with transaction.atomic():
            return _deliver(consumer, *found, limit)
    except Exception as error:  # noqa: BLE001 - whatever a consumer raises is noted and tried again
        logger.warning("consumer %s: %s: %s", consumer.name, type(error).__name__, error)
        _note(consumer.name, f"{type(error).__name__}: {error}"[:500])
        return 0


def _deliver(consumer: Consumer, position: Position, failures: int, limit: int) -> int:
    if consumer.on_start is not None and position == changes.BEGINNING:
        # The place first, the state after it: what commits in between is seen twice, never missed.
        begin = changes.end()
        consumer.on_start()
        _move(consumer.name, begin)
        return 1
    batch = changes.read_after(position, 1 if failures else limit)
    current, _token = changes.epoch()
    before = [change for change in batch if change.position.epoch == position.epoch]
    if position.epoch not in (0, current) and not before:
        # Every change of the old epoch is through: whatever comes now is of another history.
        if consumer.on_new_epoch is not None:
            consumer.on_new_epoch()
        _move(consumer.name, Position(batch[0].position.epoch if batch else current, 0, 0))
        return 1
    batch = before if position.epoch else batch
    if not batch:
        return 0
    wanted = [change for change in batch if consumer.kinds is None or change.kind in consumer.kinds]
    if wanted:
        consumer.handle(wanted)
    _move(consumer.name, batch[-1].position)
    return len(batch)


def _lock(consumer: Consumer) -> tuple[Position, int] | None:
    """The consumer's position and failures, locked; None while another process has it or it must wait."""
    with connection.cursor() as cursor:
        for _attempt in range(2):
            cursor.execute(
                "SELECT epoch, xid::text, id, failures,"
                " failed_at + least(2.0 ^ least(failures, 20), %s) * interval '1 second' > clock_timestamp()"
                " FROM outbox_consumer WHERE name = %s FOR UPDATE SKIP LOCKED",
                [LONGEST_PAUSE, consumer.name],
            )
            row = cursor.fetchone()
            if row is not None:
                must_wait = row[3] and row[4]
                return None if must_wait else (Position(row[0], int(row[1]), row[2]), row[3])
            begin = changes.end() if consumer.start == "now" else changes.BEGINNING
            cursor.execute(
                "INSERT INTO outbox_consumer (name, epoch, xid, id)"
                " VALUES (%s, %s, %s::text::xid8, %s) ON CONFLICT DO NOTHING",
                [consumer.name, begin.epoch, str(begin.xid), begin.id],
            )
            if cursor.rowcount == 0:
                return None
    return None


def _move(name: str, to: Position) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_consumer SET epoch = %s, xid = %s::text::xid8, id = %s,"
            " moved_at = clock_timestamp(), failures = 0, failed_at = NULL, error = '' WHERE name = %s",
            [to.epoch, str(to.xid), to.id, name],
        )


def _note(name: str, error: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_consumer SET failures = failures + 1, failed_at = clock_timestamp(), error = %s"
            " WHERE name = %s",
            [error, name],
        )
