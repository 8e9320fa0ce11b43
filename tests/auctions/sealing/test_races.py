"""Envelopes, withdrawals and the opening at the same moment: without the turn of the lot they get mixed up, with it not."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from qinglan.auctions.domain import envelope as verbs
from qinglan.auctions.domain import opening as opening_verbs
from qinglan.auctions.domain.envelope import take_back_envelope
from qinglan.auctions.domain.opening import begin_opening
from qinglan.auctions.models import Envelope, EnvelopeEnd, Lot, Opening
from qinglan.auctions.sealing import turn
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from tests.auctions.sealing import made
from tests.auctions.sealing.made import home

__all__ = ["home"]
pytestmark = pytest.mark.django_db(transaction=True)


def without_turn(seen: Lot) -> Lot:
    """What `taken` is without its lock."""
    return Lot.objects.select_related("owner", "organiser").get(pk=seen.pk)


def at_the_deadline(who: dict[str, Any], monkeypatch: Any) -> dict[str, Any]:
    """A withdrawal that has looked at the clock just before the deadline, and an opening just after it.

    The withdrawal waits after its look until the opening is done, or for a second where the opening waits for it.
    """
    mine, receipt = made.put_in(who, 0)
    ends = clock.now() + timedelta(seconds=1.5)
    Lot.objects.filter(pk=who["lot"].pk).update(bids_until=ends)
    looked, opened = threading.Event(), threading.Event()
    end_envelope = verbs.end_envelope
    told: dict[str, Any] = {}

    def slowly(*args: Any) -> None:
        looked.set()
        opened.wait(4)
        monkeypatch.setattr(verbs, "require_taking", lambda row, moment: None)
        end_envelope(*args)

    monkeypatch.setattr(verbs, "end_envelope", slowly)

    def withdraw() -> None:
        try:
            take_back_envelope(acting_user=who["bidders"][0], lot=who["lot"], claim=mine.claim(receipt))
        except Impossible as refused:
            told["refused"] = refused.message
        finally:
            connection.close()

    def begin() -> None:
        looked.wait(4)
        while clock.now() < ends:
            time.sleep(0.1)
        try:
            opening = begin_opening(acting_user=who["auctioneer"], lot=who["lot"])
            told["listed"] = opening_verbs.envelopes_of(opening.lot)[0].pk
            told["taken_back_when_listed"] = EnvelopeEnd.objects.exists()
        finally:
            opened.set()
            connection.close()

    threads = [threading.Thread(target=withdraw), threading.Thread(target=begin)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    told["taken_back"] = EnvelopeEnd.objects.exists()
    return told


def test_without_the_turn_a_bid_is_withdrawn_after_the_opening_began(monkeypatch: Any) -> None:
    who = made.sealed_lot()
    monkeypatch.setattr(verbs, "taken", without_turn)
    monkeypatch.setattr(opening_verbs, "taken", without_turn)
    told = at_the_deadline(who, monkeypatch)
    assert (told["taken_back_when_listed"], told["taken_back"]) == (False, True)


def test_with_the_turn_the_opening_waits_for_the_withdrawal(monkeypatch: Any) -> None:
    who = made.sealed_lot()
    told = at_the_deadline(who, monkeypatch)
    assert (told["taken_back_when_listed"], told["taken_back"]) == (True, True)


def test_an_envelope_that_waited_over_the_deadline_is_late() -> None:
    """It came before the deadline, but its turn came after it: the time after the lock counts."""
    who = made.sealed_lot()
    late = made.sealed(who["lot"], who["firms"][0])
    ends = clock.now() + timedelta(seconds=1)
    Lot.objects.filter(pk=who["lot"].pk).update(bids_until=ends)
    told: list[str] = []

    def send() -> None:
        try:
            made.send(who, late, 0)
        except Impossible as refused:
            told.append(refused.message)
        finally:
            connection.close()

    with transaction.atomic():
        turn.taken(who["lot"])
        thread = threading.Thread(target=send)
        thread.start()
        while clock.now() < ends:
            time.sleep(0.1)
    thread.join(20)
    assert len(told) == 1
    assert Envelope.objects.count() == 0


def test_two_openings_at_once_are_one() -> None:
    who = made.sealed_lot()
    lot = made.past_the_deadline(who)
    told: list[str] = []

    def begin(user: Any) -> None:
        try:
            begin_opening(acting_user=user, lot=lot)
            told.append("begun")
        except Impossible:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=begin, args=(user,)) for user in who["openers"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (sorted(told), Opening.objects.count()) == (["begun", "refused", "refused"], 1)
