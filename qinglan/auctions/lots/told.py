"""What people are told about a lot: its owner, and everybody who applied to bid."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.auctions.models import Bidder, BidderState, Lot
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.parties.holding import ACTS, people_of

TEMPLATES = {
    "returned": register(
        "auctions.lot_returned",
        _("Returned for correction: %(title)s"),
        _("The organiser returned %(title)s: %(words)s. Correct it and hand it in again."),
    ).name,
    "disclosed": register(
        "auctions.lot_disclosed",
        _("Disclosed: %(title)s"),
        _("%(title)s is disclosed now. What changes from here on is published to all."),
    ).name,
    "amended": register(
        "auctions.lot_amended",
        _("Amended: %(title)s"),
        _("%(title)s was amended: %(words)s. Look at what changed before you bid."),
    ).name,
    "stopped": register(
        "auctions.lot_stopped",
        _("Stopped: %(title)s"),
        _("%(title)s was stopped: %(words)s. Deposits go back through their custodian."),
    ).name,
    "asked": register(
        "auctions.question_answered",
        _("Your question was answered: %(title)s"),
        _("Your question about %(title)s was answered, for everybody to read."),
    ).name,
    "bidder": register(
        "auctions.bidder_settled",
        _("Your application to bid: %(title)s"),
        _("Your application to bid for %(title)s: %(words)s."),
    ).name,
    "accepted": register(
        "auctions.price_accepted",
        _("Accepted: %(title)s"),
        _("Somebody accepted the price of %(title)s. The result follows."),
    ).name,
}
_IN = (BidderState.APPLIED, BidderState.RETURNED, BidderState.DEPOSIT, BidderState.QUALIFIED)


def tell_owner(acting_user: Any, lot: Lot, what: str, *, words: str = "") -> None:
    """Tell all who act for the owner, within the caller's transaction."""
    _send(acting_user, lot, what, people_of(lot.owner, *ACTS), words)


def tell_bidders(acting_user: Any, lot: Lot, what: str, *, words: str = "") -> None:
    """Tell everybody who applied and is still in, within the caller's transaction."""
    rows = Bidder.objects.filter(lot=lot, state__in=_IN).select_related("person")
    _send(acting_user, lot, what, [row.person for row in rows], words)


def tell_person(acting_user: Any, lot: Lot, what: str, person: Any, *, words: str = "") -> None:
    """Tell one person, within the caller's transaction."""
    _send(acting_user, lot, what, [person], words)


def _send(acting_user: Any, lot: Lot, what: str, people: Any, words: str) -> None:
    send_message(
        acting_user=acting_user,
        recipients=people,
        template=TEMPLATES[what],
        values={"title": f"{lot.number} {lot.title}", "words": words},
        url=lot.get_absolute_url(),
    )
