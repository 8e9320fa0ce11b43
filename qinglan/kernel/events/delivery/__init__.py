"""Anchors leave the machine by adapters: mail, another directory, an S3 store.

An adapter is there when its setting is given. Each delivery is a job of its own, tried again with
growing pauses for about a week; what has not arrived is shown on the page of anchors and on the
state of the system.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qinglan.kernel.events.delivery import file, mail, s3
from qinglan.kernel.events.models import Anchor, Delivery


@dataclass(frozen=True)
class Adapter:
    """A way off the machine. `send` returns a receipt for people and raises when it failed."""

    name: str
    is_configured: Callable[[], bool]
    send: Callable[[Anchor], str]


ADAPTERS = {
    adapter.name: adapter
    for adapter in (
        Adapter("file", file.is_configured, file.send),
        Adapter("mail", mail.is_configured, mail.send),
        Adapter("s3", s3.is_configured, s3.send),
    )
}


def configured() -> list[Adapter]:
    """The adapters that the operator set up, by name."""
    return [adapter for adapter in ADAPTERS.values() if adapter.is_configured()]


def queue(delivery: Delivery) -> Any:
    """Queue the job that sends; it is there when the transaction commits, or not at all."""
    from qinglan.kernel.events.jobs import deliver_anchor  # noqa: PLC0415 - jobs import this package

    return deliver_anchor.defer(delivery=delivery.pk)
