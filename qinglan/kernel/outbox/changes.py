"""Changes and positions, and how the log is read."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection


class Position(NamedTuple):
    """A place in the log. Comparing two tells which comes first."""

    epoch: int
    xid: int
    id: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.xid}-{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Position | None":
        """The position that `text` names (an event stream's ``Last-Event-ID``), or None."""
        parts = text.split("-")
        if len(parts) != len(cls._fields) or not all(p.isdecimal() and len(p) < 20 for p in parts):
            return None
        return cls(*(int(part) for part in parts))


BEGINNING = Position(0, 0, 0)
"""Before every change."""


@dataclass(frozen=True)
class Change:
    """One change: what kind, of what (`key`), what more there is to say, when it was queued."""

    position: Position
    kind: str
    key: str
    payload: dict[str, Any]
    at: datetime


def read_after(position: Position, limit: int) -> list[Change]:
    """Up to `limit` changes after `position`, in order.

    Only what can no longer be overtaken is read: changes whose transaction is older than every
    transaction still running in this database. Whoever remembers the position of the last one misses nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT epoch, xid::text, id, kind, key, payload::text, at"
            " FROM outbox_read(%s, %s::text::xid8, %s, %s)",
            [position.epoch, str(position.xid), position.id, limit],
        )
        return [
            Change(Position(epoch, int(xid), number), kind, key, json.loads(payload), at)
            for epoch, xid, number, kind, key, payload, at in cursor.fetchall()
        ]


def end() -> Position:
    """The position after all that can be read now; all that comes to light later lies behind it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT outbox_epoch(), outbox_horizon()::text")
        row = cursor.fetchone()
    assert row is not None
    return Position(row[0], int(row[1]), 0)


def epoch() -> tuple[int, str]:
    """Number and token of this epoch. A restore begins a new one.

    Who keeps a position outside this database compares the token: the number may come again when
    the same backup is restored twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, token::text FROM outbox_epoch ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
    assert row is not None
    return row[0], row[1]
