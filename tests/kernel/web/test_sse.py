"""Event streams: the wire, the heartbeat, the bounded life, and a stop that waits for nobody."""

import asyncio

import pytest

from qinglan.kernel.web import sse
from qinglan.kernel.web.sse import Message


@pytest.fixture
def received(await_in_thread):
    """All chunks of a stream; `until` may end it from outside after a chunk."""

    def receive(response, until=None):
        async def read():
            chunks = []
            async with asyncio.timeout(10):
                async for chunk in response.streaming_content:
                    chunks.append(chunk)
                    if until is not None:
                        until(chunks)
            return chunks

        return await_in_thread(read())

    return receive


async def given(*messages):
    for message in messages:
        yield message


async def silence(ended):
    try:
        await asyncio.sleep(3600)
        yield Message("never", "")
    finally:
        ended.append(True)


@pytest.mark.parametrize(
    ("message", "wire"),
    [
        (Message("price", "126"), b"event: price\ndata: 126\n\n"),
        (Message("price", "a\nb", id="7"), b"event: price\nid: 7\ndata: a\ndata: b\n\n"),
        (Message("x", ""), b"event: x\ndata: \n\n"),
        (Message("a\nevent: b", "c", id="1\n2"), b"event: a event: b\nid: 1 2\ndata: c\n\n"),
    ],
)
def test_a_message_on_the_wire(message, wire):
    assert message.encode() == wire


def test_a_stream_begins_with_its_retry_and_ends_with_its_messages(received):
    response = sse.event_stream(given(Message("a", "1"), Message("b", "2")))
    assert received(response) == [b"retry: 2000\n\n", b"event: a\ndata: 1\n\n", b"event: b\ndata: 2\n\n"]
    assert response["Content-Type"] == "text/event-stream; charset=utf-8"
    assert response["Cache-Control"] == "no-store"


def test_silence_is_filled_with_comments_until_the_life_ends(received):
    ended = []
    chunks = received(sse.event_stream(silence(ended), life=0.5, heartbeat=0.1))
    assert chunks[0] == b"retry: 2000\n\n"
    assert set(chunks[1:]) == {b": still here\n\n"}
    assert 3 <= len(chunks[1:]) <= 6
    assert ended == [True]


def test_closing_all_ends_a_silent_stream_at_once(received):
    ended = []
    response = sse.event_stream(silence(ended), life=60, heartbeat=0.05)
    chunks = received(response, until=lambda chunks: sse.close_all() if len(chunks) == 2 else None)
    assert chunks == [b"retry: 2000\n\n", b": still here\n\n"]
    assert ended == [True]
    assert sse._closers == set()


def test_an_error_of_the_source_ends_the_stream_and_is_raised(received):
    async def broken():
        yield Message("a", "1")
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        received(sse.event_stream(broken()))
    assert sse._closers == set()
