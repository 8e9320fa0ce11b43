"""A web server of one process on a test's own database, for what needs open streams."""

import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from django.test import Client

from tests.support.running import free_port


class Site:
    """uvicorn with the whole site. `kill` ends it as a power cut would; `start` lets it come back on the same port."""

    def __init__(self, database: Any) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            **database.environment(),
            "DJANGO_SETTINGS_MODULE": "qinglan.settings",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> None:
        """Start it; with `wait` until it answers."""
        command = [sys.executable, "-m", "uvicorn", "qinglan.portal.asgi:application", f"--port={self.port}"]
        command += ["--log-level=error", "--no-access-log", "--lifespan=off", "--timeout-graceful-shutdown=1"]
        self._process = subprocess.Popen(
            command, env=self._environment, cwd=Path(__file__).resolve().parents[3], stdin=subprocess.DEVNULL
        )
        if wait:
            self.wait()

    def wait(self, patience: float = 90) -> None:
        """Until it answers."""
        ends = time.monotonic() + patience
        while True:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                connection.request("GET", "/auctions/")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                pass
            finally:
                connection.close()
            assert time.monotonic() < ends, "the site does not answer"
            time.sleep(0.1)

    def kill(self) -> None:
        """End it at once (-9)."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(10)
            self._process = None


def session(user: Any) -> str:
    """The session cookie of `user`, logged in."""
    client = Client()
    client.force_login(user)
    return str(client.cookies["sessionid"].value)
