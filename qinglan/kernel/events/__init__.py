"""Hash-chained, append-only streams of events. See docs/events.md.

with transaction.atomic():
    ...
    events.append(stream=f"plan:{plan.slug}", kind="plans.published", payload={...}, actor=acting_user)
"""

from qinglan.kernel.events.appending import (
    Appended,
    Entry,
    OutsideTransaction,
    append,
    append_all,
    append_many,
)
from qinglan.kernel.events.canonical import NotCanonical
from qinglan.kernel.events.kinds import register_kind
from qinglan.kernel.events.row_streams import register_rows
from qinglan.kernel.events.streams import BadStreamName, register_prefix
from qinglan.kernel.kinds import UnknownKind

__all__ = [
    "Appended",
    "BadStreamName",
    "Entry",
    "NotCanonical",
    "OutsideTransaction",
    "UnknownKind",
    "append",
    "append_all",
    "append_many",
    "register_kind",
    "register_prefix",
    "register_rows",
]
