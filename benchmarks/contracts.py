"""Registering, listing and the yearly tables with ten million registered contracts over ten years.

    python -m benchmarks.contracts [--rows 10000000] [--first 2017-01-01] [--rounds 15] [--home FOLDER] [--peer]

One embedded server with fsync. `benchmarks.contract_rows` makes the rows in the database; the sums are rebuilt from them
and, with `--peer`, compared with the plain query over all rows. Then pages are asked for through Django's test client
and contracts registered by the verbs, in turns; printed are median and 95th percentile in milliseconds, and for tables the
plain query over the registrations as the peer; what the officer of a district sees is held against its plain query too.
Two million rows from 2025-01-01 on are a city with a million a year. `--home` keeps the filled server for another run (ten million rows take
some 12 GB). Ends with 1 where a 95th percentile reaches 300 ms, or the sums differ from the plain query.
"""

# ruff: noqa: PLC0415 - Django is imported once its home is known
import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.contract_rows import FIRST, fill
from benchmarks.own_server import begin, connect, ready_for_pages

LONGEST = 300.0
BYTES_A_ROW = 1_500
YEAR = date(2025, 1, 1), date(2025, 12, 1)
DISTRICT = "500103"
"""A district with some 6 % of the contracts, as seller or buyer."""


def set_up(home: Path, rows: int, first: str = FIRST) -> Any:
    """A server with migrated tables, packs and this many registered contracts; Django is set up."""
    server = begin(home)
    ready_for_pages()
    if not (home / "filled").exists():
        _fill(rows, first)
        (home / "filled").touch()
    _officer_of_district()
    return server


def _officer_of_district() -> None:
    from qinglan.kernel.codes.models import Territory
    from qinglan.parties.models import User
    from tests.support.people import assign, person

    if User.objects.filter(username="figures-district").exists():
        return
    words = {"name_zh": "演示区", "name_en": "District", "pinyin": "yanshi", "kind": "division"}
    place, _made = Territory.objects.get_or_create(code=DISTRICT, defaults=words)
    assign(person("figures-district"), "officer", territory=place)


