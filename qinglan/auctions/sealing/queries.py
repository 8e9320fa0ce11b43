"""Openers of a lot, its opening, and which envelopes are its own."""

from collections.abc import Iterable
from typing import Any

from qinglan.auctions.models import Envelope, Lot, Opener, Opening, OpeningState
from qinglan.auctions.sealing import salt
from qinglan.kernel.events.models import Event


def openers_of(lot: Lot) -> list[Opener]:
    """The present openers by place, with their people."""
    return list(lot.openers.filter(replaced_at=None).select_related("person").order_by("place"))


def keyed(openers: Iterable[Opener]) -> list[Opener]:
    """The three where each has his key; else none."""
    found = [one for one in openers if one.public_key]
    return found if len(found) == 3 else []


def opener_for(user: Any, lot: Lot) -> Opener | None:
    """The place that `user` has among the openers of `lot`."""
    if getattr(user, "pk", None) is None:
        return None
    return lot.openers.filter(person=user, replaced_at=None).first()


def opening_of(lot: Lot) -> Opening | None:
    """The opening of `lot`, once it began."""
    return lot.openings.filter(is_rehearsal=False).first()


def rehearsal_of(lot: Lot) -> Opening | None:
    """The rehearsal that goes on, or the last one."""
    running = lot.openings.filter(is_rehearsal=True, state=OpeningState.BEGUN).first()
    return running or lot.openings.filter(is_rehearsal=True).first()


def envelopes_of(lot: Lot) -> list[Envelope]:
    """Every envelope of `lot` by receipt, with how it was taken back.

    Goes through the envelopes received since the disclosure, whichever lot they are for: only the key outside the
    database tells them apart. To be asked for when the opening begins, never before.
    """
    since = Envelope.objects.filter(received_at__gte=lot.disclosed_at or lot.created_at)
    own = [
        key for key, digest in since.values_list("pk", "lot_digest") if salt.digest(key, lot.number) == digest
    ]
    return list(Envelope.objects.filter(pk__in=own).select_related("ending").order_by("received_at", "pk"))


def was_opened(lot: Lot) -> bool:
    """Whether the events of `lot` hold what came out of its envelopes."""
    return Event.objects.filter(stream=lot.key, kind="auctions.envelopes-opened").exists()


def is_taken_back(envelope: Envelope) -> bool:
    """Whether its sender took it back."""
    return hasattr(envelope, "ending")
