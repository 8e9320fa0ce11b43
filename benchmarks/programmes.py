"""Pages of programmes with 100 and with 10,000 cases in one round, and a release of 1,000 decisions.

    python -m benchmarks.programmes [--few 100] [--many 10000] [--rounds 9] [--queries]

One embedded server with fsync, made for this run, with as many organisations from the beginning. Each page is asked
for through Django's test client; printed are the medians in milliseconds with few and with many cases, their ratio,
and the numbers of queries. Afterwards every prepared decision of the round is released in one transaction. Ends with
1 when a page takes more than 1.5 times as long with many cases as with few, or asks more queries, or when the
release of 1,000 decisions takes 10 s or longer. `--queries` prints the slowest queries of each page.
"""

# ruff: noqa: PLC0415 - Django is imported once its home is known
import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.own_server import begin, ready_for_pages

APPLICANT = "T" + "2".zfill(17)
DATABASE = "qinglan"
LARGEST_RATIO = 1.5
REPORTS = ("waiting times of the round, officer", "bottlenecks of all rounds, officer")
"""Pages that add up all cases: only their queries are held constant."""
LONGEST_RELEASE = 10.0


def set_up(home: Path, organisations: int) -> Any:
    """A server with migrated tables and this many organisations; returns the server. Django is set up."""
    server = begin(home)
    ready_for_pages()
    from qinglan.parties.domain.account import system_user
    from tests.parties.organisations.made import territories
    from tests.parties.organisations.many import fill

    territories()
    fill(system_user().pk, 1, organisations)
    return server


class Stage:
    """A round with a posted notice, and those who look at it."""

    def __init__(self) -> None:
        from benchmarks.programme_cases import scheme
        from qinglan.parties.models import Organisation
        from tests.parties.organisations.made import officer_account
        from tests.programmes.making import open_round
        from tests.programmes.notices.noticing import posted, waiting
        from tests.support.people import assign, join, person

        self.officer = officer_account()
        self.district = person("district-officer")
        assign(self.district, "officer", territory=self.territory())
        self.decider = person("decider", "decider")
        self.applicant = person("applicant")
        join(self.applicant, Organisation.objects.get(code=APPLICANT))
        self.round = open_round(self.officer, scheme())
        self.notice = posted(self.officer, [waiting(self.officer, self.round, 1)])

    @staticmethod
    def territory() -> Any:
        """The district of the one officer."""
        from qinglan.kernel.codes.models import Territory

        return Territory.objects.get(code="990101")

    def own_case(self) -> int:
        """The key of the applicant's case."""
        from qinglan.programmes.models import Case

        return Case.objects.get(applicant__code=APPLICANT, round=self.round).pk

    def pages(self) -> dict[str, tuple[Any, str]]:
        """What is measured: who looks, and where."""
        one, notice, seen = self.round.pk, self.notice.pk, f"?round={self.round.pk}"
        return {
            "rounds, officer": (self.officer, "/rounds/"),
            "round and its numbers, officer": (self.officer, f"/rounds/{one}/follow/"),
            "waiting times of the round, officer": (self.officer, f"/rounds/{one}/progress/"),
            "bottlenecks of all rounds, officer": (self.officer, "/rounds/progress/"),
            "decisions of the round, decision maker": (self.decider, f"/handling/rounds/{one}/decisions/"),
            "begun and not submitted, officer": (self.officer, f"/rounds/{one}/drafts/"),
            "handling queue, officer": (self.officer, "/handling/"),
            "handling queue of the round, officer": (self.officer, f"/handling/{seen}"),
            "handling queue, district": (self.district, "/handling/"),
            "handling queue, decision maker": (self.decider, "/handling/"),
            "desk, officer": (self.officer, "/desk/"),
            "desk, district": (self.district, "/desk/"),
            "desk, decision maker": (self.decider, "/desk/"),
            "desk, applicant": (self.applicant, "/desk/"),
            "own cases, applicant": (self.applicant, "/cases/"),
            "own case, applicant": (self.applicant, f"/cases/{self.own_case()}/"),
            "round, everybody": (None, f"/rounds/{one}/"),
            "register of awards, everybody": (None, "/awards/"),
            "public notices, everybody": (None, "/notices/"),
            "public notice, everybody": (None, f"/notices/{notice}/"),
        }


def analyze() -> None:
    """What autovacuum does within a minute."""
    import psycopg

    from qinglan.kernel.database.location import connection_params

    with psycopg.connect(**connection_params("owner"), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def copy_of_database() -> str:
    """Copy the database as it is now; the name of the copy."""
    from django.db import connection

    from qinglan.kernel.database.location import ROLE_NAMES
    from qinglan.kernel.database.roles import connect_as_superuser

    analyze()
    connection.close()
    with connect_as_superuser(Path(os.environ["QINGLAN_HOME"])) as maintenance:
        maintenance.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [DATABASE]
        )
        maintenance.execute(f"CREATE DATABASE few TEMPLATE {DATABASE} OWNER {ROLE_NAMES['owner']}")
    return "few"


