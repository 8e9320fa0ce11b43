"""Verbs: open the sealed bids of a lot, all at once and in public, by any two of its three openers."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qinglan.auctions.domain.lot_state import locked_now, set_lot_state
from qinglan.auctions.models import EnvelopeState, Lot, LotState, Opener, Opening, OpeningState
from qinglan.auctions.recorded import record
from qinglan.auctions.sealing import recorded, salt
from qinglan.auctions.sealing.boxes import Given, closed_envelopes, keep_layers
from qinglan.auctions.sealing.concluding import Keys, conclude, judge, opens
from qinglan.auctions.sealing.queries import envelopes_of, is_taken_back
from qinglan.auctions.sealing.turn import taken
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible


@transaction.atomic
def begin_opening(*, acting_user: Any, lot: Lot) -> Opening:
    """Begin the opening, once the deadline is over.

    In this order: 1. asks for the permission; 2. takes the turn of the lot, so that every envelope and withdrawal
    comes before it or is refused; 3. closes the lot where nobody has yet; 4. appends ``auctions.opening-begun`` with
    every envelope and its commitment: from here on none can be added or left out. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "auctions.open_envelopes", lot)
    taken(lot)
    row = locked_now(lot.pk)
    if not row.is_sealed:
        raise Impossible(_("This lot takes open bids; nothing is sealed."))
    if row.openings.filter(is_rehearsal=False).exists():
        raise Impossible(_("The opening has begun already."))
    if row.state not in (LotState.DISCLOSED, LotState.BIDDING, LotState.CLOSED):
        raise Impossible(
            _("The lot is in the state “{state}”; its envelopes stay closed.").format(
                state=row.get_state_display()
            )
        )
    if row.bids_until is None or clock.now() < row.bids_until:
        raise Impossible(_("The deadline is not over. Nobody can open anything before it."))
    if row.state != LotState.CLOSED:
        set_lot_state(acting_user, row, LotState.CLOSED)
    opening = Opening.objects.create(lot=row, begun_at=clock.now(), begun_by=acting_user)
    record(acting_user, row, recorded.BEGUN, {"envelopes": [_listed(one) for one in envelopes_of(row)]})
    return opening


@transaction.atomic
def give_boxes(*, acting_user: Any, opening: Opening, given: Given, without: bool = False) -> bool:
    """Take what an opener's browser got out of the envelopes; whether the lot is open by that.

    Layers are kept for the other openers. Keys are used at once: if they open every envelope, all is judged and
    written in this transaction; if they don't, nothing is written and Impossible says how many are missing, unless the
    opener says `without` those, which are then invalid. Raises PermissionRefused, Impossible.
    """
    row = taken(opening.lot)
    opener = Opener.objects.filter(lot=row, person=acting_user, replaced_at=None).first()
    permissions.require(acting_user, "auctions.keep_opening_key", opener)
    assert opener is not None
    going = Opening.objects.select_for_update().get(pk=opening.pk)
    if going.is_rehearsal or going.state != OpeningState.BEGUN:
        raise Impossible(_("Nothing is to be opened here any more."))
    envelopes = closed_envelopes(going)
    keep_layers(going, opener, given, {one.pk for one in envelopes})
    if not given.keys and envelopes:
        return False
    keys = {}
    missing = 0
    for envelope in envelopes:
        candidate = _keys(given, envelope.pk, opener.place)
        fits = candidate is not None and opens(row, envelope, candidate)
        missing += not fits
        if candidate is not None and (fits or without):
            keys[envelope.pk] = candidate
    if missing and not without:
        raise Impossible(
            ngettext(
                "{count} envelope can't be opened by the two of you. Let the third opener try, or open without it: it is invalid then.",
                "{count} envelopes can't be opened by the two of you. Let the third opener try, or open without them: they are invalid then.",
                missing,
            ).format(count=missing)
        )
    conclude(acting_user, row, going, judge(row, envelopes_of(row), keys, EnvelopeState.INVALID))
    return True


def _keys(given: Given, envelope: str, place: int) -> Keys | None:
    """The keys that the opener at `place` got out of an envelope, as the second of a pair."""
    found = given.keys.get(envelope)
    if found is None or found["pair"][1] != str(place) or not {"bid", "sender"} <= set(found):
        return None
    return Keys(bytes.fromhex(found["bid"]), bytes.fromhex(found["sender"]), found["pair"])


def _listed(envelope: Any) -> dict[str, Any]:
    return {
        "commitment": envelope.commitment,
        "envelope": envelope.pk,
        "received_at": envelope.received_at,
        "salt": salt.salt_of(envelope.pk),
        "taken_back": is_taken_back(envelope),
    }


def is_open(lot: Lot) -> bool:
    """Whether the envelopes of `lot` have been opened."""
    return lot.openings.filter(is_rehearsal=False, state=OpeningState.OPENED).exists()
