"""The room while it is open on the other side's screen."""

import asyncio
from typing import Any

import pytest
from django.test import AsyncRequestFactory

from qinglan.kernel.outbox import changes
from qinglan.kernel.web import sse
from qinglan.market.domain import room as rooms
from qinglan.market.views.rooms import stream
from tests.market.contact import made

pytestmark = pytest.mark.django_db(transaction=True)
Both = dict[str, Any]


def parts_of(room: Any, user: Any) -> list[str]:
    """What a reader gets who has missed everything, up to the last message."""
    from django.db import connections

    request = AsyncRequestFactory().get("/", headers={"last-event-id": str(changes.BEGINNING)})
    request.user = user

    async def read() -> list[str]:
        found = []
        response = await stream(request, pk=room.pk)
        if response.status_code != 200:
            return [str(response.status_code)]
        async for part in response:
            found.append(part.decode())
            if "要不要寄样" in found[-1]:
                sse.close_all()
        await asyncio.to_thread(connections.close_all)
        return found

    return asyncio.run(asyncio.wait_for(read(), 20))


def test_the_other_side_reads_what_is_said_without_asking(both: Both) -> None:
    held = made.accepted(both)
    rooms.say(acting_user=both["buyer"], room=held, text="要不要寄样？<b>")
    parts = parts_of(held, both["member"])
    assert parts[0] == "retry: 2000\n\n"
    assert parts[-1].startswith("event: market.room-changed\nid: ")
    assert "要不要寄样？&lt;b&gt;" in parts[-1]


def test_who_may_not_read_the_room_gets_no_stream(both: Both) -> None:
    held = made.accepted(both)
    rooms.say(acting_user=both["buyer"], room=held, text="要不要寄样？")
    assert {name: parts_of(held, both[name]) for name in ("third", "officer")} == {
        "third": ["403"], "officer": ["403"],
    }  # fmt: skip
