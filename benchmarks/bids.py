"""Bids a second: the bare statements, the database's function, the verb, and through HTTP; then watchers.

    python -m benchmarks.bids [--seconds 5] [--rounds 3] [--clients 8 32] [--watchers 2000 10000]

One embedded server with fsync, made for this run. ``pgbench`` runs the bare statements (`bid.sql`, as the tables' owner,
on copies of the tables without triggers) and one call of ``auctions_place`` a transaction (as the application, each bid
one step above the last and accepted), on one hot lot and on 200 lots; both take turns, each round beginning with the
other one. Better of 8 and 32 clients counts. Then threads of two processes bid by the verb `place_bid`, and clients with
sessions bid through a web server. At last `benchmarks.watchers` opens streams of one lot, and it is measured how soon a
bid reaches them. Ends with 1 where less than asked is reached.
"""

# ruff: noqa: PLC0415 - Django is imported once its home is known
import argparse
import json
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.own_server import begin, connect
from benchmarks.posting import ratios, shown

LOTS = 200
APART = {"http": LOTS + 1, "few": LOTS + 2, "many": LOTS + 3}
"""Places of lots on which pgbench does not bid."""
PARTS = ("rates", "verb", "http", "watchers")
PROCESSES = 2
BIDDERS = 3
FUNCTION = "\\set lot random(1, :lots)\nSELECT bench_bid(:lot);\n"
HELP = """
-- One step above the last bid, by whoever does not lead: what a bidder reads from the page, read here under the lock.
CREATE FUNCTION bench_bid(wanted integer) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    stand auctions_standing;
    one record;
BEGIN
    SELECT * INTO one FROM bench_lot WHERE place = wanted;
    SELECT * INTO stand FROM auctions_standing WHERE lot_id = one.lot FOR NO KEY UPDATE;
    IF (SELECT (auctions_place(one.lot, CASE WHEN stand.leader_id = one.first THEN one.second ELSE one.first END,
        1, NULL, 'own', CASE WHEN stand.count = 0 THEN stand.start_price ELSE stand.price + stand.step END,
        gen_random_uuid()::text)).code) <> 'accepted' THEN
        RAISE EXCEPTION 'refused';
    END IF;
    RETURN 'accepted';
END $$;
"""
BARE = """
CREATE SCHEMA bare;
CREATE TABLE bare.standing (LIKE auctions_standing INCLUDING ALL) WITH (
    fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500
);
CREATE TABLE bare.bid (LIKE auctions_bid INCLUDING ALL);
CREATE TABLE bare.event (LIKE events_event INCLUDING ALL);
INSERT INTO bare.standing (lot_id, number, course, sign, start_price, step, soft_close_seconds, extend_seconds,
                           opens, closes, is_open, count, limits)
    SELECT n, n::text, 'bids', 1, 100, 100, 0, 0, now(), now() + interval '1 day', true, 0, 0 FROM generate_series(1, 200) AS n;
"""


