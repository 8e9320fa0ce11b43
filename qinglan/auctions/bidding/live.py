"""Watchers of live pages: one look at the database for each change and process, whatever their number.

Each lot that somebody watches has a room. A change wakes it; it reads the lot once, encodes the message once, and hands
the same bytes to all. The more watch, the longer it waits until it looks again, so that a burst of bids becomes few
messages, each of them with all bids since the last: nobody misses one. The id of a message is the number of the last
bid; a browser that lost its connection says it, and gets what it missed.
"""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from django.db import connections

from qinglan.auctions.bidding import snapshot
from qinglan.auctions.bidding.recorded import CHANGED
from qinglan.auctions.bidding.snapshot import Snapshot
from qinglan.auctions.recorded import CHANGED as LOT_CHANGED
from qinglan.kernel.outbox.changes import Change
from qinglan.kernel.outbox.tailer import TAILER
from qinglan.kernel.web import sse

logger = logging.getLogger(__name__)
HEARTBEAT = 15.0
LIFE = (900.0, 1800.0)
"""A stream lives for a time within these seconds: those that began together do not all come again together."""
IDLE = 0.1
"""A bid that another process took is seen after so many seconds at the latest."""
AFTER_FAILURE = 1.0
SHORTEST = 0.05
LONGEST = 1.0
PER_WATCHER = 0.0001
"""Seconds between two looks of a room: `PER_WATCHER` for each watcher, within the bounds."""
Result = TypeVar("Result")
Settle = Callable[[str], None]


class Room:
    """One lot and those who watch it, in one event loop. `looks` counts how often it was read."""

    def __init__(self, number: str, settle: Settle) -> None:
        self.number = number
        self.watchers = 0
        self.latest: Snapshot | None = None
        self.is_closed = False
        self.looks = 0
        self._settle = settle
        self._encoded: dict[int, bytes] = {}
        self._dirty = asyncio.Event()
        self._tick: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._task: asyncio.Task[None] | None = None
        self._read_at = 0.0
        self._settles_from = 0.0

    def start(self) -> None:
        """Look for the first time, and then after each change."""
        self._dirty.set()
        self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """Nobody watches any more, or the server stops."""
        self.is_closed = True
        if self._task is not None:
            self._task.cancel()
        self._wake()

    def mark(self) -> None:
        """Something changed."""
        self._dirty.set()

    async def next(self) -> None:
        """Wait until there is something new, or a heartbeat is due."""
        await asyncio.shield(self._tick)

    async def message(self, n: int) -> bytes:
        """What is sent to a watcher who has the bids up to `n`."""
        latest = self.latest
        assert latest is not None
        if latest.lacks(n):
            missed = await _apart(lambda: snapshot.between(latest.lot, n, latest.bids[0][0]))
            return sse.Message("standing", latest.since(n, missed), id=str(latest.count)).encode()
        if n not in self._encoded:
            self._encoded[n] = sse.Message("standing", latest.since(n), id=str(latest.count)).encode()
        return self._encoded[n]

    def tick(self) -> bytes:
        """What is sent while nothing happens: the time, by which the page knows that it is connected."""
        shown = self._shown()
        return b": still here\n\n" if shown is None else sse.Message("tick", str(round(shown))).encode()

    def _wake(self) -> None:
        tick, self._tick = self._tick, asyncio.get_running_loop().create_future()
        if not tick.done():
            tick.set_result(None)

    async def _run(self) -> None:
        await asyncio.to_thread(TAILER.wait_until_begun)  # what changes from now on wakes the room
        while True:
            try:
                await asyncio.wait_for(self._dirty.wait(), self._patience())
            except TimeoutError:
                if self._is_due():
                    await self._look_after_the_clock()
                self._wake()
                continue
            self._dirty.clear()
            try:
                before = self.latest
                self.latest = await _apart(lambda before=before: snapshot.read(self.number, before))  # type: ignore[misc]
            except Exception as error:  # noqa: BLE001 - the database may be away for a while
                logger.warning("a watched lot can't be read: %s", error)
                self._dirty.set()
                await asyncio.sleep(AFTER_FAILURE)
                continue
            self._read_at = time.monotonic()
            self.looks += 1
            self._encoded = {}
            self._wake()
            await asyncio.sleep(min(LONGEST, max(SHORTEST, PER_WATCHER * self.watchers)))

    def _shown(self) -> float | None:
        """What the site's clock shows now, in milliseconds since 1970."""
        if self.latest is None:
            return None
        facts = self.latest.facts
        return float(facts["now"] + (time.monotonic() - self._read_at) * 1000 * facts["factor"])

    def _left(self) -> float | None:
        """Seconds until bids begin or end; None where nothing is to come."""
        latest = self.latest
        if latest is None or latest.has_ended:
            return None
        facts = latest.facts
        until = facts["closes"] if facts["opened"] else facts["opens"]
        if until is None:
            return None
        shown = self._shown()
        assert shown is not None
        return float(max(0.0, (until - shown) / 1000 / max(1, facts["factor"])))

    def _patience(self) -> float:
        left = self._left()
        if left is None:
            return HEARTBEAT
        return min(HEARTBEAT, max(left, self._settles_from - time.monotonic(), 0.0) + 0.1)

    def _is_due(self) -> bool:
        left = self._left()
        return left is not None and left <= 0 and time.monotonic() >= self._settles_from

    async def _look_after_the_clock(self) -> None:
        """Bids begin or end now: the verb is called once by each process; it may be called often."""
        self._settles_from = time.monotonic() + AFTER_FAILURE
        try:
            await _apart(lambda: self._settle(self.number))
        except Exception:
            self._settles_from = time.monotonic() + HEARTBEAT
            logger.exception("the bids of a watched lot can't begin or end")
        self._dirty.set()


