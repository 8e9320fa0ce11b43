"""Verbs: the rehearsal of an opening, with one envelope that the server made and can't open itself."""

import secrets
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions.models import Lot, Opener, Opening, OpeningState
from qinglan.auctions.recorded import record
from qinglan.auctions.sealing import recorded, suite, todos
from qinglan.auctions.sealing.boxes import TEST, Given, keep_layers
from qinglan.auctions.sealing.queries import keyed, openers_of
from qinglan.auctions.sealing.turn import TAKING, taken
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible


@transaction.atomic
def begin_rehearsal(*, acting_user: Any, lot: Lot) -> Opening:
    """Begin a rehearsal; one that goes on is broken off. Raises PermissionRefused, and Impossible without three keys.

    The server closes a fresh key to every pair of openers, keeps its digest and forgets it.
    """
    permissions.require(acting_user, "auctions.open_envelopes", lot)
    row = taken(lot)
    if row.state not in TAKING:
        raise Impossible(_("A rehearsal is held while the lot is disclosed, before its deadline."))
    openers = keyed(openers_of(row))
    if not openers:
        raise Impossible(_("All three openers make their keys first; then the rehearsal can begin."))
    now = clock.now()
    for running in row.openings.filter(is_rehearsal=True, state=OpeningState.BEGUN):
        running.state, running.ended_at = OpeningState.BROKEN_OFF, now
        running.save()
    key = secrets.token_bytes(suite.KEY_BYTES)
    wraps = suite.wraps(key, [bytes.fromhex(one.public_key) for one in openers])
    return Opening.objects.create(
        lot=row,
        is_rehearsal=True,
        begun_at=now,
        begun_by=acting_user,
        test_wraps={pair: box.hex() for pair, box in wraps.items()},
        test_digest=sha256(key).hexdigest(),
    )


@transaction.atomic
def rehearse(*, acting_user: Any, opening: Opening, given: Given) -> list[int]:
    """Take what an opener's browser got out of the test envelope; the places that have rehearsed by now.

    A right key proves both openers of its pair. When all three have proved theirs, the rehearsal ends and
    ``auctions.opening-rehearsed`` is appended. Raises PermissionRefused, Impossible.
    """
    row = taken(opening.lot)
    opener = Opener.objects.filter(lot=row, person=acting_user, replaced_at=None).first()
    permissions.require(acting_user, "auctions.keep_opening_key", opener)
    assert opener is not None
    going = Opening.objects.select_for_update().get(pk=opening.pk)
    if not going.is_rehearsal or going.state != OpeningState.BEGUN:
        raise Impossible(_("This rehearsal has ended. Begin another one."))
    keep_layers(going, opener, given, {TEST})
    found = given.keys.get(TEST)
    if found is not None:
        _prove(row, going, opener, found)
    openers = openers_of(row)
    proved = [
        one.place for one in openers if one.rehearsed_at is not None and one.rehearsed_at >= going.begun_at
    ]
    if len(proved) == 3:
        going.state, going.ended_at = OpeningState.OPENED, clock.now()
        going.save()
        todos.rehearsed(acting_user, row)
        record(acting_user, row, recorded.REHEARSED, {"openers": proved})
    return proved


def _prove(row: Lot, going: Opening, opener: Opener, found: Any) -> None:
    pair = found["pair"]
    if pair[1] != str(opener.place) or not going.layers.filter(pair=pair).exists():
        raise Impossible(_("Your browser sent boxes that are not yours to open. Load the page again."))
    if sha256(bytes.fromhex(found.get("bid", ""))).hexdigest() != going.test_digest:
        raise Impossible(
            _("The key that came out is wrong. Check that both openers use the keys of this lot.")
        )
    now = clock.now()
    for one in openers_of(row):
        if str(one.place) in pair:
            one.rehearsed_at = now
            one.revision += 1
            one.save()
