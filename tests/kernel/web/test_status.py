"""The status page: for administrators, live, under the server that serves it in earnest."""

import http.client
import threading
import time

import pytest
import uvicorn
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client

from qinglan.kernel.roles import ADMINISTRATOR
from qinglan.kernel.web import health, sse
from qinglan.kernel.web.views import status
from tests.support.people import assign

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def close_connections(monkeypatch):
    """A thread of the server would otherwise keep its connection until it is collected."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)


def account(name, **rights):
    return get_user_model().objects.create_user(name, password=None, **rights)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_page_is_for_administrators():
    assert Client().get("/status/").status_code == 302
    assert client_of(account("officer")).get("/status/").status_code == 403
    keeper = account("keeper")
    assign(keeper, ADMINISTRATOR)
    assert client_of(keeper).get("/status/").status_code == 200
    answer = client_of(account("admin", is_superuser=True)).get("/status/", {"lang": "en"})
    assert answer.status_code == 200
    assert '<dt>Database</dt><dd><span class="q-light q-light-done">' in answer.content.decode()
    assert 'sse-connect="/status/stream"' in answer.content.decode()


class Server:
    """The site under uvicorn in a thread, on a free port."""

    def __enter__(self):
        self.opened = []
        config = uvicorn.Config(
            "qinglan.portal.asgi:application", port=0, lifespan="off", log_level="warning"
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        deadline = time.monotonic() + 10
        while not self.server.started:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        return self

    def __exit__(self, *error):
        self.server.should_exit = True
        self.thread.join(10)
        assert not self.thread.is_alive()
        for one in self.opened:
            one.close()

    def get(self, path, cookie=""):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        self.opened += [response, connection]
        return response


def cookie_of(client):
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def next_event(response):
    """The lines of the next event, without comments."""
    lines = []
    while True:
        line = response.readline().decode()
        assert line, "the stream ended"
        if line == "\n":
            if lines:
                return lines
        elif not line.startswith(":"):
            lines.append(line.rstrip("\n"))


def test_the_stream_refuses_strangers():
    officer = cookie_of(client_of(account("officer")))
    with Server() as server:
        assert server.get("/status/stream").status == 302
        assert server.get("/status/stream", officer).status == 403


def test_the_stream_tells_what_changes_and_ends_when_the_server_stops(monkeypatch):
    monkeypatch.setattr(health, "_probes", {"database": health.database})
    monkeypatch.setattr(status, "PERIOD", 0.1)
    cookie = cookie_of(client_of(account("admin", is_superuser=True)))
    with Server() as server:
        response = server.get("/status/stream", cookie)
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert next_event(response) == ["retry: 2000"]
        first = next_event(response)
        assert first[:2] == ["event: parts", "id: 1"]
        assert "未知" in "".join(first)
        health.register("worker", lambda: health.State(True, "up"))
        second = next_event(response)
        assert second[:2] == ["event: parts", "id: 2"]
        assert "未知" not in "".join(second)
        began = time.monotonic()
        sse.close_all()
        while response.readline():
            pass
        assert time.monotonic() - began < 1
    assert time.monotonic() - began < 2


def test_the_stream_is_in_the_readers_language(monkeypatch):
    monkeypatch.setattr(health, "_probes", {"database": health.database})
    cookie = cookie_of(client_of(account("admin", is_superuser=True)))
    with Server() as server:
        response = server.get("/status/stream", f"{cookie}; qinglan_language=en")
        assert next_event(response) == ["retry: 2000"]
        assert "Database" in "".join(next_event(response))
        sse.close_all()
