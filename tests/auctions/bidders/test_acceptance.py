"""Fixed price, agreed price, open licence."""

import json
from datetime import timedelta
from typing import Any

import pytest

from qinglan.auctions.domain import acceptance, lot_end, moments
from qinglan.auctions.models import Lot, LotState, Sold
from qinglan.auctions.results import hand_over
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.account import system_user
from tests.auctions.bidders import made
from tests.auctions.lots import made as lots

Who = dict[str, Any]


def kinds(lot: Lot) -> list[str]:
    """The kinds of all events of the lot after its disclosure."""
    return list(
        Event.objects.filter(stream=lot.key, sequence__gt=2)
        .order_by("sequence")
        .values_list("kind", flat=True)
    )


def test_who_accepts_a_fixed_price_first_has_it(who: Who) -> None:
    lot = lots.disclosed(who, mode="fixed", deposit=0)
    one, other = made.admitted(who, lot), made.admitted(who, lot, 1)
    with pytest.raises(Impossible, match="disclosure"):
        acceptance.accept_price(acting_user=who["bidders"][0], bidder=one, key="a")
    made.open_now(lot)
    with pytest.raises(PermissionRefused):
        acceptance.accept_price(acting_user=who["bidders"][1], bidder=one, key="a")
    assert (
        acceptance.accept_price(acting_user=who["bidders"][0], bidder=one, key="a").state == LotState.CLOSED
    )
    assert (
        acceptance.accept_price(acting_user=who["bidders"][0], bidder=one, key="a").state == LotState.CLOSED
    )
    with pytest.raises(Impossible, match="before you"):
        acceptance.accept_price(acting_user=who["bidders"][1], bidder=other, key="b")
    rows = [
        json.loads(bytes(payload))
        for payload in Event.objects.filter(stream=lot.key, kind="auctions.bid").values_list(
            "payload", flat=True
        )
    ]
    assert [(row["bid"], row["bidder"], row["amount"], row["kind"]) for row in rows] == [
        (1, one.number, 100_000_00, "accept")
    ]
    said = kinds(lot)
    assert said[said.index("auctions.bid") :][:3] == [
        "auctions.bid",
        "auctions.lot-moved",
        "auctions.bidding-closed",
    ]


def test_nobody_accepted_a_fixed_price_in_time(who: Who) -> None:
    lot = lots.disclosed(who, mode="fixed", deposit=0)
    row = made.admitted(who, lot)
    made.open_now(lot)
    Lot.objects.filter(pk=lot.pk).update(bids_from=clock.now() - timedelta(hours=1), bids_until=clock.now())
    with pytest.raises(Impossible, match="is over"):
        acceptance.accept_price(acting_user=who["bidders"][0], bidder=row, key="a")
    assert moments.close_bidding(acting_user=system_user(), lot=lot)
    assert not moments.close_bidding(acting_user=system_user(), lot=lot)


def test_an_agreed_price_names_its_buyer_and_waits_for_its_notice(who: Who) -> None:
    lot = lots.disclosed(who, mode="agreed", buyer=who["firms"][0], disclosure_days=15, deposit=0)
    assert lot.state == LotState.CLOSED
    assert kinds(lot)[:4] == [
        "auctions.bidder-qualified",
        "auctions.bid",
        "auctions.lot-moved",
        "auctions.bidding-closed",
    ]
    disclosed = Event.objects.get(stream=lot.key, kind="auctions.lot-disclosed")
    rules = json.loads(bytes(disclosed.payload))["rules"]
    assert (rules["buyer"]["name"], rules["start_price"]) == (who["firms"][0].name, 100_000_00)


def test_an_open_licence_is_taken_by_any_number_and_each_is_handed_over(
    who: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[str, int]] = []
    monkeypatch.setattr(
        hand_over, "_takers", [lambda user, sold: taken.append((sold.buyer.code, sold.price))]
    )
    lot = lots.disclosed(who, mode="open_licence", deposit=0, transfer_mode="open", disclosure_days=1)
    assert lot.bids_until is None
    with pytest.raises(Impossible, match="disclosure"):
        acceptance.take_licence(acting_user=who["bidders"][0], lot=lot, organisation=who["firms"][0])
    made.open_now(lot)
    for place in range(2):
        acceptance.take_licence(acting_user=who["bidders"][place], lot=lot, organisation=who["firms"][place])
    with pytest.raises(Impossible, match="already"):
        acceptance.take_licence(acting_user=who["bidders"][0], lot=lot, organisation=who["firms"][0])
    assert taken == [(unit.code, 100_000_00) for unit in who["firms"][:2]]
    assert Sold.objects.filter(result__lot=lot).count() == 2
    lot.refresh_from_db()
    assert lot.state == LotState.BIDDING
    assert not moments.close_bidding(acting_user=system_user(), lot=lot)
    assert lot_end.stop(acting_user=who["host"], lot=lot, reason="withdrawn").state == LotState.STOPPED
