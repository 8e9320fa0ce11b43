"""Append an event to a stream, inside the transaction of the act that it records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from qinglan.kernel import deputising
from qinglan.kernel.clock.story import told
from qinglan.kernel.events import algorithms, personal, streams
from qinglan.kernel.events.canonical import NotCanonical, encode
from qinglan.kernel.events.header import Header
from qinglan.kernel.events.kinds import KINDS

LARGEST_PAYLOAD = 256 * 1024
SYSTEM = "system"
ON_BEHALF_OF = "on_behalf_of"
"""Key of the payload that names the person for whom a deputy acted."""

_LOCK = "SELECT sequence, hash, moment FROM events_lock(%s)"
_LOCK_ALL = (
    "SELECT wanted.stream, head.sequence, head.hash, head.moment"
    " FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (stream, place),"
    " LATERAL events_lock(wanted.stream) AS head ORDER BY wanted.place"
)
_EVENT = (
    "INSERT INTO events_event"
    " (stream, sequence, time, actor, kind, payload, previous, hash, algorithm)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_PERSONAL = (
    "INSERT INTO events_personal (stream, sequence, field, subject, salt, value)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)


class OutsideTransaction(RuntimeError):
    """An event may only be appended in the transaction of its cause."""


@dataclass(frozen=True)
class Appended:
    """Where an event stands, when it was appended (database's clock), and its hash."""

    stream: str
    sequence: int
    time: datetime
    hash: bytes


@dataclass(frozen=True)
class Entry:
    """What is appended: kind, payload, personal data, and whom the latter is about (``user:17``)."""

    kind: str
    payload: Mapping[str, Any]
    personal: Mapping[str, Any] | None = None
    subject: str = ""


def append(
    *,
    stream: str,
    kind: str,
    payload: Mapping[str, Any],
    actor: Any,
    personal: Mapping[str, Any] | None = None,
    subject: str = "",
) -> Appended:
    """Append one event to `stream` (``prefix:key``).

    `actor` is an account (kept as ``user:<key>`` or ``system``) or such a text. `payload` holds no
    personal data; that goes into `personal`, of which the chain keeps salted digests only.
    The stream stays locked until the transaction ends: append late in it, and to several streams in
    the order of their names. Raises OutsideTransaction, UnknownKind, BadStreamName, NotCanonical.
    """
    return append_all(stream=stream, entries=[Entry(kind, payload, personal, subject)], actor=actor)[0]


def append_all(*, stream: str, entries: Sequence[Entry], actor: Any) -> list[Appended]:
    """Append several events to one stream, with one lock and one time. Raises as append."""
    if not connection.in_atomic_block:
        raise OutsideTransaction("append an event inside the transaction of the act that it records")
    streams.prefix_of(stream)
    algorithm = algorithms.chosen()
    who = actor_text(actor)
    principal = deputising.principal_of(actor)
    ready = [_prepared(entry, algorithm, principal) for entry in entries]
    if not ready:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [stream])
        row = cursor.fetchone()
        assert row is not None
        events: list[tuple[Any, ...]] = []
        secret: list[tuple[Any, ...]] = []
        head = Appended(stream, row[0], told() or row[2], bytes(row[1]))
        appended = _chain(head, ready, who, algorithm, events, secret)
        if len(events) == 1:
            cursor.execute(_EVENT, events[0])
        else:
            cursor.executemany(_EVENT, events)
        if secret:
            cursor.executemany(_PERSONAL, secret)
    return appended


def append_many(*, entries: Sequence[tuple[str, Entry]], actor: Any) -> int:
    """Append events to several streams, each `(stream, entry)` in its order, with few statements; how many.

    For one act on many things. The streams are locked in the order of their names. Raises as append.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("append events inside the transaction of the act that they record")
    if not entries:
        return 0
    by_stream: dict[str, list[Entry]] = {}
    for stream, entry in entries:
        by_stream.setdefault(stream, []).append(entry)
    for stream in by_stream:
        streams.prefix_of(stream)
    algorithm, who, principal = algorithms.chosen(), actor_text(actor), deputising.principal_of(actor)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_ALL, [sorted(by_stream)])
        events: list[tuple[Any, ...]] = []
        secret: list[tuple[Any, ...]] = []
        for stream, sequence, previous, moment in cursor.fetchall():
            ready = [_prepared(entry, algorithm, principal) for entry in by_stream[stream]]
            head = Appended(stream, sequence, told() or moment, bytes(previous))
            _chain(head, ready, who, algorithm, events, secret)
        cursor.executemany(_EVENT, events)
        if secret:
            cursor.executemany(_PERSONAL, secret)
    return len(events)


def _chain(
    head: Appended,
    ready: Sequence[tuple[Entry, bytes, list[personal.Sealed]]],
    who: str,
    algorithm: str,
    events: list[tuple[Any, ...]],
    secret: list[tuple[Any, ...]],
) -> list[Appended]:
    """Add to the rows of events and personal data what follows the locked `head` of a stream."""
    appended = []
    digest = algorithms.digest_with(algorithm)
    sequence, previous, moment = head.sequence, head.hash, head.time
    for entry, content, sealed in ready:
        sequence += 1
        header = Header(head.stream, sequence, moment, who, entry.kind, digest(content), previous, algorithm)
        own = digest(header.encode())
        events.append((head.stream, sequence, moment, who, entry.kind, content, previous, own, algorithm))
        secret += [(head.stream, sequence, s.field, entry.subject, s.salt, s.value) for s in sealed]
        appended.append(Appended(head.stream, sequence, moment, own))
        previous = own
    return appended


def actor_text(actor: Any) -> str:
    """How an account stands in the chain: a key that means nothing without the accounts."""
    if isinstance(actor, str):
        return actor
    if getattr(actor, "is_system", False):
        return SYSTEM
    if getattr(actor, "pk", None) is None:
        raise ValueError("an event needs an account or a text as its actor")
    return f"user:{actor.pk}"


def _prepared(
    entry: Entry, algorithm: str, principal: int | None
) -> tuple[Entry, bytes, list[personal.Sealed]]:
    KINDS.known(entry.kind)
    if personal.KEY in entry.payload:
        raise NotCanonical(f"payload.{personal.KEY}: give personal data apart, as personal=…")
    sealed = personal.seal(entry.personal or {}, algorithm)
    whole = dict(entry.payload)
    if principal is not None:
        whole[ON_BEHALF_OF] = f"user:{principal}"
    if sealed:
        whole[personal.KEY] = {item.field: item.digest.hex() for item in sealed}
    content = encode(whole)
    if len(content) > LARGEST_PAYLOAD:
        raise NotCanonical(
            f"the payload has {len(content)} bytes, more than {LARGEST_PAYLOAD}; store a file and append its hash"
        )
    return entry, content, sealed
