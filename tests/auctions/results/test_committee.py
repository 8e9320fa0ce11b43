"""A competitive selection: who may judge, what they give, and what becomes of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from qinglan.auctions.domain.committee import decline_seat, fix_scores, give_points, name_committee
from qinglan.auctions.domain.result import determine
from qinglan.auctions.domain.signing import declare_default
from qinglan.auctions.models import Lot, LotState, MemberState
from qinglan.auctions.results.queries import result_in_force
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.models import Expert
from tests.auctions import made
from tests.auctions.results.disclosed import say
from tests.auctions.results.opened import opened
from tests.auctions.results.test_life import fresh, signing
from tests.auctions.sealing.made import home
from tests.market.contact.made import payloads
from tests.support.people import person

__all__ = ["home"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Refusals are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def who() -> dict[str, Any]:
    """The people of an auction and seven who could judge, the first five of them experts."""
    found = made.auction()
    found["judges"] = [person(f"judge-{place}") for place in range(7)]
    values = {
        "state": "in_pool",
        "route": "application",
        "state_on": "2026-01-05",
        "created_at": "2026-01-05T00:00Z",
        "confirmed_at": "2026-01-05T00:00Z",
        "confirmed_by": found["officer"],
    }
    for place, one in enumerate(found["judges"][:5]):
        Expert.objects.create(
            user=one,
            name=f"评委{place}（演示）",
            name_key=f"pw{place}",
            created_by=found["officer"],
            **values,
        )
    return found


@pytest.fixture
def lot(who: dict[str, Any]) -> Lot:
    """Opened, with three offers at 200, 300 and 250 yuan."""
    return opened(who, (200_00, 300_00, 250_00))


def points(lot: Lot, *given: int) -> dict[tuple[str, int], tuple[int, str]]:
    criterion = lot.criteria.get(is_price=False).pk
    return {(str(101 + place), criterion): (value, "") for place, value in enumerate(given)}


def judged(who: dict[str, Any], lot: Lot) -> Lot:
    """Five members, all handed in: B is best in quality, A best in price and in sum."""
    people = who["judges"][:5]
    name_committee(acting_user=who["auctioneer"], lot=lot, people=people)
    for one in people:
        give_points(acting_user=one, lot=fresh(lot), points=points(lot, 5000, 5900, 3000), hand_in=True)
    fix_scores(acting_user=who["auctioneer"], lot=fresh(lot))
    return fresh(lot)


def test_points_become_a_result_that_the_events_tell(who: dict[str, Any], lot: Lot) -> None:
    result = determine(acting_user=who["auctioneer"], lot=judged(who, lot))
    assert (result.winner, result.price, result.decided_by) == ("101", 200_00, "points")
    assert [(row["bidder"], row["points"]) for row in result.ranking] == [
        ("101", 9000), ("102", 8567), ("103", 6200),
    ]  # fmt: skip
    (scored,) = payloads(lot.key, "auctions.scores-fixed")
    assert scored["points"]["101"] == {"2": [5000] * 5}
    (named,) = payloads(lot.key, "auctions.committee-complete")
    assert named == {"members": 5, "experts": 5}


def test_nothing_is_reckoned_before_the_points_are_fixed_but_too_few_offers_fail_at_once(
    who: dict[str, Any], lot: Lot
) -> None:
    with pytest.raises(Impossible, match="points"):
        determine(acting_user=who["auctioneer"], lot=lot)
    say(lot, "auctions.bidder-excluded", {"bidder": 103, "reason": "condition"})
    assert determine(acting_user=who["auctioneer"], lot=fresh(lot)).failure == "too_few"
    assert fresh(lot).state == LotState.FAILED


def test_when_the_winner_does_not_sign_the_next_candidate_comes(who: dict[str, Any], lot: Lot) -> None:
    judged(who, lot)
    declare_default(acting_user=who["auctioneer"], lot=signing(who, fresh(lot)), reason="书面放弃。")
    after = fresh(lot)
    found = result_in_force(after)
    assert found is not None
    assert (after.state, found.turn, found.winner, found.passed_over) == (LotState.CLOSED, 2, "102", ["101"])


@pytest.mark.parametrize(
    ("places", "words"),
    [([0, 1, 2], "at least 5"), ([0, 1, 2, 3, 4, 5], "odd"), ([0, 1, 2, 5, 6], "2 of three")],
)
def test_a_committee_is_large_odd_and_expert_enough(
    who: dict[str, Any], lot: Lot, places: list[int], words: str
) -> None:
    people = [who["judges"][place] for place in places]
    with pytest.raises(Impossible, match=words) as refusal:
        name_committee(acting_user=who["auctioneer"], lot=lot, people=people)
    assert refusal.value.field == "people"
    assert fresh(lot).state == LotState.CLOSED


def test_who_belongs_to_a_bidder_does_not_judge(who: dict[str, Any], lot: Lot) -> None:
    people = [*who["judges"][:4], who["bidders"][0]]
    with pytest.raises(Impossible, match="tied"):
        name_committee(acting_user=who["auctioneer"], lot=lot, people=people)


def test_points_stay_within_bounds_and_what_is_handed_in_stays(who: dict[str, Any], lot: Lot) -> None:
    people = who["judges"][:5]
    name_committee(acting_user=who["auctioneer"], lot=lot, people=people)
    member = people[0]
    with pytest.raises(Impossible, match="60"):
        give_points(acting_user=member, lot=lot, points=points(lot, 6001), hand_in=False)
    with pytest.raises(Impossible, match="no points yet"):
        give_points(acting_user=member, lot=lot, points=points(lot, 6000, 5000), hand_in=True)
    give_points(acting_user=member, lot=lot, points=points(lot, 6000, 5000, 0), hand_in=True)
    with pytest.raises(Impossible, match="handed in"):
        give_points(acting_user=member, lot=lot, points=points(lot, 0), hand_in=False)
    with pytest.raises(Impossible, match="4 members"):
        fix_scores(acting_user=who["auctioneer"], lot=fresh(lot))


def test_who_steps_back_makes_room(who: dict[str, Any], lot: Lot) -> None:
    people = who["judges"][:5]
    name_committee(acting_user=who["auctioneer"], lot=lot, people=people)
    member = decline_seat(acting_user=people[4], lot=lot, reason="与 102 号有合作。")
    assert member.state == MemberState.DECLINED
    with pytest.raises(PermissionRefused):
        give_points(acting_user=people[4], lot=lot, points={}, hand_in=False)
    named = name_committee(
        acting_user=who["auctioneer"], lot=fresh(lot), people=[*people[:4], who["judges"][5]]
    )
    assert len(named) == 5


@pytest.mark.parametrize("person_", ["member", "officer", "stranger"])
def test_others_neither_name_nor_judge_nor_fix(who: dict[str, Any], lot: Lot, person_: str) -> None:
    user = who[person_]
    with pytest.raises(PermissionRefused):
        name_committee(acting_user=user, lot=lot, people=who["judges"][:5])
    with pytest.raises(PermissionRefused):
        give_points(acting_user=user, lot=lot, points={}, hand_in=False)
    with pytest.raises(PermissionRefused):
        fix_scores(acting_user=user, lot=lot)
