"""From an application to a number: who may, who is refused, what the stream and the ledger say."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from qinglan.auctions.bidders import queries
from qinglan.auctions.bidders.naming import commitment
from qinglan.auctions.bidders.related import doubts
from qinglan.auctions.domain import bidder as verbs
from qinglan.auctions.domain import bidder_check, deposit, lot_end
from qinglan.auctions.domain.bidder import Upload
from qinglan.auctions.models import Bidder, BidderState, Lot
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.ledger.models import Balance, Posting
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.models import OrganisationContact
from tests.auctions.bidders import made
from tests.auctions.lots import made as lots
from tests.support.people import assign, join, person

Who = dict[str, Any]


def said(lot: Lot, kind: str) -> list[dict[str, Any]]:
    """What the events of one kind say."""
    rows = (
        Event.objects.filter(stream=lot.key, kind=kind).order_by("sequence").values_list("payload", flat=True)
    )
    return [json.loads(bytes(payload)) for payload in rows]


def test_a_bidder_is_admitted_by_a_receipt_with_a_number_and_a_commitment(who: Who) -> None:
    lot = lots.disclosed(who)
    row = bidder_check.admit(acting_user=who["host"], bidder=made.applied(who, lot))
    assert (row.state, row.number) == (BidderState.DEPOSIT, None)
    row = deposit.confirm_deposit(
        acting_user=who["host"], bidder=row, receipt="回单 1", issued_on=clock.today()
    )
    assert row.state == BidderState.QUALIFIED
    assert row.number is not None
    unit = who["firms"][0]
    assert said(lot, "auctions.bidder-qualified") == [
        {"bidder": row.number, "who": commitment(row.who_nonce, unit.code)}
    ]
    assert Balance.objects.get(account=row.deposit_account).amount == 10_000_00
    posting = Posting.objects.get(receipt_number="回单 1")
    assert (posting.receipt_custodian, unit.name in posting.text) == ("演示银行监管账户", False)
    assert unit.code not in str(row.deposit_account)


def test_a_deposit_goes_back_once_by_a_receipt(who: Who) -> None:
    lot = lots.disclosed(who)
    row = made.admitted(who, lot)
    day = clock.today()
    with pytest.raises(Impossible, match="until the bids are closed"):
        deposit.return_deposit(acting_user=who["host"], bidder=row, receipt="x", issued_on=day)
    lot.refresh_from_db()
    lot_end.stop(acting_user=who["host"], lot=lot, reason="force")
    row = deposit.return_deposit(acting_user=who["host"], bidder=row, receipt="退 1", issued_on=day)
    assert deposit.held(row) == 0
    assert said(lot, "auctions.deposit-settled") == [{"bidder": row.number, "way": "back"}]
    with pytest.raises(Impossible, match="No deposit"):
        deposit.forfeit_deposit(acting_user=who["host"], bidder=row, receipt="扣 1", issued_on=day)


def test_seller_organiser_and_staff_do_not_bid(who: Who) -> None:
    lot = lots.disclosed(who)
    for name in ("member", "admin", "host", "officer"):
        with pytest.raises(PermissionRefused):
            verbs.apply(
                acting_user=who[name], lot=lot, organisation=who["firms"][0], statement="",
                declared_unrelated=True, power_of_attorney=Upload("委托书.txt", "委托".encode()),
            )  # fmt: skip


def test_who_leads_both_or_works_for_the_owner_is_refused(who: Who) -> None:
    lot = lots.disclosed(who)
    join(who["bidders"][0], who["owner"], "administrator")
    with pytest.raises(PermissionRefused):
        made.applied(who, lot)
    join(who["bidders"][1], who["firms"][2], "administrator")
    join(who["bidders"][1], who["exchange"], "finance")
    with pytest.raises(Impossible) as refusal:
        made.applied(who, lot, 1)
    assert refusal.value.field == "organisation"
    with pytest.raises(Impossible) as refusal:
        made.applied(who, lot, 2, declared_unrelated=False)
    assert refusal.value.field == "declared_unrelated"


def test_the_same_name_of_a_representative_is_a_doubt_for_the_organiser(who: Who) -> None:
    lot = lots.disclosed(who)
    row = made.applied(who, lot)
    OrganisationContact.objects.update(legal_representative="")
    assert doubts(lot, row.organisation) == []
    for unit in (who["owner"], who["firms"][0]):
        OrganisationContact.objects.filter(organisation=unit).update(legal_representative="周某")
    assert len(doubts(lot, row.organisation)) == 1


def test_a_co_owner_of_the_object_is_related(who: Who) -> None:
    from qinglan.market.models import CoOwner

    CoOwner.objects.create(listing=who["technology"], name=who["firms"][0].name, organisation=who["firms"][0])
    lot = lots.disclosed(who)
    with pytest.raises(Impossible, match="co-owner"):
        made.applied(who, lot)


def test_an_agent_brings_a_power_of_attorney(who: Who) -> None:
    lot = lots.disclosed(who)
    with pytest.raises(Impossible) as refusal:
        verbs.apply(
            acting_user=who["bidders"][0], lot=lot, organisation=who["firms"][1], statement="",
            declared_unrelated=True,
        )  # fmt: skip
    assert refusal.value.field == "power_of_attorney"
    row = verbs.apply(
        acting_user=who["bidders"][0], lot=lot, organisation=who["firms"][1], statement="",
        declared_unrelated=True, power_of_attorney=Upload("委托书.txt", "授权委托书（演示）".encode()),
    )  # fmt: skip
    assert (row.organisation, row.person) == (who["firms"][1], who["bidders"][0])


def test_an_application_is_returned_corrected_refused_and_made_again(who: Who) -> None:
    lot = lots.disclosed(who)
    row = made.applied(who, lot)
    with pytest.raises(Impossible, match="applied for this lot"):
        made.applied(who, lot)
    with pytest.raises(Impossible):
        bidder_check.give_back(acting_user=who["host"], bidder=row, reason="collusion")
    row = bidder_check.give_back(acting_user=who["host"], bidder=row, reason="papers", note="缺执照")
    assert (row.state, row.reason, row.note) == ("returned", "papers", "缺执照")
    row = verbs.correct(acting_user=who["bidders"][0], bidder=row, statement="已补")
    assert row.state == "applied"
    row = verbs.withdraw(acting_user=who["bidders"][0], bidder=row)
    assert row.state == "withdrawn"
    again = made.applied(who, lot)
    assert bidder_check.refuse(acting_user=who["host"], bidder=again, reason="credit").state == "refused"


def test_who_was_excluded_stands_in_the_stream_by_his_number(who: Who) -> None:
    lot = lots.disclosed(who)
    row = bidder_check.exclude(acting_user=who["host"], bidder=made.admitted(who, lot), reason="collusion")
    assert said(lot, "auctions.bidder-excluded") == [{"bidder": row.number, "reason": "collusion"}]


def test_sealed_lots_take_no_application(who: Who) -> None:
    lot = lots.disclosed(who, mode="sealed_first", deposit=0)
    with pytest.raises(Impossible, match="Sealed"):
        made.applied(who, lot)


def test_nobody_but_the_organiser_knows_who_stands_behind_a_number(who: Who) -> None:
    lot = lots.disclosed(who)
    row = made.admitted(who, lot)
    made.admitted(who, lot, 1)
    people: Who = {
        name: who[name] for name in ("member", "admin", "officer", "stranger", "host", "auctioneer")
    }
    people |= {"own": who["bidders"][0], "other": who["bidders"][1]}
    for role in ("administrator", "security", "auditor", "decider"):
        people[role] = person(f"x-{role}")
        assign(people[role], role)
    colleague = people["colleague"] = person("colleague")
    join(colleague, who["firms"][0], "member")
    knows = {"host", "own"}
    seen = {name for name, user in people.items() if permissions.answer(user, "auctions.see_bidder", row)}
    assert seen == knows
    listed = {
        name for name, user in people.items() if queries.visible_bidders(user).filter(pk=row.pk).exists()
    }
    assert listed == knows
    unit = who["firms"][0]
    for name, user in {**people, "nobody": AnonymousUser()}.items():
        client = Client()
        if user.pk is not None:
            client.force_login(user)
        answers = [
            client.get(f"/auctions/bidders/{row.pk}/").status_code,
            client.get(f"/auctions/{lot.number}/bidders/").status_code,
            client.get(f"/history/auctions.bidder/{row.pk}/").status_code,
        ]
        assert [status == 200 for status in answers] == [name in knows, name == "host", False], name
        page = client.get(lot.get_absolute_url()).content.decode()
        assert str(row.number) in page
        assert (unit.name in page) is False, name
        stream = client.get(f"/events/lot:{lot.number}/").content.decode()
        assert unit.name not in stream
        assert unit.code not in stream
        assert (who["bidders"][0].username in stream) is (name == "own")  # in the head of his own page
    chain = b"".join(
        bytes(one) for one in Event.objects.filter(stream=lot.key).values_list("payload", flat=True)
    )
    assert unit.code.encode() not in chain
    assert f"user:{who['bidders'][0].pk}" not in set(
        Event.objects.filter(stream=lot.key).values_list("actor", flat=True)
    )


def test_numbers_are_given_in_no_order(who: Who) -> None:
    lot = lots.disclosed(who)
    numbers = [made.admitted(who, lot, place).number for place in range(3)]
    assert len(set(numbers)) == 3
    assert all(number is not None and 101 <= number <= 999 for number in numbers)
    assert Bidder.objects.filter(lot=lot, number__in=numbers).count() == 3