def set_up(home: Path) -> Any:
    """A server with migrated tables and `LOTS` lots on which bids are taken; returns the server."""
    server = begin(home)
    if (home / "filled").exists():
        return server
    _fill()
    (home / "filled").touch()
    with connect("owner", autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return server


def _fill() -> None:
    from datetime import timedelta

    from django.db import connection

    from qinglan.auctions.models import LotState
    from qinglan.kernel import clock
    from qinglan.parties.domain.account import system_user
    from tests.auctions import made

    system_user()
    with connect("owner") as owner:
        owner.execute("DROP INDEX an_object_is_offered_once_at_a_time")  # lots of one technology suffice here
        owner.execute(
            "CREATE TABLE bench_lot (place integer PRIMARY KEY, lot bigint, first bigint, second bigint)"
        )
    who = made.auction()
    ends = clock.now() + timedelta(days=1)
    what: dict[str, Any] = {}
    for place in range(1, LOTS + len(APART) + 1):
        terms = {"bids_until": ends, "step": 100, "start_price": 100, **what}
        lot = made.lot(who, state=LotState.BIDDING, number=f"2026-{place:04}", **terms)
        what = {"technology": lot.technology}
        rows = [made.bidder(who, lot, number) for number in range(BIDDERS)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT auctions_open(%s)", [lot.pk])
        with connect("owner") as owner:
            owner.execute(
                "INSERT INTO bench_lot VALUES (%s, %s, %s, %s)", [place, lot.pk, rows[0].pk, rows[1].pk]
            )
    with connect("owner") as owner:
        owner.execute(HELP)
        owner.execute("GRANT SELECT ON bench_lot TO PUBLIC")
        owner.execute(BARE)
    connection.close()


def pgbench(role: Any, script: Path, clients: int, seconds: float, lots: int) -> float:
    """Transactions a second of `script`; raises where one failed."""
    import re

    from qinglan.kernel.database.binaries import installation, program_environment
    from qinglan.kernel.database.location import connection_params

    params = connection_params(role)
    command = [installation().program("pgbench"), "--no-vacuum", "--protocol=prepared", f"--file={script}"]
    command += [
        f"--client={clients}",
        f"--jobs={min(clients, 2)}",
        f"--time={round(seconds)}",
        f"--define=lots={lots}",
    ]
    command += ["-h", params["host"], "-p", str(params["port"]), "-U", params["user"], params["dbname"]]
    password = {"PGPASSWORD": params["password"]}
    done = subprocess.run(
        command, env=program_environment(password), capture_output=True, text=True, check=False
    )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or not found or "failed transactions: 0 (" not in done.stdout:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1])


def compare(home: Path, clients: list[int], seconds: float, rounds: int, lots: int) -> float:
    """Print the rates on `lots` lots; returns the ratio of the better rates."""
    ours, peer = home / "function.sql", Path(__file__).with_name("bid.sql")
    ours.write_text(FUNCTION, encoding="utf-8")
    best: list[tuple[float, float]] = []
    for number in clients:
        found: dict[str, list[float]] = {"owner": [], "app": []}
        for turn in range(rounds):
            for role in ("owner", "app") if turn % 2 == 0 else ("app", "owner"):
                found[role].append(pgbench(role, peer if role == "owner" else ours, number, seconds, lots))
        bare, function = statistics.median(found["owner"]), statistics.median(found["app"])
        best.append((bare, function))
        print(
            f"{lots:4} lots {number:3} clients: bare statements {bare:6.0f}/s, auctions_place {function:6.0f}/s,"
            f" ratio of the rounds {shown(ratios(found['app'], found['owner']))}",
            flush=True,
        )
    ratio = max(one[1] for one in best) / max(one[0] for one in best)
    print(f"{lots:4} lots: better of each {ratio:.2f} of the bare statements; asked is one half", flush=True)
    return ratio


