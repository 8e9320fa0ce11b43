"""The pool of Django's connections."""

import threading
import time
from pathlib import Path

import pytest
from django.db import ConnectionHandler

from qinglan.kernel.database.location import ROLE_NAMES, embedded_params
from qinglan.kernel.database.process import postmaster
from qinglan.kernel.database.server import Server

_THREADS = 12


def _handler(home: Path) -> ConnectionHandler:
    params = embedded_params(home, ROLE_NAMES["app"])
    options = {"require_auth": params["require_auth"], "pool": {"min_size": 1, "max_size": 20, "timeout": 10}}
    return ConnectionHandler(
        {
            "default": {
                "ENGINE": "qinglan.kernel.database.backend",
                "NAME": params["dbname"],
                "USER": params["user"],
                "PASSWORD": params["password"],
                "HOST": params["host"],
                "PORT": str(params["port"]),
                "OPTIONS": options,
                "CONN_HEALTH_CHECKS": True,
            }
        }
    )


def _sessions(handler: ConnectionHandler) -> int:
    with handler["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = current_user")
        found: int = cursor.fetchone()[0]
    handler["default"].close()
    return found


def _fill(handler: ConnectionHandler) -> None:
    """Let many threads hold a connection at once, each as a request does."""
    together = threading.Barrier(_THREADS)

    def request() -> None:
        with handler["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
            together.wait(10)
        handler["default"].close()

    threads = [threading.Thread(target=request) for _ in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db
def test_connections_are_used_again_and_a_restart_is_got_over_at_once(home: Path) -> None:
    server = Server(home, durable=False)
    server.start()
    handler = _handler(home)
    try:
        for _ in range(3):
            _fill(handler)
        assert _sessions(handler) <= 20
        victim = postmaster(server.data)
        assert victim is not None
        victim.kill()
        server.start()
        begin = time.monotonic()
        assert _sessions(handler) >= 1
        assert time.monotonic() - begin < 3
    finally:
        handler["default"].close_pool()