def _fill(rows: int, first: str) -> None:
    from qinglan.contracts.domain.figure import count_units, rebuild_figures, years_to_count
    from qinglan.parties.domain.account import system_user
    from tests.contracts.registering import made
    from tests.support.people import person

    begun = time.perf_counter()
    fill(lambda **options: connect("owner", **options), rows, system_user().pk, first)
    print(f"rows and indexes: {time.perf_counter() - begun:,.0f} s", flush=True)
    begun = time.perf_counter()
    cells = rebuild_figures(acting_user=system_user())
    print(f"{cells:,} sums rebuilt: {time.perf_counter() - begun:,.0f} s", flush=True)
    begun = time.perf_counter()
    for year in years_to_count():
        count_units(acting_user=system_user(), year=year)
    print(f"parties counted: {time.perf_counter() - begun:,.0f} s", flush=True)
    with connect("owner", autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    made.people()
    person("figures-officer", "officer")


def registering(rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each step of a registration to its commit: verbs, events, messages, to-dos, triggers."""
    from qinglan.contracts.domain import registration_desk as desk
    from qinglan.contracts.domain.registration_filing import enter_number, file_registration
    from qinglan.contracts.models import Contract
    from qinglan.kernel import clock
    from qinglan.parties.models import Organisation, User
    from tests.contracts.registering import made

    who: dict[str, Any] = {
        name: User.objects.get(username=name) for name in ("officer", "admin", "member", "registrar-1")
    }
    who |= {"owner": who["member"].memberships.get().organisation}
    who |= {"office": Organisation.objects.get(kind="registrar")}
    who |= {"buyer_unit": User.objects.get(username="contract-buyer").memberships.get().organisation}
    registrar, member = who["registrar-1"], who["member"]
    taken = Contract.objects.filter(number__startswith="HT-2026-8").count()
    found: dict[str, list[float]] = {}

    def timed(name: str, verb: Any, **values: Any) -> Any:
        begun = time.perf_counter()
        given = verb(**values)
        found.setdefault(f"registering: {name}", []).append((time.perf_counter() - begun) * 1000)
        return given

    for turn in range(taken, taken + rounds + 1):
        number = f"HT-2026-{800_000 + turn:06d}"
        contract = made.in_force(who, number=number, title=f"{number}（演示）", amount=1_000_000_00 + turn)
        row = made.draft(who, contract)
        row = timed("hand in", desk.hand_in_registration, acting_user=member, row=row)
        row = timed("accept", desk.accept_registration, acting_user=registrar, row=row)
        row = timed("pass", desk.pass_registration, acting_user=registrar, row=row)
        row = timed("file", file_registration, acting_user=member, row=row)
        number, day = f"2026990001{turn + 1:06d}", clock.today()
        timed(
            "national number", enter_number, acting_user=registrar, row=row, number=number, registered_on=day
        )
    return {name: values[1:] for name, values in found.items()}  # the first reads rules and compiles


def pages(rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each page at the server, in turns."""
    from django.test import Client

    from qinglan.contracts.figures.queries import years
    from qinglan.contracts.models import Registration
    from qinglan.parties.models import User

    officer, district, public = Client(), Client(), Client()
    officer.force_login(User.objects.get(username="figures-officer"))
    district.force_login(User.objects.get(username="figures-district"))
    last = years()[0]
    middle = Registration.objects.filter(pk__gte=1).order_by("pk")[0].pk
    base = "/contracts/figures/"
    asked: dict[str, tuple[Client, str]] = {
        "registrations, newest": (officer, "/contracts/registrations/"),
        "registrations, one state": (officer, "/contracts/registrations/?state=registered"),
        "registrations, words": (officer, "/contracts/registrations/?q=2026990001000001"),
        "queue of the offices": (officer, "/contracts/registrations/queue/"),
        "one registration": (officer, f"/contracts/registrations/{middle}/"),
        "yearly table by field": (officer, f"{base}?by=field&period=2025"),
        "yearly table by place": (officer, f"{base}?by=buyer_place&period=2025"),
        "yearly table by field and pricing": (officer, f"{base}?by=field_pricing&period=2025&green=1"),
        "yearly table of sellers": (officer, f"{base}?by=seller&period=2025"),
        "yearly table of buyers": (officer, f"{base}?by=buyer&period=2025"),
        "quarterly table by kind": (officer, f"{base}?by=kind&period=2025-Q3"),
        "yearly table, as a file": (officer, f"{base}?by=field&period=2025&export=xlsx"),
        "yearly table, public": (public, f"{base}?by=field&period=2025"),
        "district: registrations, newest": (district, "/contracts/registrations/"),
        "district: registrations, one state": (district, "/contracts/registrations/?state=registered"),
        "district: registrations, words": (district, "/contracts/registrations/?q=2026990001000001"),
        "district: year by field": (district, f"{base}?by=field&period={last}"),
        "district: year by place": (district, f"{base}?by=buyer_place&period={last}"),
        "district: year by sellers": (district, f"{base}?by=seller&period={last}"),
        "district: year by buyers": (district, f"{base}?by=buyer&period={last}"),
        "district: quarter by kind": (district, f"{base}?by=kind&period={last}-Q3"),
    }
    found: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(rounds + 1):
        for name, (client, url) in asked.items():
            begun = time.perf_counter()
            answer = client.get(url)
            took = (time.perf_counter() - begun) * 1000
            if answer.status_code != 200:
                raise RuntimeError(f"{name}: {answer.status_code}")
            if turn:
                found[name].append(took)
    return found


def measures(rounds: int) -> list[float]:
    """Milliseconds of the growth of green contracts over the years, up to a day in the middle of a month."""
    from qinglan.kernel.measures.registry import evaluate
    from qinglan.kernel.measures.result import Scope

    scope = Scope(pack="cn-500000-chongqing", territory="500000", on=date(2026, 10, 15), base_year=2019)
    return _timed(rounds + 1, lambda: evaluate("contracts.growth", scope, {"of": "amount", "green": True}))[
        1:
    ]


def peers() -> dict[str, float]:
    """Milliseconds of the plain queries that the sums replace: one year by one dimension, and two years as a table asks."""
    from django.db import connection

    from qinglan.contracts.figures.dimensions import BY_NAME, COUNTED, sums

    found = {}
    for name in ("field", "buyer_place", "seller"):
        query = f"""SELECT {BY_NAME[name].code}, {sums()} FROM contracts_registration r
            WHERE {COUNTED} AND r.registered_on BETWEEN '2025-01-01' AND '2025-12-31' GROUP BY 1"""  # noqa: S608 - constants

        def run(text: str = query) -> None:
            with connection.cursor() as cursor:
                cursor.execute(text)
                cursor.fetchall()

        found[name] = min(_timed(2, run))
    return found


def district_peer() -> tuple[float, bool]:
    """Milliseconds of the plain query of a year of a district, and whether its figures are the same."""
    from django.db import connection

    from qinglan.contracts.figures.dimensions import BY_NAME, COUNTED, sums
    from qinglan.contracts.figures.districts import figures_of_districts
    from qinglan.contracts.figures.periods import period_of

    period = period_of("2026", date(2027, 1, 1))
    query = f"""SELECT {BY_NAME["field"].code}, {sums()} FROM contracts_registration r
        WHERE {COUNTED} AND extract(year FROM r.registered_on) = 2026
        AND (r.seller_territory = '{DISTRICT}' OR r.buyer_territory = '{DISTRICT}') GROUP BY 1"""  # noqa: S608 - constants
    plain: dict[str, tuple[int, ...]] = {}

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(query)
            plain.update({code: tuple(int(one) for one in rest) for code, *rest in cursor.fetchall()})

    took = min(_timed(2, run))
    shown = figures_of_districts("field", period, None, [DISTRICT]).figures.lines
    return took, plain == {one.code: astuple(one.now) for one in shown if one.now.contracts}


def _timed(rounds: int, act: Callable[[], Any]) -> list[float]:
    found = []
    for _turn in range(rounds):
        begun = time.perf_counter()
        act()
        found.append((time.perf_counter() - begun) * 1000)
    return found


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def main() -> int:
    """Measure and print; 1 where it is too slow or wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--first", default=FIRST)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    home = options.home or Path(tempfile.mkdtemp(prefix="qinglan-contracts-"))
    wanted = options.rows * BYTES_A_ROW
    if not (home / "filled").exists() and shutil.disk_usage(home).free < 2 * wanted:
        print(f"{2 * wanted / 1e9:,.0f} GB of free disk are needed; choose --home or fewer --rows.")
        return 1
    server = set_up(home, options.rows, options.first)
    try:
        return _measure(options)
    finally:
        server.stop()
        if options.home is None:
            shutil.rmtree(home, ignore_errors=True)


def _measure(options: Any) -> int:
    from qinglan.contracts.domain.figure import differing_figures, fold_figures
    from qinglan.contracts.models import Registration
    from qinglan.parties.domain.account import system_user

    print(f"{Registration.objects.count():,} registrations")
    found = registering(options.rounds)
    found |= pages(options.rounds)
    found["growth of green value (measure)"] = measures(options.rounds)
    begun = time.perf_counter()
    moved = fold_figures(acting_user=system_user())
    print(f"{moved:,} differences folded in {(time.perf_counter() - begun) * 1000:,.0f} ms")
    print(f"{'':40}{'median':>10}{'p95':>10}  ms")
    for name, values in found.items():
        print(f"{name:40}{statistics.median(values):>10,.0f}{p95(values):>10,.0f}")
    for name, took in peers().items():
        print(f"{'plain query, a year by ' + name:40}{took:>10,.0f}")
    took, is_same = district_peer()
    print(f"{'plain query, a year of a district':40}{took:>10,.0f}{'' if is_same else '  DIFFERS'}")
    slow = {name for name, values in found.items() if p95(values) >= LONGEST}
    if slow:
        print(f"p95 of {LONGEST:.0f} ms or more: {', '.join(sorted(slow))}")
    wrong = differing_figures(acting_user=system_user()) if options.peer else []
    if options.peer:
        print(f"places that differ from the plain query: {len(wrong)}")
    return 1 if slow or wrong or not is_same else 0


if __name__ == "__main__":
    sys.exit(main())
