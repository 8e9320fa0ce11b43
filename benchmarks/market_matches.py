"""How soon the matches of a new need stand, with a million public technologies.

    python -m benchmarks.market_matches [--technologies 1000000] [--needs 40] [--home FOLDER]

Technologies are put together from sentences of real abstracts (made-up words where these are not at hand) and
indexed. Then a worker of its own process runs, as `qinglan run` starts it, and
needs whose words are whole sentences of the same source pass the gate one after another. Measured is the time from
the return of the verb `publish`, that is from the commit, until the matches stand in the table, the message to the
owner with them. `--home` keeps the filled server for another run. Ends with 1 when p95 is above a second.
"""
# ruff: noqa: PLC0415 - Django is imported once its home is known

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil

from benchmarks import market_technologies as technologies
from benchmarks.own_server import QINGLAN, begin
from benchmarks.search import texts
from benchmarks.search.__main__ import quantile

TECHNOLOGIES = 1_000_000
NEEDS = 40
OWNERS = 200
AIM = 1.0
PATIENCE = 60.0


def set_up(home: Path) -> Any:
    """A server with tables, packs and a market; Django is set up."""
    server = begin(home, ("pack", "load"))
    from django.db import connections

    from qinglan.kernel.database.location import django_database

    connections["default"].settings_dict.update(django_database("owner"))  # to write a million rows at once
    return server


def fill(count: int) -> None:
    """Owners, people and the public technologies; their index."""
    from tests.market import made
    from tests.parties.organisations.made import verified
    from tests.support.people import join, person

    who = made.market()
    model = made.published(who, made.technology(who))
    owners = [verified(who["officer"], number).pk for number in range(10, 10 + OWNERS)]
    firm, buyer = verified(who["officer"], 2), person("buyer")
    join(buyer, firm, "member")
    join(buyer, firm, "administrator")
    begun = time.perf_counter()
    origin = technologies.fill(count, model, owners)
    print(f"{count} technologies of {origin} written: {time.perf_counter() - begun:.0f} s", flush=True)
    technologies.index()


def needs(count: int) -> list[dict[str, Any]]:
    """What `count` new needs say: a title and three sentences that stand together in one abstract."""
    from qinglan.kernel import clock

    origin = texts.source()
    chance = random.Random(time.time_ns())  # noqa: S311 - other needs in every run: those of the last are near
    found: list[dict[str, Any]] = []
    while len(found) < count:
        at = chance.randrange(len(origin.sentences) - 3)
        said = "".join(origin.sentences[at : at + 3])
        title = chance.choice(origin.titles)[:60]
        if not technologies.NUMBERS.search(said + title):
            found.append(
                {
                    "title": title, "kind": "problem", "problem": said, "modes": ["joint_development", "service"],
                    "deadline": clock.today() + timedelta(days=300), "trl_wanted": 5,
                }
            )  # fmt: skip
    return found


def publish(values: dict[str, Any]) -> tuple[Any, float]:
    """A need through the gate by its verbs; the need, and how long the last one took."""
    from qinglan.market.domain import gate
    from qinglan.market.domain.listing import begin_need
    from qinglan.parties.models import Organisation, User
    from tests.market import made
    from tests.parties.organisations.made import code

    buyer, officer = (User.objects.get(username=name) for name in ("buyer", "officer"))
    firm = Organisation.objects.get(code=code(2))
    draft = begin_need(acting_user=buyer, owner=firm, values=values, contact=made.CONTACT)
    row = made.checked_once({"member": buyer, "admin": buyer}, draft)
    begun = time.perf_counter()
    row = gate.publish(
        acting_user=officer, listing=row, points=made.points(row, "second"), basis="演示", differs="不同工艺",
        read_by_eye=True,
    )  # fmt: skip
    return row, time.perf_counter() - begun


def wait_for(need: Any) -> int:
    """Until its matches stand; how many."""
    from qinglan.market.models import Match

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = Match.objects.filter(need=need, is_current=True).count()
        if found:
            return found
        time.sleep(0.005)
    raise TimeoutError(f"no match of {need} within {PATIENCE:.0f} s")


def measure(count: int, worker: psutil.Process) -> list[float]:
    """Seconds from commit to matches of each new need; the first, which loads what a worker keeps, is printed apart."""
    taken: list[float] = []
    verbs: list[float] = []
    used = 0.0
    numbers: list[int] = []
    for place, values in enumerate(needs(count + 1)):
        need, verb = publish(values)
        begun = time.perf_counter()
        number = wait_for(need)
        took = time.perf_counter() - begun
        if place == 0:
            print(f"first need after the start of the worker: {took:.3f} s")
            used = sum(worker.cpu_times()[:2])
            continue
        taken.append(took)
        verbs.append(verb)
        numbers.append(number)
    print(f"the verb itself: p50 {quantile(verbs, 0.5):.3f} s, p95 {quantile(verbs, 0.95):.3f} s")
    print(f"matches of a need: {min(numbers)} to {max(numbers)}")
    used = (sum(worker.cpu_times()[:2]) - used) / count
    print(f"processor time of the worker for a need, the index of needs included: {used:.3f} s")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return taken


def main() -> int:
    """Measure and print; the exit code says whether the aim was met."""
    parser = argparse.ArgumentParser(description="How soon the matches of a new need stand.")
    parser.add_argument("--technologies", type=int, default=TECHNOLOGIES)
    parser.add_argument("--needs", type=int, default=NEEDS)
    parser.add_argument("--home", type=Path, help="keep the filled server here, and use it when it is there")
    asked = parser.parse_args()
    home = asked.home or Path(tempfile.mkdtemp(prefix="qinglan-bench-"))
    home.mkdir(parents=True, exist_ok=True)
    server = set_up(home)
    worker = None
    try:
        if not (home / "filled").exists():
            fill(asked.technologies)
            (home / "filled").touch()
        from qinglan.market.models import Technology

        print(f"{Technology.objects.filter(state='published').count()} public technologies")
        worker = subprocess.Popen([QINGLAN, "worker"])
        taken = measure(asked.needs, psutil.Process(worker.pid))
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait(timeout=30)
        server.stop()
        if asked.home is None:
            shutil.rmtree(home, ignore_errors=True)
    p95 = quantile(taken, 0.95)
    print(
        f"from the commit of a need to its matches in the table: p50 {quantile(taken, 0.5):.3f} s, "
        f"p95 {p95:.3f} s, longest {max(taken):.3f} s (aim p95 {AIM:.0f} s)"
    )
    return 0 if p95 <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
