"""Server-sent events: an endless answer that ends well.

Use::

    async def stream(request):
        async def messages():
            while True:
                price = await look(read_price)  # the database is read through `look` only
                yield Message("price", price.html, id=str(price.number))
                await asyncio.sleep(1)
        return event_stream(messages())

The stream sends ``retry:`` first, a comment every `HEARTBEAT` seconds while nothing happens, and
closes by itself after `LIFE` seconds or when :func:`close_all` is called: the browser then connects
again with ``Last-Event-ID``. So a server that stops waits for no reader, and a proxy that cuts idle
connections cuts none.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse

Result = TypeVar("Result")

HEARTBEAT = 15.0
LIFE = 300.0
RETRY_MILLISECONDS = 2000

_closers: set[asyncio.Event] = set()
_when_closing: list[Callable[[], None]] = []


@dataclass(frozen=True)
class Message:
    """One event: its name, its data (several lines are fine) and the id to resume from."""

    event: str
    data: str
    id: str = ""

    def encode(self) -> bytes:
        """The bytes on the wire."""
        lines = [f"event: {_one_line(self.event)}"]
        if self.id:
            lines.append(f"id: {_one_line(self.id)}")
        lines += [f"data: {line}" for line in self.data.splitlines() or [""]]
        return ("\n".join(lines) + "\n\n").encode()


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ").replace("\0", "")


def last_event_id(request: HttpRequest) -> str:
    """The id of the last event that this browser got, "" on its first connection."""
    return request.headers.get("Last-Event-ID", "")


async def look(function: Callable[[], Result]) -> Result:
    """Call `function`, which reads the database, in a thread, and give its connection back.

    A stream lives for minutes and reads for moments: it must not keep a connection meanwhile, nor
    meet one that died with a restarted server.
    """

    def call() -> Result:
        try:
            return function()
        finally:
            connections.close_all()

    return await sync_to_async(call)()


def when_closing(close: Callable[[], None]) -> None:
    """Enter what ends streams that do not go through `event_stream`."""
    _when_closing.append(close)


def close_all() -> None:
    """End every open stream of this process at once (called when the server stops)."""
    for closer in list(_closers):
        closer.set()
    for close in _when_closing:
        close()


def event_stream(
    messages: AsyncIterator[Message],
    *,
    life: float = LIFE,
    heartbeat: float = HEARTBEAT,
) -> StreamingHttpResponse:
    """An answer that sends `messages` as they come, for at most `life` seconds."""
    return StreamingHttpResponse(
        _bytes(messages, life, heartbeat),
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _bytes(messages: AsyncIterator[Message], life: float, heartbeat: float) -> AsyncIterator[bytes]:
    ends = time.monotonic() + life
    closer = asyncio.Event()
    _closers.add(closer)
    closing = asyncio.create_task(closer.wait())
    coming: asyncio.Task[Message | None] = asyncio.create_task(_next(messages))
    try:
        await look(_nothing)  # the connection that the login took is not held for minutes
        yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
        while (left := ends - time.monotonic()) > 0:
            waited: set[asyncio.Task[Any]] = {coming, closing}
            done, _ = await asyncio.wait(
                waited, timeout=min(heartbeat, left), return_when=asyncio.FIRST_COMPLETED
            )
            if closing in done:
                break
            if coming not in done:
                yield b": still here\n\n"
                continue
            message = coming.result()
            if message is None:
                break
            yield message.encode()
            coming = asyncio.create_task(_next(messages))
    finally:
        _closers.discard(closer)
        closing.cancel()
        coming.cancel()
        await asyncio.gather(closing, coming, return_exceptions=True)
        close = getattr(messages, "aclose", None)
        if close is not None:
            await close()


def _nothing() -> None:
    """Read nothing."""


async def _next(messages: AsyncIterator[Message]) -> Message | None:
    try:
        return await anext(messages)
    except StopAsyncIteration:
        return None
