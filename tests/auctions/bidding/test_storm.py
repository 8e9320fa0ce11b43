"""Bids at the deadline while parts of the system are killed: every accepted one counts once, none after the end."""

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import override_settings

from qinglan.auctions.bidding import lazily
from qinglan.auctions.models import Lot, LotState, Standing
from qinglan.kernel import clock
from qinglan.settings.env import PROJECT_ROOT
from qinglan.settings.keys import secret_key
from tests.auctions import made as auction
from tests.auctions.bidding import made
from tests.auctions.bidding.site import session
from tests.auctions.bidding.storm import Answer, Storm, ThroughHttp, checked_by_the_script, faults, let_loose
from tests.support.running import Running, free_port, wait_for

START, STEP = 100_000_00, 100
TOTAL, CONNECTIONS, KILLS, LASTS = 100_000, 64, 20, timedelta(minutes=10)
CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
)


class Straight:
    """Bids by the function of the database; a lost connection is an answer that never came."""

    def __init__(self, database: Any, bidder: Any) -> None:
        self.database, self.bidder = database, bidder
        self.connection: Any = None

    def __call__(self, amount: int, key: str, kind: str) -> Answer | None:
        try:
            self.connection = self.connection or self.database.connect("app", autocommit=True)
            said = made.place(self.connection.cursor(), self.bidder, amount, key, kind)
        except psycopg.OperationalError:
            self.close()
            return None
        return said._asdict()

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def test_lost_connections_lose_no_bid_and_double_none(fresh_database: Any, tmp_path: Path) -> None:
    """2,000 bids from 8 connections up to the deadline and beyond; three times all connections are cut."""
    who = auction.auction()
    lot, bidders = made.opened(who, step=STEP, bids_until=clock.now() + timedelta(seconds=7))
    storm = Storm(START, STEP, 2000)
    threads = let_loose(storm, [Straight(fresh_database, bidders[place % 3]) for place in range(8)])
    for _kill in range(3):
        time.sleep(1)
        with fresh_database.connect("app", autocommit=True) as killer:
            killer.execute(CUT)
        connection.close()
    for thread in threads:
        thread.join(120)
    lazily.settle(lot.number)
    lot.refresh_from_db()
    assert (faults(lot, storm), storm.codes.total(), storm.lost > 0) == ([], storm.sent, True)
    assert (lot.state != LotState.BIDDING, checked_by_the_script(lot, tmp_path)) == (True, "")


@pytest.fixture
def home() -> Iterator[Path]:
    """A home with the packs, without their demonstration data."""
    directory = Path(tempfile.mkdtemp(prefix="qls"))
    shutil.copytree(PROJECT_ROOT / "packs", directory / "packs", ignore=shutil.ignore_patterns("demo"))
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_a_hundred_thousand_bids_while_everything_is_killed(home: Path) -> None:
    """The whole system as `qinglan run` starts it: web, worker and database are killed by turns, and come back."""
    from qinglan.kernel.database.location import embedded_params
    from tests.support.template import use

    port = free_port()
    environment = {"QINGLAN_HOME": str(home), "QINGLAN_PACKS": str(home / "packs"), "QINGLAN_PORT": str(port)}
    running = Running(["-c", "from qinglan.cli.main import main; main()", "run"], port, environment)
    before, storm = {**connection.settings_dict}, Storm(START, STEP, TOTAL)
    try:
        running.wait_until_said("Qinglan is running: ", patience=900)
        use(embedded_params(home, "qinglan_app"))
        who = auction.auction()
        lot, bidders = made.opened(who, step=STEP, bids_until=clock.now() + LASTS)
        with override_settings(SECRET_KEY=secret_key(home)):  # the sessions are those of the other site
            sessions = [session(bidder.person) for bidder in bidders]
        senders = [ThroughHttp(port, sessions[place % 3], lot.number) for place in range(CONNECTIONS)]
        connection.close()
        threads = let_loose(storm, senders)
        _kill_by_turns(running)
        for thread in threads:
            thread.join(7200)
        wait_for(lambda: _is_closed(lot), "the end of the lot", 180)
        assert (faults(lot, storm), storm.codes.total(), storm.lost > 0) == ([], storm.sent, True)
        assert checked_by_the_script(lot, home) == ""
    finally:
        storm.over.set()
        connection.close()
        connection.settings_dict.update(before)
        running.clear_up()


def _kill_by_turns(running: Running) -> None:
    """Twenty kills, spread over nine tenths of the time for bids."""
    dice = random.Random(20261122)  # noqa: S311 - repeatable, no secret
    victims = ["qinglan.kernel.supervisor.web", "bin/postgres", "import main"]
    for number in range(KILLS):
        time.sleep(LASTS.total_seconds() * 0.9 / KILLS)
        victim = victims[number % 3] if number < 3 else dice.choice(victims)
        wait_for(lambda victim=victim: _killed(running, victim), f"{victim} to kill", 120)


def _killed(running: Running, victim: str) -> bool:
    try:
        running.child(victim).kill()
    except ValueError:  # it is just coming back
        return False
    return True


def _is_closed(lot: Lot) -> bool:
    connection.close()
    state = Lot.objects.get(pk=lot.pk).state
    return state != LotState.BIDDING and not Standing.objects.get(lot=lot).is_open
