"""Postings a second: the bare statements, the database's function, and the verb in Python.

    python -m benchmarks.posting [--seconds 2] [--rounds 5] [--clients 1 8 32]

One embedded server with fsync, made for this run. ``pgbench`` of the same installation runs the bare statements
(`posting.sql`, as the tables' owner, on copies of the ledger's tables with their keys, indexes, checks, storage and
the one foreign key that is checked, without triggers), and one call of ``ledger_post`` a transaction (as the
application); threads of two processes call the verb `post`, permission, event and all. The three take turns, each
round beginning with another one; printed are the medians, and the medians of the rounds' ratios: function to bare
statements, verb to function. Ends with 1 when the function's ratio is under one half at every number of clients.
"""

# ruff: noqa: PLC0415, S311 - Django is imported once its home is known; random here is no secret
import argparse
import multiprocessing
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.own_server import begin, connect

ACCOUNTS = 1_000
PROCESSES = 2
FUNCTION = r"""
\set low random(1, 999)
\set high random(:low + 1, 1000)
\set amount random(1, 10000)
\set negative 0 - :amount
SELECT ledger_post(gen_random_uuid()::text, 1, 'deposit', '1', 'bank', '2026-01-05',
                   ARRAY[:low, :high]::bigint[], ARRAY[:negative, :amount]::bigint[]);
"""
BARE = """
CREATE SCHEMA bare;
CREATE TABLE bare.balance (LIKE ledger_balance INCLUDING ALL) WITH (
    fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500
);
CREATE TABLE bare.posting (LIKE ledger_posting INCLUDING ALL);
CREATE TABLE bare.entry (LIKE ledger_entry INCLUDING ALL);
ALTER TABLE bare.posting ADD FOREIGN KEY (actor_id) REFERENCES parties_user (id) DEFERRABLE INITIALLY DEFERRED;
INSERT INTO bare.balance SELECT * FROM ledger_balance;
"""


def set_up(home: Path) -> Any:
    """A server with migrated tables, the system's user and the accounts; returns the server."""
    code = "from qinglan.parties.domain.account import system_user; assert system_user().pk == 1"
    server = begin(home, ("django", "shell", "-v0", "-c", code))
    with connect("owner") as connection:
        connection.execute(
            "INSERT INTO ledger_account (id, owner, purpose, custodian, currency, may_overdraw, opened_at, opened_by_id)"
            " SELECT n, 'lot:' || n, 'deposit', 'bank', 'CNY', true, now(), 1 FROM generate_series(1, %s) AS n",
            [ACCOUNTS],
        )
        connection.execute(BARE)
    with connect("owner", autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return server


def pgbench(role: Any, script: Path, clients: int, seconds: float) -> float:
    """Transactions a second of `script`; raises where one failed."""
    from qinglan.kernel.database.binaries import installation, program_environment
    from qinglan.kernel.database.location import connection_params

    params = connection_params(role)
    command = [installation().program("pgbench"), "--no-vacuum", "--protocol=prepared", f"--file={script}"]
    command += [f"--client={clients}", f"--jobs={min(clients, 2)}", f"--time={round(seconds)}"]
    command += ["-h", params["host"], "-p", str(params["port"]), "-U", params["user"], params["dbname"]]
    password = {"PGPASSWORD": params["password"]}
    done = subprocess.run(
        command, env=program_environment(password), capture_output=True, text=True, check=False
    )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or not found or "failed transactions: 0 (" not in done.stdout:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1])