class Side:
    """One of the two databases: few cases or many, with a client for each page."""

    def __init__(self, stage: Stage, database: str) -> None:
        from django.test import Client

        self.database = database
        self.clients = {}
        self.enter()
        for name, (user, address) in stage.pages().items():
            self.clients[name] = (client := Client()), address
            if user is not None:
                client.force_login(user)

    def enter(self) -> None:
        """Let Django stand on this database, by one connection without a pool."""
        from django.db import connection

        connection.close()
        connection.close_pool()  # type: ignore[attr-defined] # of PostgreSQL's backend
        connection.settings_dict["OPTIONS"].pop("pool", None)
        connection.settings_dict["NAME"] = self.database

    def get(self, name: str) -> float:
        """Ask for a page once; milliseconds."""
        client, address = self.clients[name]
        began = time.perf_counter()
        answer = client.get(address)
        took = (time.perf_counter() - began) * 1000
        assert answer.status_code == 200, (name, answer.status_code)
        return took

    def queries(self, name: str) -> list[dict[str, str]]:
        """The queries of one page, of three times the fewest: now and then a session notes when it was seen."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        asked = []
        for _ in range(3):
            with CaptureQueriesContext(connection) as captured:
                self.get(name)
                asked.append(list(captured))
        return min(asked, key=len)


@dataclass(frozen=True)
class Found:
    """What one page took with few and with many cases: medians in milliseconds, their ratio, numbers of queries."""

    few: float
    many: float
    ratio: float
    queries: tuple[int, int]


def measure(stage: Stage, few: Side, many: Side, rounds: int, show: bool) -> dict[str, Found]:
    """By page. The two databases take turns, so that what else the machine does weighs on both alike."""
    found = {}
    for name in stage.pages():
        times: dict[Side, list[float]] = {few: [], many: []}
        counts = []
        for side in (few, many):
            side.enter()
            side.get(name)
            queries = side.queries(name)
            counts.append(len(queries))
            if show and side is many:
                print(f"-- {name}")
                for query in sorted(queries, key=lambda one: -float(one["time"]))[:4]:
                    print(f"   {query['time']} s {query['sql'][:3000]}")
        for _ in range(rounds):
            for side, taken in times.items():
                side.enter()
                side.get(name)
                taken.append(min(side.get(name) for _ in range(3)))
        short, long = statistics.median(times[few]), statistics.median(times[many])
        found[name] = Found(short, long, long / short, (counts[0], counts[1]))
    return found


def release(stage: Stage) -> tuple[int, float]:
    """Release what is prepared; how many decisions, and in how many seconds."""
    from qinglan.programmes.domain.decision import release_decisions
    from qinglan.programmes.models import Decision

    ready = list(Decision.objects.filter(case__round=stage.round, release__isnull=True))
    began = time.perf_counter()
    release_decisions(
        acting_user=stage.decider, round=stage.round, decisions=ready, basis="专题会议纪要第1号（演示）"
    )
    return len(ready), time.perf_counter() - began


def main() -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--queries", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qinglan-programmes-", ignore_cleanup_errors=True) as home:
        server = set_up(Path(home), asked.many)
        try:
            from benchmarks.programme_cases import fill

            stage = Stage()
            fill(stage.round, stage.notice, 1, asked.few)
            few = copy_of_database()
            fill(stage.round, stage.notice, asked.few + 1, asked.many)
            analyze()
            found = measure(stage, Side(stage, few), Side(stage, DATABASE), asked.rounds, asked.queries)
            decisions, seconds = release(stage)
        finally:
            server.stop()
    wrong = report(found, asked.few, asked.many)
    print(
        f"{decisions} decisions released in one transaction: {seconds:.2f} s  (limit {LONGEST_RELEASE:.0f} s for 1000)"
    )
    return 1 if wrong or seconds / decisions * 1000 >= LONGEST_RELEASE else 0


def report(found: dict[str, Found], least: int, most: int) -> list[str]:
    """Print the table; the pages that take too long or ask too much."""
    print(f"{'milliseconds':40} {least:>8} {most:>8} {'ratio':>6}  queries")
    wrong = []
    for name, one in found.items():
        slow = one.ratio > LARGEST_RATIO and name not in REPORTS
        bad = slow or one.queries[1] > one.queries[0]
        wrong += [name] if bad else []
        counts = " ".join(str(count) for count in one.queries)
        print(f"{name:40} {one.few:8.1f} {one.many:8.1f} {one.ratio:6.2f}  {counts}{'  !' if bad else ''}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
