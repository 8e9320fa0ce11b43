"""What people are told about contacts: one message for each turn of events."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.market.models.room import Participant
from qinglan.parties.holding import ACTS, people_of

TEMPLATES = {
    "accepted": register(
        "contacts.accepted",
        _("Your enquiry was accepted: %(title)s"),
        _("%(other)s wants to talk with you about %(title)s. The negotiation room is open."),
    ).name,
    "declined": register(
        "contacts.declined",
        _("Your enquiry was answered: %(title)s"),
        _("%(other)s answered your enquiry about %(title)s: %(words)s"),
    ).name,
    "expired": register(
        "contacts.expired",
        _("An enquiry expired without an answer: %(title)s"),
        _("Nobody answered the enquiry about %(title)s in time. It may be sent again."),
    ).name,
    "withdrawn": register(
        "contacts.withdrawn",
        _("An enquiry was withdrawn: %(title)s"),
        _("%(other)s withdrew its enquiry about %(title)s. Nothing is to be done."),
    ).name,
    "in_force": register(
        "contacts.agreement_in_force",
        _("Confidentiality agreement in force: %(title)s"),
        _(
            "Both sides have signed. What is protected about %(title)s is open to both sides now; who looks is noted."
        ),
    ).name,
    "copy_refused": register(
        "contacts.copy_refused",
        _("The stamped agreement could not be accepted: %(title)s"),
        _("The copy of the agreement about %(title)s differs from the print version: %(words)s"),
    ).name,
    "said": register(
        "contacts.said",
        _("News in the negotiation room: %(title)s"),
        _("%(other)s wrote in the room about %(title)s."),
    ).name,
    "added": register(
        "contacts.added",
        _("You take part in talks: %(title)s"),
        _("You were added to the negotiation room about %(title)s."),
    ).name,
    "broker": register(
        "contacts.broker",
        _("A broker takes part in the talks: %(title)s"),
        _(
            "%(other)s added the broker %(words)s to the talks about %(title)s. The room says by whose mandate."
        ),
    ).name,
    "sheet": register(
        "contacts.sheet",
        _("New version of the terms: %(title)s"),
        _("%(other)s wrote version %(words)s of the terms about %(title)s. Compare it with the one before."),
    ).name,
    "agreed": register(
        "contacts.agreed",
        _("Agreed: %(title)s"),
        _(
            "Both sides agreed on version %(words)s of the terms about %(title)s. The contract follows on paper."
        ),
    ).name,
    "closed": register(
        "contacts.closed",
        _("Talks ended: %(title)s"),
        _("%(other)s ended the talks about %(title)s: %(words)s"),
    ).name,
    "offer_over": register(
        "contacts.offer_over",
        _("An offer no longer stands: %(title)s"),
        _("The offer on version %(words)s of the terms about %(title)s was declined, withdrawn, or expired."),
    ).name,
}


def tell_side(
    acting_user: Any, enquiry: Any, what: str, side: str, *, url: str = "", words: str = ""
) -> None:
    """Tell all who act for the organisation of a side, within the caller's transaction."""
    _send(acting_user, enquiry, what, side, people_of(enquiry.organisation(side), *ACTS), url, words)


def tell_room(acting_user: Any, room: Any, what: str, side: str, *, url: str = "", words: str = "") -> None:
    """Tell those who take part for a side, within the caller's transaction."""
    rows = Participant.objects.filter(room=room, side=side, left_at__isnull=True).select_related("user")
    people = [row.user for row in rows if row.user.is_active]
    _send(acting_user, room.enquiry, what, side, people, url or room.get_absolute_url(), words)


def tell_person(acting_user: Any, room: Any, what: str, person: Any, side: str) -> None:
    """Tell one person, within the caller's transaction."""
    _send(acting_user, room.enquiry, what, side, [person], room.get_absolute_url(), "")


def _send(
    acting_user: Any, enquiry: Any, what: str, side: str, people: Iterable[Any], url: str, words: str
) -> None:
    other = "owning" if side == "asking" else "asking"
    send_message(
        acting_user=acting_user,
        recipients=people,
        template=TEMPLATES[what],
        values={"title": enquiry.listing.title, "other": enquiry.name_of(other, side), "words": words},
        url=url or enquiry.get_absolute_url(),
    )
