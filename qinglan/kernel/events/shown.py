"""Events as a reader sees them: names for accounts, personal data where he may see it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.events import personal
from qinglan.kernel.events.appending import SYSTEM
from qinglan.kernel.events.field_words import words_of
from qinglan.kernel.events.kinds import KINDS
from qinglan.kernel.events.models import Event, Personal


@dataclass(frozen=True)
class ShownEvent:
    """One event for a page; `rows` are the parts of its payload as (words, code name, text), none for
    who may not read them.
    """

    sequence: int
    time: datetime
    actor: str
    kind: str
    description: str
    rows: list[tuple[str, str, str]]
    hash: str
    algorithm: str


def shown_events(user: Any, events: Sequence[Event]) -> list[ShownEvent]:
    """`events` (of one stream) for `user`, with two queries whatever their number."""
    if not events:
        return []
    stream = events[0].stream
    values: dict[tuple[int, str], str] = {}
    if permissions.answer(user, "events.see_personal", stream):
        found = Personal.objects.filter(stream=stream, sequence__in=[event.sequence for event in events])
        values = {(row.sequence, row.field): _text(json.loads(bytes(row.value))) for row in found}
        erased = _("erased")
    else:
        erased = _("not shown")
    names = _names(events)
    readable = bool(permissions.answer(user, "events.read", stream))
    return [
        ShownEvent(
            event.sequence,
            event.time,
            names.get(event.actor, event.actor),
            event.kind,
            str(KINDS[event.kind].description) if event.kind in KINDS else "",
            _rows(event, values, erased) if readable else [],
            bytes(event.hash).hex(),
            event.algorithm,
        )
        for event in events
    ]


def _rows(event: Event, values: dict[tuple[int, str], str], erased: str) -> list[tuple[str, str, str]]:
    try:
        payload = json.loads(bytes(event.payload))
    except ValueError:
        return [(_("payload"), "", _("can't be read"))]
    found = [(name, _text(value)) for name, value in payload.items() if name != personal.KEY]
    found += [(name, values.get((event.sequence, name), erased)) for name in payload.get(personal.KEY, {})]
    return [(words_of(name), name, text) for name, text in found]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _names(events: Sequence[Event]) -> dict[str, str]:
    keys = {event.actor.partition(":")[2] for event in events if event.actor.startswith("user:")}
    accounts = get_user_model().objects.filter(pk__in=[key for key in keys if key.isdecimal()])
    names = {f"user:{account.pk}": str(account) for account in accounts}
    return {**names, SYSTEM: _("the system")}
