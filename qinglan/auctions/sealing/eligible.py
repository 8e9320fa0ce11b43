"""Who may not bid on a lot. Asked when an envelope is put in; nothing is kept of the question."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.auctions.models import Lot
from qinglan.kernel import clock
from qinglan.kernel.roles import is_officer
from qinglan.parties import holding
from qinglan.parties.models import Interest, Organisation, OrganisationState


def hindrance(user: Any, lot: Lot, organisation: Organisation) -> str:
    """Why `organisation`, for which `user` acts, may not bid on `lot`; "" where nothing stands against it."""
    if not organisation.is_public or organisation.state != OrganisationState.VERIFIED:
        return _(
            "{name} is not verified. Have it verified first: an officer compares it with its licence."
        ).format(name=organisation.name)
    if organisation.pk in (lot.owner_id, lot.organiser_id):
        return _("Who sells, buys or organises does not bid.")
    if any(holding.member_of(user, unit) for unit in (lot.owner_id, lot.organiser_id)) or is_officer.test(
        user
    ):
        return _("Who belongs to the owner or the organiser of the lot, or to the office, does not bid.")
    people = set(holding.people_of(organisation).values_list("pk", flat=True))
    for unit in (lot.owner, lot.organiser):
        if people & set(holding.people_of(unit).values_list("pk", flat=True)):
            return _("{name} and {unit} have people in common: related parties do not bid.").format(
                name=organisation.name, unit=unit.name
            )
    if lot.openers.filter(replaced_at=None, person__in=people).exists():
        return _("Somebody of {name} is an opener of this lot; his organisation does not bid.").format(
            name=organisation.name
        )
    if _declared(user, lot):
        return _("You declared a tie to the owner or the organiser of this lot; somebody else must bid.")
    return ""


def _declared(user: Any, lot: Lot) -> bool:
    today = clock.today()
    ties = Interest.objects.filter(
        user=user, organisation__in=[lot.owner_id, lot.organiser_id], withdrawn_at=None
    )
    return any(one.last is None or one.last >= today for one in ties)
