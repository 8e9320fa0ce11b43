"""What HTTP adds to a search: ``python -m benchmarks.search.over_http [TECHNOLOGIES [ROUNDS]]``.

A home of its own with a database, technologies made of words, their index, and a web server (uvicorn, one
process). In turn: the engine is asked here for what the page asks it, the page is fetched, the engine is asked
for words that begin so, and the JSON answer that the box fetches while one types. Beside the time, which
others' work on the machine lengthens, stands the processor's for one answer. Ends with 1 when the JSON answer
takes more than 5 ms longer than the engine; of the page, which a person reads, the difference is printed.
"""
# ruff: noqa: PLC0415 - Django may be loaded only when the home is chosen

import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from urllib.parse import quote

import psutil

from benchmarks import market_import

MOST = 5.0
"""Milliseconds."""
PUBLISH = """
UPDATE market_technology
   SET state = 'published', published_at = now(), secrecy_on = current_date, valid_until = current_date + 365
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def fill(count: int) -> None:
    """A database with `count` technologies, and the index."""
    code = market_import.prepare()
    path = market_import.HOME / "rows.jsonl"
    market_import.write_rows(path, count)
    market_import.bring_in(path, code)
    from django.conf import settings
    from django.db import connection

    from qinglan.kernel.search.engine import COLLECTIONS
    from qinglan.kernel.search.engine.installed import engine
    from qinglan.kernel.search.following.rebuilding import rebuild_in
    from qinglan.kernel.web.translations import compile_all

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE market_technology DISABLE TRIGGER USER")
        cursor.execute(PUBLISH)
        cursor.execute("ALTER TABLE market_technology ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    compile_all()
    print(f"{rebuild_in(engine(), COLLECTIONS['technologies'])} technologies in the index")


def serve(port: int) -> subprocess.Popen[bytes]:
    """A web server, once it answers."""
    command = ["uvicorn", "qinglan.portal.asgi:application", f"--port={port}", "--log-level=error"]
    server = subprocess.Popen([sys.executable, "-m", *command, "--no-access-log"])
    for _attempt in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return server
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise RuntimeError("the web server doesn't answer")


class Watch:
    """Milliseconds of what was done, and those of the processor in the process that did it."""

    def __init__(self, process: psutil.Process) -> None:
        self.process = process
        self.taken: list[float] = []
        self.spent = 0.0

    def run(self, work: Callable[[], object]) -> None:
        """Do it once."""
        before = sum(self.process.cpu_times()[:2])
        begun = time.perf_counter()
        work()
        self.taken.append((time.perf_counter() - begun) * 1000)
        self.spent += (sum(self.process.cpu_times()[:2]) - before) * 1000

    def __str__(self) -> str:
        return f"p50 {self.middle:6.2f} ms, processor {self.spent / len(self.taken):6.2f} ms on average"

    @property
    def middle(self) -> float:
        """The median."""
        return statistics.median(self.taken)


def measure(port: int, server: psutil.Process, rounds: int) -> dict[str, Watch]:
    """Ask everything in turn."""
    from django.http import QueryDict
    from django.utils import translation

    from qinglan.kernel.search import engine
    from qinglan.market.searching import asked_by, question

    rng = Random(4)  # noqa: S311 - no secret
    own = psutil.Process()
    watches = {name: Watch(own if "engine" in name else server) for name in (
        "engine, a search", "page", "engine, words", "JSON"
    )}  # fmt: skip
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def fetch(address: str) -> None:
        connection.request("GET", address, headers={"Accept-Language": "zh-hans"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (answer.status, address)
        assert body

    with translation.override("zh-hans"):
        for number in range(rounds + 20):
            if number == 20:  # what came before warmed all of it
                for watch in watches.values():
                    watch.taken, watch.spent = [], 0.0
            text = " ".join(rng.sample(market_import.WORDS, 2))
            asked = asked_by(QueryDict(f"q={quote(text)}"))
            search = question(asked, frozenset())
            watches["engine, a search"].run(partial(engine.search, "technologies", search))
            watches["page"].run(partial(fetch, f"/market/search/?q={quote(text)}"))
            start = text[:1]
            watches["engine, words"].run(partial(engine.suggest, "technologies", start))
            watches["JSON"].run(partial(fetch, f"/market/search/words/?q={quote(start)}"))
    return watches


def main(count: int = 10_000, rounds: int = 300) -> int:
    """Run it."""
    from qinglan.kernel.database.server import Server

    home: Path = market_import.HOME
    port = _free_port()
    server = None
    try:
        fill(count)
        server = serve(port)
        watches = measure(port, psutil.Process(server.pid), rounds)
    finally:
        if server is not None:
            server.terminate()
            server.wait(timeout=30)
        Server(home).stop()
        shutil.rmtree(home, ignore_errors=True)
    for name, watch in watches.items():
        print(f"{name:17} {watch}")
    page = watches["page"].middle - watches["engine, a search"].middle
    answer = watches["JSON"].middle - watches["engine, words"].middle
    print(f"HTTP adds at p50: JSON {answer:.2f} ms (at most {MOST}), the page {page:.2f} ms")
    return int(answer > MOST)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qinglan.settings")
    sys.exit(main(*map(int, sys.argv[1:])))
