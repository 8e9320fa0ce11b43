"""Verbs: when two openers can't be found any more, bidders open their own envelopes by their files."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions.models import Envelope, EnvelopeState, Opening, OpeningState, OwnKey
from qinglan.auctions.recorded import record
from qinglan.auctions.sealing import bid as form
from qinglan.auctions.sealing import recorded, salt, todos
from qinglan.auctions.sealing.concluding import Keys, conclude, judge
from qinglan.auctions.sealing.queries import envelopes_of, is_taken_back
from qinglan.auctions.sealing.turn import taken
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import holding
from qinglan.parties.models import Organisation

SHORTEST = timedelta(hours=1)
SHORTEST_IN_TRAINING = timedelta(minutes=1)


@transaction.atomic
def let_bidders_open(*, acting_user: Any, opening: Opening, reason: str, until: datetime) -> Opening:
    """State that the openers can't open, and until when bidders open their own. Nobody sees a bid before that moment.

    Raises PermissionRefused, and Impossible without a reason, with less time than an hour, or out of turn.
    """
    permissions.require(acting_user, "auctions.let_bidders_open", opening.lot)
    row = taken(opening.lot)
    going = Opening.objects.select_for_update().get(pk=opening.pk)
    if going.is_rehearsal or going.state != OpeningState.BEGUN:
        raise Impossible(_("Only an opening that has begun and not ended can be left to the bidders."))
    if not reason.strip():
        raise Impossible(_("Say why the openers can't open; everybody will read it."), field="reason")
    if until < clock.now() + (SHORTEST_IN_TRAINING if row.is_training else SHORTEST):
        raise Impossible(_("Give the bidders an hour at least."), field="until")
    going.state, going.reason, going.own_until = OpeningState.OWN, reason.strip(), until
    going.save()
    todos.opened(acting_user, row)
    record(acting_user, row, recorded.OWN, {"own_until": until, "reason": going.reason})
    return going


@transaction.atomic
def open_own(*, acting_user: Any, opening: Opening, envelope: str, key: str) -> OwnKey:
    """Open one's own envelope by the key in one's file. It is shown with all others after the stated time.

    The bid inside must be of the organisation for which the acting user does business. Raises PermissionRefused,
    and Impossible where it is not the time, or where key, commitment or bidder don't fit.
    """
    permissions.require(acting_user, "auctions.use_own_envelope")
    row = taken(opening.lot)
    going = Opening.objects.get(pk=opening.pk)
    if going.state != OpeningState.OWN or going.own_until is None or clock.now() >= going.own_until:
        raise Impossible(_("Bidders open their own only when the openers failed, and until the stated time."))
    found = Envelope.objects.filter(pk=envelope).first()
    if found is None or found.lot_digest != salt.digest(found.pk, row.number) or is_taken_back(found):
        raise Impossible(_("No envelope of this lot belongs to this file."))
    if OwnKey.objects.filter(envelope=found).exists():
        raise Impossible(_("You opened this envelope already; wait for the stated time."))
    try:
        content = form.opened(bytes(found.body), bytes.fromhex(key), row.number, found.commitment)
    except (form.Unfit, ValueError) as error:
        raise Impossible(_("The key in this file does not open the envelope as it was received.")) from error
    code = content.bid["bidder"]["code"] if content.bid else ""
    unit = Organisation.objects.filter(code=code).first()
    if unit is None or not holding.represents(acting_user, unit):
        raise Impossible(_("The bid inside is not of an organisation for which you do business."))
    return OwnKey.objects.create(
        opening=going, envelope=found, key=key, organisation=unit, given_by=acting_user, given_at=clock.now()
    )


@transaction.atomic
def conclude_own(*, acting_user: Any, opening: Opening) -> bool:
    """Write what bidders opened, once the stated time is over; whether it was time. What nobody opened stays shut.

    Raises PermissionRefused.
    """
    permissions.require(acting_user, "auctions.run_moments")
    row = taken(opening.lot)
    going = Opening.objects.select_for_update().get(pk=opening.pk)
    if going.state != OpeningState.OWN or going.own_until is None or clock.now() < going.own_until:
        return False
    keys = {
        own.envelope_id: Keys(
            bytes.fromhex(own.key),
            by="bidder",
            statement={
                "code": own.organisation.code,
                "organisation": own.organisation_id,
                "person": own.given_by_id,
            },
        )
        for own in going.own_keys.select_related("organisation")
    }
    conclude(acting_user, row, going, judge(row, envelopes_of(row), keys, EnvelopeState.UNOPENED))
    return True
