"""The secret reserve price stays out of the history, and its commitment binds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.auctions.lots.reserve import commit, commitment
from qinglan.auctions.models import Lot
from tests.auctions import made


@pytest.mark.django_db
def test_the_history_of_a_lot_has_no_reserve() -> None:
    lot = made.lot(made.auction(), reserve=123_456_00)
    lot.reserve = 200_000_00
    lot.save()
    event = Lot.pgh_event_model  # type: ignore[attr-defined]
    assert {"reserve", "reserve_nonce"} & {field.name for field in event._meta.get_fields()} == set()
    assert event.objects.filter(pgh_obj=lot.pk).count() == 1  # not even that it changed


@given(st.binary(min_size=32, max_size=32), st.integers(1, 10**15), st.integers(1, 10**15))
def test_a_commitment_binds_the_number(nonce: bytes, one: int, other: int) -> None:
    assert (commitment(nonce.hex(), one) == commitment(nonce.hex(), other)) == (one == other)


def test_what_is_said_of_a_reserve() -> None:
    lot = Lot(reserve=None)
    assert (commit(lot), lot.reserve_nonce) == (None, "")
    lot = Lot(reserve=5, reserve_is_public=True)
    assert (commit(lot), lot.reserve_nonce) == (5, "")
    lot = Lot(reserve=5)
    said = commit(lot)
    assert said == {"commitment": commitment(lot.reserve_nonce, 5)}
    assert len(lot.reserve_nonce) == 64
