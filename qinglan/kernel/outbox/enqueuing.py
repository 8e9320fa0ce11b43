"""Put changes into the log, inside the transaction of their cause."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from qinglan.kernel.outbox import nudging
from qinglan.kernel.outbox.kinds import KINDS

_INSERT = "INSERT INTO outbox_change (kind, key, payload) VALUES (%s, %s, %s::jsonb)"


class OutsideTransaction(RuntimeError):
    """A change may only be queued in the transaction of its cause."""


def enqueue(kind: str, key: str, payload: Mapping[str, Any] | None = None) -> None:
    """Queue one change: a registered `kind`, the `key` of what changed, and what more there is to say.

    It comes to light when the transaction commits, or not at all. The payload is for consumers that
    need more than the key; it must hold no personal data. Raises OutsideTransaction, UnknownKind.
    """
    enqueue_all(kind, [(key, payload or {})])


def enqueue_all(kind: str, changes: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Queue many changes of one kind. Raises as enqueue."""
    if not connection.in_atomic_block:
        raise OutsideTransaction("queue a change inside the transaction of its cause")
    KINDS.known(kind)
    rows = [(kind, key, json.dumps(payload, cls=DjangoJSONEncoder)) for key, payload in changes]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)
    transaction.on_commit(nudging.nudge, robust=True)
