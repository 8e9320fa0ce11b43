"""Openers: named, keyed, replaced, rehearsed; who may do what, before and after the opening."""

from typing import Any

import pytest
from django.test import Client

from qinglan.auctions.domain.opener import make_key, name_openers, replace_opener
from qinglan.auctions.domain.opening import begin_opening, give_boxes
from qinglan.auctions.domain.rehearsal import begin_rehearsal, rehearse
from qinglan.auctions.models import LotMode, Opener, OpeningState
from qinglan.auctions.sealing import suite
from qinglan.auctions.sealing.boxes import Given
from qinglan.auctions.sealing.rules import Sealing
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused, answer
from qinglan.kernel.todos.models import Todo
from tests.auctions import made as lots
from tests.auctions.sealing import made
from tests.auctions.sealing.made import home
from tests.auctions.sealing.test_opening import events_of, results
from tests.support.people import person

__all__ = ["home"]
pytestmark = pytest.mark.django_db
SEALED: dict[str, Any] = {"mode": LotMode.SEALED_FIRST, "start_price": None, "step": None, "state": "bidding"}


def test_three_different_people_are_named_once_by_the_organiser() -> None:
    who = lots.auction()
    lot = lots.lot(who, **SEALED)
    people = [person(f"opener-{place}") for place in (1, 2, 3)]
    with pytest.raises(PermissionRefused):
        name_openers(acting_user=who["admin"], lot=lot, people=people)
    for wrong in (people[:2], [people[0], people[0], people[1]]):
        with pytest.raises(Impossible):
            name_openers(acting_user=who["auctioneer"], lot=lot, people=wrong)
    rows = name_openers(acting_user=who["auctioneer"], lot=lot, people=people)
    assert [(row.place, row.person) for row in rows] == [(1, people[0]), (2, people[1]), (3, people[2])]
    with pytest.raises(Impossible):
        name_openers(acting_user=who["auctioneer"], lot=lot, people=people)


def test_a_key_is_entered_once_by_its_opener_and_the_third_is_announced() -> None:
    who = made.sealed_lot()
    (event,) = events_of(who["lot"].key, "auctions.openers-named")
    assert event["suite"] == suite.NAME
    assert [(one["place"], one["public_key"]) for one in event["openers"]] == [
        (place, who["pairs"][place][0].hex()) for place in (1, 2, 3)
    ]
    assert set(event["personal"]) == {"opener_1", "opener_2", "opener_3"}
    assert all(len(digest) == 64 for digest in event["scripts"].values())
    row = Opener.objects.get(pk=who["rows"][0].pk)
    with pytest.raises(Impossible):
        make_key(acting_user=row.person, opener=row, public_key="ab" * 32)
    with pytest.raises(PermissionRefused):
        make_key(acting_user=who["auctioneer"], opener=row, public_key="ab" * 32)


@pytest.mark.parametrize("key", ["", "zz" * 32, "ab" * 31, "AB" * 32])
def test_what_is_no_key_is_refused(key: str) -> None:
    who = lots.auction()
    people = [person(f"opener-{place}") for place in (1, 2, 3)]
    rows = name_openers(acting_user=who["auctioneer"], lot=lots.lot(who, **SEALED), people=people)
    with pytest.raises(Impossible):
        make_key(acting_user=people[0], opener=rows[0], public_key=key)


def test_a_replaced_opener_leaves_older_envelopes_to_the_two_who_stay() -> None:
    who = made.sealed_lot()
    made.put_in(who, 0)
    late = made.sealed(who["lot"], who["firms"][1])
    fresh = person("opener-4")
    third = Opener.objects.get(lot=who["lot"], place=3)
    row = replace_opener(acting_user=who["auctioneer"], opener=third, person=fresh, reason="密钥遗失")
    with pytest.raises(Impossible):
        made.send(who, late, 1)
    who["rows"][2] = row
    made.give_key(who, row)
    made.put_in(who, 1, 150_000_00)
    assert [one["reason"] for one in events_of(who["lot"].key, "auctions.opener-replaced")] == ["密钥遗失"]
    opening = begin_opening(acting_user=who["auctioneer"], lot=made.past_the_deadline(who))
    done = []
    for place in (1, 3):
        one = who["rows"][place - 1]
        given = made.browser_work(opening, one, who["pairs"][place])
        try:
            done.append(give_boxes(acting_user=one.person, opening=opening, given=given))
        except Impossible:
            done.append(False)
    second = who["rows"][1]
    given = made.browser_work(opening, second, who["pairs"][2])
    done.append(give_boxes(acting_user=second.person, opening=opening, given=given))
    assert done == [False, False, True]
    assert results(opening) == [("kept", "", 1, 120_000_00), ("kept", "", 2, 150_000_00)]


