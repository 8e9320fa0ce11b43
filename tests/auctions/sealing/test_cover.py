"""Decoys: how many, when, and that they end as bids do."""

from typing import Any

import pytest

from qinglan.auctions.domain.decoy import make_decoy
from qinglan.auctions.models import Envelope, EnvelopeEnd
from qinglan.auctions.sealing import cover
from qinglan.kernel.permissions import PermissionRefused
from tests.auctions.sealing import made
from tests.auctions.sealing.made import home

__all__ = ["home"]
pytestmark = pytest.mark.django_db


def test_as_many_come_as_are_to_be_expected() -> None:
    who = made.sealed_lot()
    lot = who["lot"]
    assert lot.bids_from is not None
    assert lot.bids_until is not None
    whole = (lot.bids_until - lot.bids_from).total_seconds()
    drawn = [len(cover.drawn(lot, whole)) for _ in range(400)]
    expected = cover.intensity(lot.number)
    assert abs(sum(drawn) / len(drawn) - expected) < 6 * (expected / len(drawn)) ** 0.5
    assert all(0 < moment < 300 for moment in cover.drawn(lot, 300))


def test_one_is_put_in_after_a_wait_and_may_be_taken_back(monkeypatch: Any) -> None:
    who = made.sealed_lot()
    waited: list[float] = []
    monkeypatch.setattr(cover, "connection", type("None", (), {"close": staticmethod(lambda: None)}))
    for back, replace in ((1, 0), (0, 0), (0, 1)):
        monkeypatch.setattr(cover, "_random", Chosen(back, replace))
        cover.one(who["lot"], 7.0, waited.append)
    assert waited == [7.0, 7.0, 60.0, 7.0, 60.0]
    assert Envelope.objects.count() == 4
    assert sorted(EnvelopeEnd.objects.values_list("kind", flat=True)) == ["replaced", "withdrawn"]


class Chosen:
    """In the place of chance."""

    def __init__(self, back: int, replace: int) -> None:
        self.numbers = [back, replace]

    def randrange(self, most: int) -> int:
        return self.numbers.pop(0)

    def uniform(self, least: float, most: float) -> float:
        return 60.0


def test_none_comes_after_the_deadline_or_without_keys() -> None:
    who = made.sealed_lot()
    made.past_the_deadline(who)
    cover.one(who["lot"], 0.0, lambda seconds: None)
    assert (Envelope.objects.count(), cover.cover()) == (0, 0)


def test_only_the_system_makes_decoys() -> None:
    who = made.sealed_lot()
    with pytest.raises(PermissionRefused):
        make_decoy(acting_user=who["officer"], lot=who["lot"])
