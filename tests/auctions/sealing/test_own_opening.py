"""The openers fail: bidders open their own by their files, and all is shown after the stated time."""

from datetime import timedelta
from typing import Any

import pytest

from qinglan.auctions.domain.opening import begin_opening
from qinglan.auctions.domain.own_opening import conclude_own, let_bidders_open, open_own
from qinglan.auctions.models import OpenedEnvelope, Opening
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.account import system_user
from tests.auctions.sealing import made
from tests.auctions.sealing.made import home
from tests.auctions.sealing.test_opening import events_of, results

__all__ = ["home"]
pytestmark = pytest.mark.django_db


def left(who: dict[str, Any]) -> Opening:
    """An opening that is left to the bidders for two hours."""
    opening = begin_opening(acting_user=who["auctioneer"], lot=made.past_the_deadline(who))
    until = clock.now() + timedelta(hours=2)
    return let_bidders_open(
        acting_user=who["auctioneer"], opening=opening, reason="两位开标人密钥遗失", until=until
    )


def test_what_bidders_open_is_shown_together_after_the_stated_time() -> None:
    who = made.sealed_lot()
    mine, receipt = made.put_in(who, 0)
    made.put_in(who, 1)
    opening = left(who)
    open_own(acting_user=who["bidders"][0], opening=opening, envelope=receipt.envelope, key=mine.key.hex())
    assert not conclude_own(acting_user=system_user(), opening=opening)
    assert not OpenedEnvelope.objects.filter(opening=opening).exists()
    now = clock.now()
    Opening.objects.filter(pk=opening.pk).update(
        begun_at=now - timedelta(hours=3), own_until=now - timedelta(minutes=1)
    )
    assert conclude_own(acting_user=system_user(), opening=opening)
    assert results(opening) == [("kept", "", 1, 120_000_00), ("unopened", "no_key", None, None)]
    (event,) = events_of(who["lot"].key, "auctions.envelopes-opened")
    assert [(one["state"], one.get("by")) for one in event["envelopes"]] == [
        ("kept", "bidder"),
        ("unopened", None),
    ]


def test_only_the_bidder_opens_his_own_and_only_by_its_key() -> None:
    who = made.sealed_lot()
    mine, receipt = made.put_in(who, 0)
    opening = left(who)
    for user, envelope, key in (
        (who["bidders"][1], receipt.envelope, mine.key.hex()),
        (who["bidders"][0], receipt.envelope, mine.nonce.hex()),
        (who["bidders"][0], receipt.envelope, "no hex"),
        (who["bidders"][0], "f" * 32, mine.key.hex()),
    ):
        with pytest.raises(Impossible):
            open_own(acting_user=user, opening=opening, envelope=envelope, key=key)
    with pytest.raises(PermissionRefused):
        open_own(acting_user=who["stranger"], opening=opening, envelope=receipt.envelope, key=mine.key.hex())


def test_it_is_left_to_bidders_by_the_organiser_with_a_reason_and_time() -> None:
    who = made.sealed_lot()
    mine, receipt = made.put_in(who, 0)
    opening = begin_opening(acting_user=who["auctioneer"], lot=made.past_the_deadline(who))
    soon, later = clock.now() + timedelta(minutes=5), clock.now() + timedelta(hours=2)
    with pytest.raises(PermissionRefused):
        let_bidders_open(acting_user=who["openers"][0], opening=opening, reason="x", until=later)
    for reason, until in ((" ", later), ("x", soon)):
        with pytest.raises(Impossible):
            let_bidders_open(acting_user=who["auctioneer"], opening=opening, reason=reason, until=until)
    with pytest.raises(Impossible):
        open_own(
            acting_user=who["bidders"][0], opening=opening, envelope=receipt.envelope, key=mine.key.hex()
        )
