"""What the operator sees of the change log, and the thread of the worker."""

import time

import pytest
from django.db import transaction
from rules.predicates import always_true

from qinglan.kernel import outbox, permissions
from qinglan.kernel.outbox import health
from qinglan.kernel.outbox.consumers import Consumer, deliver, register_consumer
from qinglan.kernel.outbox.running import consumers_running


@pytest.fixture
def administrator(db):
    from qinglan.parties.domain.account import open_account, system_user

    return open_account(
        acting_user=system_user(),
        username="administrator",
        password="long-enough-for-tests",
        display_name="Administrator",
        role="administrator",
    )


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["qinglan_language"] = "en"


def put(key: str) -> None:
    with transaction.atomic():
        outbox.enqueue("tests.changed", key)


def test_the_page_is_for_administrators(client, administrator, django_user_model):
    assert client.get("/status/changes/").status_code == 403
    client.force_login(django_user_model.objects.create_user("stranger"))
    assert client.get("/status/changes/").status_code == 403
    client.force_login(administrator)
    assert "No consumer has run yet" in client.get("/status/changes/").content.decode()


def test_lag_and_errors_are_shown(fresh_database, client):
    from qinglan.parties.domain.account import open_account, system_user

    user = open_account(
        acting_user=system_user(),
        username="a",
        password="long-enough-for-tests",
        display_name="A",
        role="administrator",
    )
    client.force_login(user)

    def fail(batch):
        raise ValueError("the index is broken")

    register_consumer(Consumer("search", fail))
    deliver(Consumer("search", fail))
    deliver(Consumer("gone", lambda batch: None))
    assert health.outbox().word == "up"
    put("a")
    put("b")
    deliver(Consumer("search", fail))
    text = client.get("/status/changes/").content.decode()
    assert "Failed 1 times, is tried again" in text
    assert "ValueError: the index is broken" in text
    assert "No longer part of this version" in text
    state = health.outbox()
    assert (state.well, state.word) == (False, "behind")
    assert "search: 2 behind" in state.detail


def test_the_worker_serves_consumers_until_it_ends(fresh_database):
    got = []
    register_consumer(Consumer("tests", lambda batch: got.extend(change.key for change in batch)))
    with consumers_running():
        put("a")
        put("b")
        limit = time.monotonic() + 5
        while len(got) < 2 and time.monotonic() < limit:
            time.sleep(0.01)
    assert got == ["a", "b"]
    put("c")
    time.sleep(0.6)
    assert got == ["a", "b"]


def test_changes_are_shown_as_they_come_to_light(fresh_database):
    import asyncio

    from django.test import AsyncRequestFactory

    from qinglan.kernel.outbox import changes
    from qinglan.kernel.outbox.views.stream import stream
    from qinglan.kernel.web import sse

    put("before <b>")
    request = AsyncRequestFactory().get("/status/changes/stream", headers={"last-event-id": "0-0-0"})

    class Administrator:
        is_authenticated = is_active = True

    request.user = Administrator()

    async def read() -> list[bytes]:
        from django.db import connections

        parts = []
        response = await stream(request)
        async for part in response:
            parts.append(part)
            if part.startswith(b"event"):
                sse.close_all()
        await asyncio.to_thread(connections.close_all)
        return parts

    (change,) = changes.read_after(changes.BEGINNING, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(
            permissions.TABLE, "outbox.look", permissions.Permission("outbox.look", always_true, "")
        )
        parts = asyncio.run(asyncio.wait_for(read(), 10))
    assert parts[0] == b"retry: 2000\n\n"
    assert parts[1].decode().startswith(f"event: tests.changed\nid: {change.position}\ndata: <li>")
    assert "<span>before &lt;b&gt;</span>" in parts[1].decode()
