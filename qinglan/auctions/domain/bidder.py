"""Verbs: apply to bid, correct an application, withdraw it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions.bidders.related import relations
from qinglan.auctions.domain.bidder_state import locked, set_bidder_state
from qinglan.auctions.domain.lot_state import locked_now
from qinglan.auctions.lots import todos
from qinglan.auctions.lots.dates import latest_application
from qinglan.auctions.models import SEALED, Bidder, BidderFile, BidderState, Lot, LotMode, LotState
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.once import once
from qinglan.parties import holding
from qinglan.parties.models import Organisation
from qinglan.parties.models.organisation_kind import OrganisationState

HOLDER = "auctions.bidder"


class Upload(NamedTuple):
    """A file as it was sent."""

    name: str
    content: bytes


def apply(
    *, acting_user: Any, lot: Lot, organisation: Organisation, statement: str, declared_unrelated: bool,
    files: Sequence[Upload] = (), power_of_attorney: Upload | None = None,
) -> Bidder:  # fmt: skip
    """Apply to bid in the name of `organisation`; its agent from elsewhere brings its power of attorney.

    Locks the lot first and looks at the clock after that. Raises PermissionRefused; Impossible with the field: too
    late, a sealed or agreed lot, not verified, related to the owner or organiser, applied already.
    """
    permissions.require(acting_user, "auctions.apply", lot)
    twice = _("{name} has applied for this lot already.").format(name=organisation.name)
    with once({"an_organisation_applies_once_for_a_lot": (twice, "organisation")}), transaction.atomic():
        row = locked_now(lot.pk)
        permissions.require(acting_user, "auctions.apply", row)
        check_open(row, clock.now())
        _check_bidder(row, organisation, acting_user, power_of_attorney is not None, declared_unrelated)
        bidder = Bidder.objects.create(
            lot=row, organisation=organisation, person=acting_user, statement=statement.strip()[:3000],
            declared_unrelated=declared_unrelated, state=BidderState.APPLIED, applied_at=clock.now(),
        )  # fmt: skip
        _add_files(acting_user, bidder, files, power_of_attorney)
        todos.look_wanted(acting_user, row)
    return bidder


@transaction.atomic
def correct(
    *, acting_user: Any, bidder: Bidder, statement: str, files: Sequence[Upload] = (),
    power_of_attorney: Upload | None = None,
) -> Bidder:  # fmt: skip
    """Hand an application in again that was returned. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "auctions.act_as_bidder", bidder)
    lot = locked_now(bidder.lot_id)
    row = locked(bidder)
    check_open(lot, clock.now())
    row.statement = statement.strip()[:3000]
    _add_files(acting_user, row, files, power_of_attorney)
    set_bidder_state(acting_user, lot, row, BidderState.APPLIED)
    todos.look_wanted(acting_user, lot)
    return row


@transaction.atomic
def withdraw(*, acting_user: Any, bidder: Bidder) -> Bidder:
    """Withdraw before bids begin; a bid that was made can't be withdrawn. Raises StaleEdit, Impossible."""
    permissions.require(acting_user, "auctions.act_as_bidder", bidder)
    lot = locked_now(bidder.lot_id)
    row = locked(bidder)
    if lot.state != LotState.DISCLOSED:
        raise Impossible(_("Bids have begun. Who was admitted stays bound until the lot is settled."))
    set_bidder_state(acting_user, lot, row, BidderState.WITHDRAWN)
    return row


def check_open(lot: Lot, now: datetime) -> None:
    """Raise Impossible unless applications are taken now: for a locked lot."""
    if lot.mode in SEALED:
        raise Impossible(
            _("Sealed bids need no application: hand your envelope in, so that nobody knows who bids.")
        )
    if lot.mode == LotMode.AGREED:
        raise Impossible(_("Buyer and price are agreed already. Who disagrees objects to the notice."))
    states = [LotState.DISCLOSED]
    if lot.mode in (LotMode.FIXED, LotMode.OPEN_LICENCE):
        states.append(LotState.BIDDING)
    if lot.state not in states:
        raise Impossible(_("Applications are not taken any more: the lot is in the state “{state}”.").format(
            state=lot.get_state_display()
        ))  # fmt: skip
    last = latest_application(lot)
    if last is not None and now >= last:
        raise Impossible(_("The time for applications is over."))


def _check_bidder(lot: Lot, unit: Organisation, person: Any, has_power: bool, declared: bool) -> None:
    if not has_power and not holding.represents(person, unit):
        raise Impossible(
            _("You don't do business for {name}. Bring its power of attorney.").format(name=unit.name),
            field="power_of_attorney",
        )
    if unit.state != OrganisationState.VERIFIED:
        raise Impossible(_("{name} has to be verified first.").format(name=unit.name), field="organisation")
    if reasons := relations(lot, unit, person):
        raise Impossible(
            _("{name} may not bid here. {reasons}").format(name=unit.name, reasons=" ".join(reasons)),
            field="organisation",
        )
    if not declared:
        raise Impossible(
            _("Declare that there is no relation to the owner and the organiser."), field="declared_unrelated"
        )


def _add_files(acting_user: Any, bidder: Bidder, files: Sequence[Upload], power: Upload | None) -> None:
    for one in files:
        file = store_file(
            acting_user=acting_user,
            name=one.name,
            content=one.content,
            holder=HOLDER,
            holder_key=str(bidder.pk),
        )
        BidderFile.objects.create(bidder=bidder, title=file.name, file=file)
    if power is not None:
        bidder.power_of_attorney = store_file(
            acting_user=acting_user, name=power.name, content=power.content, holder=HOLDER,
            holder_key=str(bidder.pk),
        )  # fmt: skip
        bidder.save(update_fields=["power_of_attorney"])
