"""From closed bids to a concluded lot: result, notice, objections, signing, default."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from qinglan.auctions.domain.result import determine
from qinglan.auctions.domain.result_notice import close_due_notices, post_result
from qinglan.auctions.domain.result_objection import object_to_result, rule_on_objection
from qinglan.auctions.domain.signing import confirm_signed, declare_default
from qinglan.auctions.models import Lot, LotMode, LotResult, LotState, ResultNotice
from qinglan.auctions.results import hand_over
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.account import system_user
from tests.auctions import made
from tests.auctions.results.disclosed import bids, disclosed
from tests.market.contact.made import payloads

pytestmark = pytest.mark.django_db
WORDS = {"name": "周某（演示）", "contact": "zhou@example.org", "text": "受让人与转让方有关联。"}


@pytest.fixture
def who() -> dict[str, Any]:
    return made.auction()


@pytest.fixture
def lot(who: dict[str, Any]) -> Lot:
    """Closed, with three bids of two firms."""
    found = disclosed(who, is_training=True)
    for place in (0, 1):
        made.bidder(who, found, place)
    bids(found, (101, 100_000_00), (102, 101_000_00), (101, 105_000_00))
    return found


def fresh(lot: Lot) -> Lot:
    return Lot.objects.get(pk=lot.pk)


def noticed(who: dict[str, Any], lot: Lot) -> ResultNotice:
    determine(acting_user=who["auctioneer"], lot=lot)
    return post_result(acting_user=who["auctioneer"], lot=fresh(lot), contact="交易部 023-60000000")


def ended(notice: ResultNotice) -> None:
    """As if its time had come."""
    past = clock.now() - timedelta(seconds=1)
    ResultNotice.objects.filter(pk=notice.pk).update(posted_at=past - timedelta(days=1), ends_at=past)


def signing(who: dict[str, Any], lot: Lot) -> Lot:
    ended(noticed(who, lot))
    assert close_due_notices(acting_user=system_user()) == 1
    return fresh(lot)


def test_the_result_is_reckoned_from_the_events(who: dict[str, Any], lot: Lot) -> None:
    result = determine(acting_user=who["auctioneer"], lot=lot)
    assert (result.winner, result.organisation, result.price, result.decided_by) == (
        "101", who["firms"][0], 105_000_00, "price",
    )  # fmt: skip
    assert result.ranking == [
        {"bidder": "101", "place": 1, "amount": 105_000_00},
        {"bidder": "102", "place": 2, "amount": 101_000_00},
    ]
    assert payloads(lot.key, "auctions.bidders-named") == [
        {
            "bidders": [
                {"bidder": 101 + place, "code": firm.code, "name": firm.name}
                for place, firm in enumerate(who["firms"][:2])
            ]
        }
    ]
    (event,) = payloads(lot.key, "auctions.result")
    assert (event["winner"], event["price"], event["read_to"]) == ("101", 105_000_00, result.at_event)


def test_a_lot_without_bids_fails(who: dict[str, Any]) -> None:
    empty = disclosed(who)
    result = determine(acting_user=who["auctioneer"], lot=empty)
    assert (result.failure, result.price, fresh(empty).state) == ("no_bids", None, LotState.FAILED)
    assert fresh(empty).reason


def test_a_bid_below_the_secret_reserve_sells_nothing_and_reveals_it(who: dict[str, Any]) -> None:
    found = disclosed(who, reserve=200_000_00, reserve_nonce="00" * 32)
    made.bidder(who, found)
    bids(found, (101, 150_000_00))
    assert determine(acting_user=who["auctioneer"], lot=found).failure == "below_reserve"
    assert payloads(found.key, "auctions.reserve-revealed") == [{"reserve": 200_000_00, "nonce": "00" * 32}]


def test_a_result_is_reckoned_once(who: dict[str, Any], lot: Lot) -> None:
    determine(acting_user=who["auctioneer"], lot=lot)
    with pytest.raises(Impossible):
        determine(acting_user=who["auctioneer"], lot=fresh(lot))
    assert LotResult.objects.filter(lot=lot).count() == 1


def test_a_notice_that_nobody_upsets_leads_to_signing_and_to_the_contract(
    who: dict[str, Any], lot: Lot
) -> None:
    taken: list[Any] = []
    hand_over.register(lambda _user, sold: taken.append(sold))
    try:
        at_signing = signing(who, lot)
        assert at_signing.state == LotState.SIGNING
        sold = confirm_signed(acting_user=who["auctioneer"], lot=at_signing, contract_number="HT-2026-1")
    finally:
        hand_over._takers.pop()
    assert taken == [sold]
    assert (sold.seller, sold.buyer, sold.price, sold.difference) == (
        who["owner"], who["firms"][0], 105_000_00, 0,
    )  # fmt: skip
    assert fresh(lot).state == LotState.CONCLUDED


def test_a_notice_does_not_close_before_its_end_nor_over_an_objection(who: dict[str, Any], lot: Lot) -> None:
    notice = noticed(who, lot)
    assert close_due_notices(acting_user=system_user()) == 0
    objection = object_to_result(acting_user=who["stranger"], lot=fresh(lot), **WORDS)
    ended(notice)
    assert close_due_notices(acting_user=system_user()) == 0
    rule_on_objection(
        acting_user=who["auctioneer"], objection=objection, upheld=False, answer="经查，无关联。"
    )
    assert close_due_notices(acting_user=system_user()) == 1
    assert fresh(lot).state == LotState.SIGNING


def test_an_objection_at_the_end_is_too_late_and_one_of_the_organiser_is_none(
    who: dict[str, Any], lot: Lot
) -> None:
    ended(noticed(who, lot))
    with pytest.raises(Impossible, match="交易部"):
        object_to_result(acting_user=who["stranger"], lot=fresh(lot), **WORDS)
    with pytest.raises(PermissionRefused):
        object_to_result(acting_user=who["auctioneer"], lot=fresh(lot), **WORDS)


def test_the_words_of_an_objection_stay_out_of_chain_and_history(who: dict[str, Any], lot: Lot) -> None:
    noticed(who, lot)
    objection = object_to_result(acting_user=who["stranger"], lot=fresh(lot), **WORDS)
    assert payloads(lot.key, "auctions.result-objected") == [{"objection": objection.pk, "files": 0}]
    kept = apps.get_model("auctions", "ResultObjectionEvent")
    assert not {"name", "contact", "text", "answer"} & {one.name for one in kept._meta.get_fields()}
    with pytest.raises(Impossible):
        object_to_result(acting_user=who["stranger"], lot=fresh(lot), **WORDS)


def test_an_upheld_objection_fails_an_online_sale(who: dict[str, Any], lot: Lot) -> None:
    noticed(who, lot)
    objection = object_to_result(acting_user=who["stranger"], lot=fresh(lot), **WORDS)
    rule_on_objection(acting_user=who["auctioneer"], objection=objection, upheld=True, answer="有关联。")
    assert fresh(lot).state == LotState.FAILED
    with pytest.raises(StaleEdit):
        rule_on_objection(acting_user=who["auctioneer"], objection=objection, upheld=False, answer="另一个。")


def test_a_default_at_an_auction_is_paid_for_when_the_lot_brings_less(who: dict[str, Any]) -> None:
    first = disclosed(who, mode=LotMode.AUCTION, is_training=True)
    made.bidder(who, first, 0)
    bids(first, (101, 150_000_00))
    declare_default(acting_user=who["auctioneer"], lot=signing(who, first), reason="催签两次，书面拒签。")
    assert fresh(first).state == LotState.FAILED
    again = disclosed(
        who,
        number="2026-0002",
        mode=LotMode.AUCTION,
        is_training=True,
        follows=first,
        technology=first.technology,
    )
    made.bidder(who, again, 1)
    bids(again, (102, 120_000_00))
    sold = confirm_signed(acting_user=who["auctioneer"], lot=signing(who, again), contract_number="HT-2")
    assert (sold.difference, sold.difference_owed_by) == (30_000_00, who["firms"][0])


@pytest.mark.parametrize("person", ["member", "officer", "stranger"])
def test_nobody_but_the_organiser_acts_on_a_result(who: dict[str, Any], lot: Lot, person: str) -> None:
    user = who[person]
    with pytest.raises(PermissionRefused):
        determine(acting_user=user, lot=lot)
    notice = noticed(who, lot)
    with pytest.raises(PermissionRefused):
        post_result(acting_user=user, lot=fresh(lot), contact="x")
    objection = object_to_result(acting_user=who["bidders"][1], lot=fresh(lot), **WORDS)
    with pytest.raises(PermissionRefused):
        rule_on_objection(acting_user=user, objection=objection, upheld=True, answer="x")
    rule_on_objection(acting_user=who["auctioneer"], objection=objection, upheld=False, answer="无。")
    ended(notice)
    close_due_notices(acting_user=system_user())
    with pytest.raises(PermissionRefused):
        confirm_signed(acting_user=user, lot=fresh(lot), contract_number="x")
    with pytest.raises(PermissionRefused):
        declare_default(acting_user=user, lot=fresh(lot), reason="x")