class Hall:
    """The rooms of this process."""

    def __init__(self, settle: Settle) -> None:
        self._rooms: dict[str, Room] = {}
        self._settle = settle
        self._loop: asyncio.AbstractEventLoop | None = None

    def shows(self, number: str) -> bool:
        """Whether somebody watches this lot already, and everybody may."""
        room = self._rooms.get(number)
        return room is not None and room.latest is not None and room.latest.is_public

    def enter(self, number: str) -> Room:
        """The room of a lot, for one more watcher."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._rooms, self._loop = {}, loop
        if not self._rooms:
            TAILER.add(self._take, IDLE)
        room = self._rooms.get(number)
        if room is None:
            room = self._rooms[number] = Room(number, self._settle)
            room.start()
        room.watchers += 1
        return room

    def leave(self, room: Room) -> None:
        """One watcher less."""
        room.watchers -= 1
        if room.watchers == 0 and self._rooms.get(room.number) is room:
            del self._rooms[room.number]
            room.stop()
            if not self._rooms:
                TAILER.remove(self._take)

    def close(self) -> None:
        """End every stream: the server stops."""
        if self._loop is not None and self._loop.is_running():
            for room in list(self._rooms.values()):
                self._loop.call_soon_threadsafe(room.stop)

    def _take(self, change: Change) -> None:
        loop, room = self._loop, self._rooms.get(change.key)
        if (
            change.kind in (CHANGED, LOT_CHANGED)
            and room is not None
            and loop is not None
            and loop.is_running()
        ):
            loop.call_soon_threadsafe(room.mark)


async def watch(hall: Hall, number: str, after: int) -> AsyncIterator[bytes]:
    """The bytes of one watcher's stream, who has the bids up to `after`. Ends by itself within `LIFE`."""
    room = hall.enter(number)
    ends = time.monotonic() + random.uniform(*LIFE)  # noqa: S311 - no secret
    seen: Snapshot | None = None
    try:
        yield f"retry: {sse.RETRY_MILLISECONDS}\n\n".encode()
        while not room.is_closed and time.monotonic() < ends:
            if room.latest is not None and room.latest is not seen:
                seen = room.latest
                message = await room.message(after)
                after = seen.count
                yield message
                continue
            quiet = room.latest
            await room.next()
            if room.latest is quiet and not room.is_closed:
                yield room.tick()
    finally:
        hall.leave(room)


async def _apart(work: Callable[[], Result]) -> Result:
    """Do `work` in a thread and give its connection back."""

    def run() -> Result:
        try:
            return work()
        finally:
            connections.close_all()

    return await asyncio.to_thread(run)