def test_after_the_deadline_nobody_is_replaced() -> None:
    who = made.sealed_lot()
    made.past_the_deadline(who)
    row = Opener.objects.get(lot=who["lot"], place=1)
    with pytest.raises(Impossible):
        replace_opener(acting_user=who["auctioneer"], opener=row, person=person("opener-4"), reason="x")


def test_a_rehearsal_proves_all_three() -> None:
    who = made.sealed_lot()
    rehearsal = begin_rehearsal(acting_user=who["openers"][0], lot=who["lot"])
    proved = []
    for place in (1, 2, 3):
        row = who["rows"][place - 1]
        given = made.browser_work(rehearsal, row, who["pairs"][place])
        proved.append(rehearse(acting_user=row.person, opening=rehearsal, given=given))
    rehearsal.refresh_from_db()
    assert (proved, rehearsal.state) == ([[], [1, 2], [1, 2, 3]], OpeningState.OPENED)
    assert events_of(who["lot"].key, "auctions.opening-rehearsed") == [{"openers": [1, 2, 3]}]


def test_a_wrong_key_proves_nothing() -> None:
    who = made.sealed_lot()
    rehearsal = begin_rehearsal(acting_user=who["openers"][0], lot=who["lot"])
    first, second = who["rows"][:2]
    rehearse(
        acting_user=first.person,
        opening=rehearsal,
        given=made.browser_work(rehearsal, first, who["pairs"][1]),
    )
    for given in (
        Given({}, {"test": {"pair": "12", "bid": "00" * 32}}),
        Given({}, {"test": {"pair": "13", "bid": "00" * 32}}),
        Given({"test": {"bid": {"12": "00" * suite.INNER_BYTES}}}, {}),
    ):
        with pytest.raises(Impossible):
            rehearse(acting_user=second.person, opening=rehearsal, given=given)
    assert Opener.objects.exclude(rehearsed_at=None).count() == 0


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"layers": []},
        {"layers": {"a": {"bid": {"12": "zz"}}}},
        {"layers": {"a": {"other": {}}}},
        {"keys": {"a": {"pair": "21"}}},
        {"keys": {"a": {"pair": "12", "bid": "00"}}},
        {"keys": {"a": {"pair": "12", "more": "00"}}},
    ],
)
def test_what_is_no_box_is_refused(document: Any) -> None:
    with pytest.raises(Impossible):
        Given.read(document)


def live(person_: Any) -> list[str]:
    """What he has to do."""
    rows = Todo.objects.filter(user=person_, state__in=("open", "taken"))
    return sorted(rows.values_list("kind", flat=True))


def test_openers_are_told_what_to_do_and_the_pages_are_open_to_them() -> None:
    who = lots.auction()
    who["lot"] = lot = lots.lot(who, **SEALED)
    who["openers"] = people = [person(f"opener-{place}") for place in (1, 2, 3)]
    who["rows"] = rows = name_openers(acting_user=who["auctioneer"], lot=lot, people=people)
    who["pairs"] = {}
    assert [live(one) for one in people] == [["auctions.make_opening_key"]] * 3
    for row in rows:
        made.give_key(who, row)
    assert [live(one) for one in people] == [["auctions.open_envelopes", "auctions.rehearse"]] * 3
    for todo in Todo.objects.filter(user=people[0]):
        client = Client()
        client.force_login(people[0])
        assert client.get(todo.url).status_code == 200
    replace_opener(acting_user=who["auctioneer"], opener=rows[2], person=person("opener-4"), reason="x")
    assert live(people[2]) == []


def test_who_may_do_what() -> None:
    who = made.sealed_lot()
    lot, row = who["lot"], who["rows"][0]
    own = Sealing(lot, who["firms"][0])
    asked = {
        "auctions.name_openers": lot,
        "auctions.keep_opening_key": row,
        "auctions.open_envelopes": lot,
        "auctions.let_bidders_open": lot,
        "auctions.put_in_envelope": own,
        "auctions.read_offers": lot,
        "auctions.make_decoys": None,
    }
    people = {
        "organiser": who["auctioneer"],
        "owner": who["admin"],
        "opener": who["openers"][0],
        "bidder": who["bidders"][0],
        "other bidder": who["bidders"][1],
        "officer": who["officer"],
        "stranger": who["stranger"],
    }
    allowed = {
        name: sorted(verb.partition(".")[2] for verb, about in asked.items() if answer(user, verb, about))
        for name, user in people.items()
    }
    assert allowed == {
        "organiser": ["let_bidders_open", "name_openers", "open_envelopes", "read_offers"],
        "owner": ["read_offers"],
        "opener": ["keep_opening_key", "open_envelopes"],
        "bidder": ["put_in_envelope"],
        "other bidder": [],
        "officer": [],
        "stranger": [],
    }
