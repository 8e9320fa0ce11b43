"""The functions of the database are held equal to the reference, for bids that rise, fall and prices that fall.

Time passes by moving all moments of a lot back, which only the owner of the tables can do.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from qinglan.auctions.bidding.reference import LARGEST, Bidding, Request, Rules
from qinglan.auctions.models import Bidder, Lot
from tests.auctions import made as auction
from tests.auctions.bidding import made

SOFT, EXTEND = timedelta(seconds=120), timedelta(seconds=180)
STEP = 1_000_00
BIDS = "SELECT number, amount, kind, at, closes FROM auctions_bid WHERE lot_id = %s ORDER BY n"


class Auctions(RuleBasedStateMachine):
    """Each example works in one transaction of the tables' owner, which is rolled back at its end."""

    owner: ClassVar[Any]
    lot: ClassVar[Lot]
    bidders: ClassVar[list[Bidder]]
    terms: ClassVar[Rules]

    def teardown(self) -> None:
        self.owner.rollback()

    @initialize()
    def begin(self) -> None:
        self.cursor = self.owner.cursor()
        self.cursor.execute("SELECT opens, closes FROM auctions_standing WHERE lot_id = %s", [self.lot.pk])
        opens, closes = self.cursor.fetchone()
        # The third bidder is not qualified (any more) in the beginning.
        self.qualified = {101: True, 102: True, 103: False}
        self.cursor.execute(
            "UPDATE auctions_bidder SET state = 'applied' WHERE id = %s", [self.bidders[2].pk]
        )
        self.reference = Bidding(self.terms, opens, closes, self.qualified)

    @rule()
    def qualify(self) -> None:
        self.cursor.execute(
            "UPDATE auctions_bidder SET state = 'qualified' WHERE id = %s", [self.bidders[2].pk]
        )
        self.qualified[103] = True

    def _ask(self, place: int, kind: str, amount: int | None, key: str) -> None:
        said = made.place(self.cursor, self.bidders[place], amount, key, kind)
        asked = (101 + place, key) in self.reference.asked
        code = self.reference.ask(Request(101 + place, kind, amount), key, said.moment)
        best = self.reference.best
        assert (said.code, said.repeated, said.bids, said.price, said.leader, said.closes) == (
            code,
            asked,
            len(self.reference.bids),
            best and best.amount,
            best and best.bidder,
            self.reference.closes,
        )

    @rule(place=st.integers(0, 2), steps=st.integers(-2, 4), key=st.integers(0, 40))
    def bid(self, place: int, steps: int, key: int) -> None:
        self._ask(place, "own", self.reference.least + steps * STEP * self.terms.sign, f"own {key}")

    @rule(place=st.integers(0, 2), steps=st.integers(0, 20), key=st.integers(0, 40))
    def limit(self, place: int, steps: int, key: int) -> None:
        self._ask(place, "limit", self.reference.least + steps * STEP * self.terms.sign, f"own {key}")

    @rule(place=st.integers(0, 2), key=st.integers(0, 40))
    def no_limit(self, place: int, key: int) -> None:
        self._ask(place, "limit", None, f"limit {key}")

    @rule(place=st.integers(0, 2), steps=st.integers(-1, 60), key=st.integers(0, 40))
    def accept(self, place: int, steps: int, key: int) -> None:
        self._ask(place, "accept", self.terms.start_price - steps * STEP, f"accept {key}")

    @rule(
        place=st.integers(0, 2),
        kind=st.sampled_from(["own", "limit", "accept"]),
        amount=st.sampled_from([0, -1, 1, 7, 2**62, LARGEST, LARGEST + 1, -(2**62)]),
        key=st.integers(0, 40),
    )
    def odd(self, place: int, kind: str, amount: int, key: int) -> None:
        self._ask(place, kind, amount, f"odd {key}")

    @rule(seconds=st.sampled_from([-1800, 1, 30, 600, 1000, 3000, 3400, 3500, 7300]))
    def pass_time(self, seconds: int) -> None:
        """Now is fixed: all moments of the lot move back (or, once, its beginning lies ahead)."""
        if seconds < 0 and self.reference.bids:
            return
        passed = timedelta(seconds=seconds)
        self.cursor.execute(
            "UPDATE auctions_standing SET opens = opens - %s, closes = closes - %s WHERE lot_id = %s",
            [passed, passed, self.lot.pk],
        )
        self.reference.opens -= passed
        self.reference.closes -= passed

    @rule(seconds=st.sampled_from([-60, 0, 600]))
    def move_end(self, seconds: int) -> None:
        until = self.reference.closes + timedelta(seconds=seconds)
        self.cursor.execute(
            "SELECT (auctions_move_end(%s, %s)).lot_id IS NOT NULL, qinglan_now()", [self.lot.pk, until]
        )
        moved, now = self.cursor.fetchone()
        assert moved == self.reference.move_end(until, now)

    @rule()
    def close(self) -> None:
        self.cursor.execute("SELECT (auctions_close(%s)).is_open, qinglan_now()", [self.lot.pk])
        is_open, now = self.cursor.fetchone()
        self.reference.close(now)
        assert is_open == self.reference.is_open

    @invariant()
    def the_bids_are_the_same(self) -> None:
        if not hasattr(self, "reference"):
            return
        self.cursor.execute(BIDS, [self.lot.pk])
        assert self.cursor.fetchall() == [
            (bid.bidder, bid.amount, bid.kind, bid.at, bid.closes) for bid in self.reference.bids
        ]


@pytest.fixture
def lots(fresh_database: Any) -> Iterator[dict[str, tuple[Lot, list[Bidder], Rules]]]:
    who = auction.auction()
    soft = {"soft_close_seconds": 120, "extend_seconds": 180}
    rising = made.opened(who, **soft)
    need = made.opened(
        who, number="2026-0002", need=auction.made.published(who, auction.made.need(who)), **soft
    )
    price = made.falling(who, number="2026-0003", technology=rising[0].technology, transfer_mode="ordinary")
    start = rising[0].start_price
    assert start is not None
    found = {
        "rising": (*rising, Rules(start, STEP, 1, SOFT, EXTEND)),
        "lower": (*need, Rules(start, STEP, -1, SOFT, EXTEND)),
        "falling price": (*price, Rules(start, STEP, 1, step_seconds=600, floor_price=50_000_00)),
    }
    Auctions.owner = fresh_database.connect("owner", autocommit=False)
    yield found
    Auctions.owner.close()


@pytest.mark.parametrize("course", ["rising", "lower", "falling price"])
def test_the_database_judges_as_the_reference(lots: Any, course: str) -> None:
    Auctions.lot, Auctions.bidders, Auctions.terms = lots[course]
    run_state_machine_as_test(
        Auctions, settings=settings(max_examples=60, stateful_step_count=40, deadline=None)
    )
