"""Who may not bid on a lot. Asked when an envelope is put in; nothing is kept of the question."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.auctions.bidders.related import relations
from qinglan.auctions.models import Lot
from qinglan.kernel.roles import is_officer
from qinglan.parties import holding
from qinglan.parties.models import Organisation, OrganisationState


def hindrance(user: Any, lot: Lot, organisation: Organisation) -> str:
    """Why `organisation`, for which `user` acts, may not bid on `lot`; "" where nothing stands against it."""
    if not organisation.is_public or organisation.state != OrganisationState.VERIFIED:
        return _(
            "{name} is not verified. Have it verified first: an officer compares it with its licence."
        ).format(name=organisation.name)
    if any(holding.member_of(user, unit) for unit in (lot.owner_id, lot.organiser_id)) or is_officer.test(
        user
    ):
        return _("Who belongs to the owner or the organiser of the lot, or to the office, does not bid.")
    related = relations(lot, organisation, user)
    if related:
        return _("Related parties do not bid: {reason}").format(reason=" ".join(related))
    people = holding.people_of(organisation)
    if lot.openers.filter(replaced_at=None, person__in=people).exists():
        return _("Somebody of {name} is an opener of this lot; his organisation does not bid.").format(
            name=organisation.name
        )
    return ""
