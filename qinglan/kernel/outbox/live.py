"""Changes as a stream of events for live pages.

    async def stream(request):
        found = live.changes_of({"plans.changed"}, key=slug, after=Position.parse(sse.last_event_id(request)))
        return sse.event_stream(live.messages(found, render))

`render` turns a change into the data of a message, or None to send nothing; it may read the database.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection
from typing import ParamSpec, TypeVar

from django.db import connections

from qinglan.kernel.outbox import changes
from qinglan.kernel.outbox.changes import Change, Position
from qinglan.kernel.outbox.tailer import TAILER
from qinglan.kernel.web import sse

P = ParamSpec("P")
R = TypeVar("R")
WAITING = 1000
"""Changes that may wait for one slow reader; then his stream ends, and his browser connects anew."""


async def changes_of(
    kinds: Collection[str], *, key: str | None = None, after: Position | None = None
) -> AsyncGenerator[Change, None]:
    """The changes of `kinds` (and of `key`, if given), as they come to light.

    With `after` (where a reader's connection broke off) those that he missed come first. Ends by
    itself when the reader is too slow.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[Change | None] = asyncio.Queue()

    def wanted(change: Change) -> bool:
        return change.kind in kinds and (key is None or change.key == key)

    def put(change: Change) -> None:
        if queue.qsize() < WAITING:
            queue.put_nowait(change)
        else:
            queue.put_nowait(None)

    def take(change: Change) -> None:
        if wanted(change):
            loop.call_soon_threadsafe(put, change)

    TAILER.add(take)
    try:
        await asyncio.to_thread(TAILER.wait_until_begun)
        last = after or changes.BEGINNING
        while after is not None:
            missed = await _apart(changes.read_after, last, WAITING)
            for change in missed:
                last = change.position
                if wanted(change):
                    yield change
            if len(missed) < WAITING:
                break
        while (next_one := await queue.get()) is not None:
            if next_one.position > last:
                last = next_one.position
                yield next_one
    finally:
        TAILER.remove(take)


async def messages(
    found: AsyncIterator[Change], render: Callable[[Change], str | None]
) -> AsyncIterator[sse.Message]:
    """Messages for `sse.event_stream`, named by the kind of change, with the position as their id."""
    async for change in found:
        data = await _apart(render, change)
        if data is not None:
            yield sse.Message(change.kind, data, id=str(change.position))


async def _apart(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do `work` in a thread and give its connection back: a stream must not hold one for minutes."""

    def run() -> R:
        try:
            return work(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.to_thread(run)
