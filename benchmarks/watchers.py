"""Many watchers of one live page, in one process: when each got which bid.

    python -m benchmarks.watchers PORT PATH COUNT

Prints how many are connected, waits for a line, prints for each watcher the pairs of (last bid, moment) that it got.
Moments are those of the machine's monotonic clock, which all its processes share. Only addresses of this machine.
"""

import asyncio
import json
import sys
import time

AT_ONCE = 100


class Watcher(asyncio.Protocol):
    """One stream: reads the ids of its messages."""

    def __init__(self, path: str) -> None:
        self.request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode()
        self.came: list[tuple[int, float]] = []
        self.first = asyncio.get_running_loop().create_future()
        self.rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(self.request)

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

    async def one() -> None:
        async with gate:
            _transport, protocol = await loop.create_connection(lambda: Watcher(path), "127.0.0.1", port)
            watchers.append(protocol)
            await asyncio.wait_for(protocol.first, 120)

    await asyncio.gather(*(one() for _ in range(count)))
    print(len(watchers), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    print(json.dumps([[pair for pair in watcher.came if pair[0]] for watcher in watchers]), flush=True)


if __name__ == "__main__":
    asyncio.run(watch(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
