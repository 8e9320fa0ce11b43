"""The rows that other tests start from are ones that the database takes."""

import pytest

from qinglan.auctions.models import Lot, LotMode, LotState
from tests.auctions import made

pytestmark = pytest.mark.django_db


def test_a_lot_names_its_object_and_its_bidders() -> None:
    who = made.auction()
    lot = made.lot(who)
    bidder = made.bidder(who, lot, 1)
    assert (lot.key, lot.subject, lot.is_public, lot.is_sealed, lot.is_open_bidding) == (
        "lot:2026-0001",
        lot.technology,
        True,
        False,
        True,
    )
    assert list(lot.bidders.values_list("number", "organisation")) == [(102, bidder.organisation_id)]


@pytest.mark.parametrize("mode", [LotMode.SEALED_FIRST, LotMode.COMPARISON])
def test_a_sealed_lot_needs_no_first_price(mode: str) -> None:
    lot = made.lot(made.auction(), mode=mode, start_price=None, step=None, state=LotState.BIDDING)
    assert Lot.objects.get(pk=lot.pk).is_sealed
