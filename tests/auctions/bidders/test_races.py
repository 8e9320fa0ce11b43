"""Two at once: first the race without the lock, then what the verbs make of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from qinglan.auctions.bidding.recorded import BID
from qinglan.auctions.domain import acceptance, bidder_check
from qinglan.auctions.models import Bidder, BidderState, Lot, LotState
from qinglan.kernel import events
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.events.models import Event
from tests.auctions.bidders import made
from tests.auctions.lots import made as lots

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act in a thread with a connection of its own; an expected refusal as its type."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except (StaleEdit, Impossible) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def fixed(transactional_db: None) -> tuple[dict[str, Any], Lot, list[Bidder]]:
    """A fixed price that may be accepted, with two admitted bidders."""
    who = lots.people()
    lot = lots.disclosed(who, mode="fixed", deposit=0)
    rows = [made.admitted(who, lot, place) for place in range(2)]
    return who, made.open_now(lot), rows


def test_without_the_lock_a_price_is_accepted_twice(fixed: tuple[Any, Lot, list[Bidder]]) -> None:
    _who, lot, rows = fixed
    both_have_read = Barrier(2, timeout=30)

    def naive(row: Bidder) -> str:
        with transaction.atomic():
            read = Lot.objects.get(pk=lot.pk)
            assert read.state == LotState.BIDDING
            both_have_read.wait()
            payload = {"bid": 1, "bidder": row.number, "amount": read.start_price}
            events.append(stream=read.key, kind=BID, payload=payload, actor=f"bidder:{row.number}")
            Lot.objects.filter(pk=lot.pk).update(state=LotState.CLOSED)
        return "accepted"

    assert at_once(*(lambda row=row: naive(row) for row in rows)) == ["accepted", "accepted"]
    assert Event.objects.filter(stream=lot.key, kind=BID).count() == 2


def test_of_two_who_accept_at_once_one_has_it(fixed: tuple[Any, Lot, list[Bidder]]) -> None:
    who, lot, rows = fixed
    start = Barrier(2, timeout=30)

    def accept(place: int) -> str:
        start.wait()
        return acceptance.accept_price(
            acting_user=who["bidders"][place], bidder=rows[place], key=f"k{place}"
        ).state

    found = at_once(lambda: accept(0), lambda: accept(1))
    assert sorted(str(one) for one in found) == sorted([str(Impossible), "closed"])
    assert Event.objects.filter(stream=lot.key, kind=BID).count() == 1


def test_two_admitted_at_once_have_two_numbers(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = lots.people()
    lot = lots.disclosed(who, deposit=0)
    rows = [made.applied(who, lot, place) for place in range(2)]
    monkeypatch.setattr("qinglan.auctions.bidders.naming.secrets.choice", lambda free: free[0])
    start = Barrier(2, timeout=30)

    def admit(row: Bidder) -> int:
        start.wait()
        number = bidder_check.admit(acting_user=who["host"], bidder=row).number
        assert number is not None
        return number

    assert sorted(at_once(*(lambda row=row: admit(row) for row in rows))) == [101, 102]
    assert Bidder.objects.filter(lot=lot, state=BidderState.QUALIFIED).count() == 2
