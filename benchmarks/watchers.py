"""Many watchers of one live page, in one process: when each got which bid.

    python -m benchmarks.watchers PORT PATH COUNT

Prints how many are connected, waits for a line, prints for each watcher the pairs of (last bid, moment) that it got.
Moments are those of the machine's monotonic clock, which all its processes share. Only addresses of this machine.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable

AT_ONCE = 100


class Watcher(asyncio.Protocol):
    """One stream: reads the ids of its messages."""

    over = False

    def __init__(self, path: str, lost: Callable[["Watcher"], None]) -> None:
        self.path = path
        self.lost = lost
        self.came: list[tuple[int, float]] = []
        self.first = asyncio.get_running_loop().create_future()
        self.rest = b""

    def connection_lost(self, error: Exception | None) -> None:
        """Connect anew, as a browser does, and say what came last."""
        if not self.over:
            self.lost(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.Transport)
        last = self.came[-1][0] if self.came else 0
        head = f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nLast-Event-ID: {last}\r\n\r\n"
        transport.write(head.encode())

    def data_received(self, data: bytes) -> None:
        """Note each message by the line with its id."""
        now = time.monotonic()
        data = self.rest + data
        read = 0
        while (at := data.find(b"\nid: ", read)) >= 0 and (end := data.find(b"\n", at + 5)) >= 0:
            self.came.append((int(data[at + 5 : end]), now))
            read = end
            if not self.first.done():
                self.first.set_result(None)
        self.rest = data[at if at >= 0 else max(read, len(data) - 24) :]


async def watch(port: int, path: str, count: int) -> None:
    """Connect `count` watchers, some at a time; then wait for the end."""
    loop = asyncio.get_running_loop()
    watchers: list[Watcher] = []
    gate = asyncio.Semaphore(AT_ONCE)

    again: set[asyncio.Task[None]] = set()

    async def connect(watcher: Watcher) -> None:
        async with gate:
            await loop.create_connection(lambda: watcher, "127.0.0.1", port)
            await asyncio.wait_for(watcher.first, 120)

    def lost(watcher: Watcher) -> None:
        task = loop.create_task(connect(watcher))
        again.add(task)
        task.add_done_callback(again.discard)

    async def one() -> None:
        watcher = Watcher(path, lost)
        watchers.append(watcher)
        await connect(watcher)

    await asyncio.gather(*(one() for _ in range(count)))
    print(len(watchers), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    Watcher.over = True
    print(json.dumps([[pair for pair in watcher.came if pair[0]] for watcher in watchers]), flush=True)


if __name__ == "__main__":
    asyncio.run(watch(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
