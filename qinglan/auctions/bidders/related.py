"""Who may not bid because he stands too near to the owner or the organiser: facts on record, in words."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.auctions.models import Lot
from qinglan.kernel import clock
from qinglan.parties import holding
from qinglan.parties.experts import conflicts_of
from qinglan.parties.models import MembershipRole, Organisation, OrganisationContact
from qinglan.parties.models.organisation_change import Succession

_LEADS = (MembershipRole.ADMINISTRATOR, MembershipRole.SIGNATORY)


def relations(lot: Lot, organisation: Organisation, person: Any) -> list[str]:
    """Why `organisation`, for which `person` acts, may not bid on `lot`; empty where nothing is on record.

    The same organisation or one that follows it; a co-owner of the object; a person who leads both; who works for
    the owner or the organiser, or declared a tie to them (Auction Law, articles 22 and 30).
    """
    found = []
    for unit in (lot.owner, lot.organiser):
        found += _between(unit, organisation)
        found += [
            _("You are tied to {name}: {reason}").format(name=unit.name, reason=one.reason)
            for one in conflicts_of(person, unit, clock.today())
            if one.certainty == "known"
        ]
    if organisation.pk in _co_owners(lot):
        found.append(_("{name} is a co-owner of the object.").format(name=organisation.name))
    return found


def doubts(lot: Lot, organisation: Organisation) -> list[str]:
    """What the organiser has to look into before he admits `organisation`: a name alone proves nobody the same."""
    said = _representative(organisation)
    return [
        _(
            "The legal representative of {name} bears the same name. Ask whether it is the same person."
        ).format(name=unit.name)
        for unit in (lot.owner, lot.organiser)
        if said and said == _representative(unit)
    ]


def _between(unit: Organisation, organisation: Organisation) -> list[str]:
    if unit.pk == organisation.pk:
        return [_("{name} is the owner or the organiser of the lot.").format(name=unit.name)]
    found = []
    if Succession.objects.filter(
        predecessor__in=[unit, organisation], successor__in=[unit, organisation]
    ).exists():
        found.append(_("{name} follows the other organisation.").format(name=organisation.name))
    both = holding.people_of(unit, *_LEADS) & holding.people_of(organisation, *_LEADS)
    if both.exists():
        found.append(_("The same person leads {name}.").format(name=unit.name))
    return found


def _representative(unit: Organisation) -> str:
    row = OrganisationContact.objects.filter(organisation=unit).first()
    return row.legal_representative.strip() if row is not None else ""


def _co_owners(lot: Lot) -> set[int]:
    rows: Any = None
    if lot.technology is not None:
        rows = lot.technology.co_owners
    elif lot.right is not None:
        rows = lot.right.owners
    return (
        set() if rows is None else set(rows.exclude(organisation=None).values_list("organisation", flat=True))
    )