def _verb_process(threads: int, seconds: float, hot: bool, gate: Any, counts: Any) -> None:
    """Bid by the verb from `threads` threads for `seconds`."""
    import random
    import uuid

    import django

    django.setup()
    from qinglan.auctions.bidding.refusals import Refused
    from qinglan.auctions.domain.bid import place_bid
    from qinglan.auctions.models import Bidder, Standing

    accepted, refused = [0] * threads, [0] * threads
    numbers = [1] if hot else list(range(1, LOTS + 1))
    rows = [
        list(Bidder.objects.filter(lot__number=f"2026-{number:04}").select_related("lot", "person"))
        for number in numbers
    ]

    def work(at: int) -> None:
        from django.db import connection

        connection.ensure_connection()
        gate.wait()
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            bidders = random.choice(rows)  # noqa: S311 - no secret
            stand = Standing.objects.get(lot=bidders[0].lot_id)
            bidder = bidders[0] if stand.leader_id != bidders[0].pk else bidders[1]
            try:
                place_bid(acting_user=bidder.person, bidder=bidder, amount=stand.least, key=uuid.uuid4().hex)
                accepted[at] += 1
            except Refused:
                refused[at] += 1
        connection.close()

    workers = [threading.Thread(target=work, args=[at]) for at in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    counts.put((sum(accepted), sum(refused)))


def verb(clients: int, seconds: float, *, hot: bool) -> None:
    """Print how many bids a second the verb takes; each reads how the lot stands before, as a page does."""
    context = multiprocessing.get_context("spawn")
    gate, counts = context.Barrier(clients), context.Queue()
    running = [
        context.Process(target=_verb_process, args=[clients // PROCESSES, seconds, hot, gate, counts])
        for _number in range(PROCESSES)
    ]
    for process in running:
        process.start()
    found = [counts.get(timeout=seconds + 120) for _ in running]
    for process in running:
        process.join()
    accepted, refused = (sum(part) for part in zip(*found, strict=True))
    print(
        f"verb place_bid, {'one lot' if hot else '200 lots'}, {clients} threads: {accepted / seconds:.0f}/s accepted,"
        f" {refused / seconds:.0f}/s refused (overtaken) and written down",
        flush=True,
    )


class Site:
    """A web server of one process on the server of this run."""

    def __init__(self, port: int) -> None:
        self.port = port
        command = [sys.executable, "-m", "uvicorn", "qinglan.portal.asgi:application", f"--port={port}"]
        command += ["--log-level=warning", "--no-access-log", "--lifespan=off", "--backlog=8192"]
        self.process = subprocess.Popen(command)
        ends = time.monotonic() + 90
        while True:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                connection.request("GET", "/auctions/2026-0001/live/")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                pass
            finally:
                connection.close()
            if time.monotonic() > ends:
                raise RuntimeError("the web server does not answer")
            time.sleep(0.2)

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def http(site: Site, clients: int, seconds: float) -> None:
    """Print how many bids a second come through HTTP, and which share of their time is not the database's."""
    import uuid

    from django.test import Client

    from qinglan.auctions.models import Bidder

    cookies = []
    number = f"2026-{APART['http']:04}"
    for bidder in Bidder.objects.filter(lot__number=number).select_related("person").order_by("number"):
        browser = Client()
        browser.force_login(bidder.person)
        cookies.append((bidder.number, browser.cookies["sessionid"].value))
    done, took, ends = [0] * clients, [0.0] * clients, time.monotonic() + seconds
    before = _active()

    def work(at: int) -> None:
        connection = HTTPConnection("127.0.0.1", site.port, timeout=30)
        _number, session = cookies[at % len(cookies)]
        token = "a" * 32
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        least = 1
        while time.monotonic() < ends:
            begun = time.perf_counter()
            body = f"kind=own&amount={least}&key={uuid.uuid4().hex}"
            connection.request("POST", f"/auctions/{number}/live/bids/", body, headers)
            answer = connection.getresponse()
            said = json.loads(answer.read())
            took[at] += time.perf_counter() - begun
            done[at] += 1
            least = (said["price"] // 100 + 1) if said["code"] == "accepted" else least + 1 + at % 3

    threads = [threading.Thread(target=work, args=[at]) for at in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    inside = _active() - before
    total = sum(took)
    print(
        f"through HTTP, one process, {clients} clients: {sum(done) / seconds:.0f} bids answered a second (accepted or"
        f" refused), {total / max(1, sum(done)) * 1000:.1f} ms each as seen by the client, of which"
        f" {1 - min(1.0, inside / total):.0%} is outside the database",
        flush=True,
    )


def _active() -> float:
    """Seconds for which statements ran in this database."""
    with connect("owner", autocommit=True) as connection:
        time.sleep(1.1)  # each session reports at most once a second
        row = connection.execute(
            "SELECT active_time / 1000 FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    return float(row[0])


def watchers(site: Site, count: int, bids: int, every: float, within: float) -> float:
    """Print how soon bids reach `count` watchers; returns the share that came `within` seconds."""
    import random

    place = APART["few" if count <= 2000 else "many"]
    number = f"2026-{place:04}"
    command = [
        sys.executable,
        "-m",
        "benchmarks.watchers",
        str(site.port),
        f"/auctions/{number}/live/stream/",
        str(count),
    ]
    watching = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert watching.stdin is not None
    assert watching.stdout is not None
    begun = time.monotonic()
    ready = watching.stdout.readline().split()
    print(f"{ready[0]} watchers connected after {time.monotonic() - begun:.0f} s", flush=True)
    sent: dict[int, float] = {}
    with connect("app", autocommit=True) as app:
        before = app.execute("SELECT count FROM auctions_standing WHERE number = %s", [number]).fetchone()[0]
        for n in range(1, bids + 1):
            app.execute("SELECT bench_bid(%s)", [place])
            sent[before + n] = time.monotonic()
            time.sleep(every * (0.7 + 0.6 * random.random()))  # noqa: S311 - no secret
    time.sleep(within + 3)
    watching.stdin.write("end\n")
    watching.stdin.flush()
    delays: list[float] = []
    arrivals = json.loads(watching.stdout.readline())
    watching.wait(30)
    for came in arrivals:  # for each watcher: [number of the last bid, when], in order
        at = 0
        for n, when in sent.items():
            while at < len(came) and came[at][0] < n:
                at += 1
            delays.append(came[at][1] - when if at < len(came) else 999.0)
    delays.sort()
    share = sum(delay <= within for delay in delays) / len(delays)
    messages = sum(len(came) for came in arrivals)
    print(
        f"{count} watchers, {bids} bids, one every {every * 1000:.0f} ms: median {statistics.median(delays) * 1000:.0f} ms,"
        f" 99 % within {delays[int(len(delays) * 0.99)] * 1000:.0f} ms, longest {delays[-1] * 1000:.0f} ms;"
        f" {messages / max(1, len(arrivals)):.1f} messages a watcher; {share:.2%} within {within * 1000:.0f} ms",
        flush=True,
    )
    return share


def main() -> None:
    """Measure and print."""
    from tests.support.running import free_port

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, nargs="+", default=[8, 32])
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--home", type=Path, help="keep the server here, and begin with it next time")
    parser.add_argument("--watchers", type=int, nargs="*", default=[2000, 10_000])
    options = parser.parse_args()
    failed = []
    with tempfile.TemporaryDirectory(prefix="qlb") as directory:
        home = options.home or Path(directory)
        home.mkdir(parents=True, exist_ok=True)
        server = set_up(home)
        site = None
        try:
            if "rates" in options.parts:
                ratios = {
                    lots: compare(home, options.clients, options.seconds, options.rounds, lots)
                    for lots in (1, LOTS)
                }
                failed += [f"{lots} lots" for lots, ratio in ratios.items() if ratio < 0.5]
            if "verb" in options.parts:
                verb(8, options.seconds, hot=True)
                verb(8, options.seconds, hot=False)
            if {"http", "watchers"} & set(options.parts):
                site = Site(free_port())
                if "http" in options.parts:
                    http(site, 8, options.seconds + 2)
                for count in options.watchers if "watchers" in options.parts else ():
                    small = count <= 2000
                    within, every, bids = (0.5, 0.5, 40) if small else (2.0, 0.05, 100)
                    if watchers(site, count, bids, every, within) < 0.99:
                        failed.append(f"{count} watchers")
            with connect("owner") as connection:
                row = connection.execute(
                    "SELECT count(*), (SELECT setting FROM pg_settings WHERE name = 'fsync') FROM auctions_bid"
                ).fetchone()
            print(f"{row[0]} bids in the books, fsync {row[1]}")
        finally:
            if site is not None:
                site.stop()
            server.stop()
    if failed:
        print("less than asked: " + ", ".join(failed))
        sys.exit(1)


if __name__ == "__main__":
    main()