def _verb_process(threads: int, seconds: float, gate: Any, counts: Any) -> None:
    """Post from `threads` threads for `seconds`, once the gate is open."""
    import random

    import django

    django.setup()
    from django.contrib.auth import get_user_model

    from qinglan.kernel.ledger.domain.posting import Receipt, post
    from qinglan.kernel.ledger.models import Account

    officer = get_user_model().objects.get()
    accounts = list(Account.objects.order_by("id"))
    receipt = Receipt("1", "bank", date(2026, 1, 5))
    done = [0] * threads

    def act() -> None:
        low, high = random.sample(accounts, 2)
        amount = random.randint(1, 10_000)
        key = str(uuid.uuid4())
        post(
            acting_user=officer,
            entries={low: -amount, high: amount},
            text="deposit",
            receipt=receipt,
            key=key,
        )

    def work(number: int) -> None:
        from django.db import connection

        act()
        gate.wait()
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            act()
            done[number] += 1
        connection.close()

    workers = [threading.Thread(target=work, args=[number]) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    counts.put(sum(done))


def verb(clients: int, seconds: float) -> float:
    """Postings a second by the verb `post`, from `clients` threads of at most two processes."""
    context = multiprocessing.get_context("spawn")
    processes = min(PROCESSES, clients)
    gate = context.Barrier(clients)
    counts = context.Queue()
    shares = [clients // processes] * processes
    running = [context.Process(target=_verb_process, args=[share, seconds, gate, counts]) for share in shares]
    for process in running:
        process.start()
    total = sum(counts.get(timeout=seconds + 60) for _ in running)
    for process in running:
        process.join()
    return float(total) / seconds


@dataclass(frozen=True)
class Compared:
    """Rates a second at a number of clients, and ratios with their range over the rounds."""

    clients: int
    bare: float
    function: float
    verb: float
    to_bare: tuple[float, float, float]
    to_function: tuple[float, float, float]


def compare(home: Path, clients: int, seconds: float, rounds: int) -> Compared:
    """Let the bare statements, the function and the verb take turns."""
    script = home / "function.sql"
    script.write_text(FUNCTION, encoding="utf-8")
    bare_script = Path(__file__).with_suffix(".sql")
    ways: list[Callable[[], float]] = [
        lambda: pgbench("owner", bare_script, clients, seconds),
        lambda: pgbench("app", script, clients, seconds),
        lambda: verb(clients, seconds),
    ]
    found: list[list[float]] = [[], [], []]
    for number in range(rounds):
        for turn in range(len(ways)):
            way = (number + turn) % len(ways)
            found[way].append(ways[way]())
    bare, function, by_verb = found
    return Compared(
        clients,
        statistics.median(bare),
        statistics.median(function),
        statistics.median(by_verb),
        to_bare=ratios(function, bare),
        to_function=ratios(by_verb, function),
    )


def ratios(ours: list[float], theirs: list[float]) -> tuple[float, float, float]:
    """Median, lowest and highest of the rounds' ratios."""
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return statistics.median(ratios), min(ratios), max(ratios)


def shown(ratios: tuple[float, float, float]) -> str:
    """Ratios as they are printed."""
    return "{:.2f} ({:.2f} to {:.2f})".format(*ratios)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    options = parser.parse_args()
    best = 0.0
    with tempfile.TemporaryDirectory(prefix="qlb") as directory:
        home = Path(directory)
        server = set_up(home)
        try:
            print(
                "clients   bare statements   ledger_post   to bare (rounds)      verb post()   to ledger_post (rounds)"
            )
            for clients in options.clients:
                found = compare(home, clients, options.seconds, options.rounds)
                best = max(best, found.to_bare[0])
                print(
                    f"{clients:7} {found.bare:15.0f}/s {found.function:11.0f}/s"
                    f"   {shown(found.to_bare)}   {found.verb:9.0f}/s   {shown(found.to_function)}",
                    flush=True,
                )
            with connect("owner") as connection:
                (count,) = connection.execute("SELECT count(*) FROM ledger_posting").fetchone()
                (total,) = connection.execute(
                    "SELECT coalesce(sum(amount), 0) FROM ledger_balance"
                ).fetchone()
                (fsync,) = connection.execute("SHOW fsync").fetchone()
            print(f"{count} postings in the books, balances sum to {total}, fsync {fsync}")
        finally:
            server.stop()
    print(f"ledger_post reaches {best:.2f} of the bare statements; asked is one half")
    if best < 0.5:
        sys.exit(1)


if __name__ == "__main__":
    main()
