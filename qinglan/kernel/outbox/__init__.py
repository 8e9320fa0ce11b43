"""The commit-ordered change log. See docs/outbox.md.

with transaction.atomic():
    ...
    outbox.enqueue("plans.changed", key=plan.slug)
"""

from qinglan.kernel.kinds import UnknownKind
from qinglan.kernel.outbox.changes import Change, Position
from qinglan.kernel.outbox.consumers import Consumer, register_consumer
from qinglan.kernel.outbox.enqueuing import OutsideTransaction, enqueue, enqueue_all
from qinglan.kernel.outbox.kinds import register_kind

__all__ = [
    "Change",
    "Consumer",
    "OutsideTransaction",
    "Position",
    "UnknownKind",
    "enqueue",
    "enqueue_all",
    "register_consumer",
    "register_kind",
]
