"""The consumer that keeps the documents current: a change of a key makes the key's documents anew."""

from collections.abc import Sequence

from qinglan.kernel import outbox
from qinglan.kernel.search.domain.storing import rebuild, refresh
from qinglan.kernel.search.sources import SOURCES


def handle(changes: Sequence[outbox.Change]) -> None:
    """Refresh each key of `changes` once, within the consumer's transaction."""
    for source in SOURCES.values():
        keys = {change.key for change in changes if change.kind in source.changes}
        for key in sorted(keys):
            refresh(source, key)


def begin() -> None:
    """Everything that was there before the consumer first ran."""
    rebuild()


CONSUMER = outbox.register_consumer(outbox.Consumer("search", handle, on_start=begin))
