"""Tells the to-do lists who holds which role: assignments, memberships, and what was delegated."""

from typing import Any

from django.db.models import Q, QuerySet

from qinglan.kernel.todos.addressee import FINANCE, MANAGER, MEMBER, Addressee
from qinglan.kernel.todos.holdings import Holding, register_holdings
from qinglan.parties import grants
from qinglan.parties.holding import ACTS
from qinglan.parties.models import Assignment, Delegation, Membership, MembershipRole
from qinglan.parties.roles import BUSINESS, DECIDER

_MEMBERS = {
    MEMBER: ACTS,
    MANAGER: {MembershipRole.ADMINISTRATOR},
    FINANCE: {MembershipRole.FINANCE, MembershipRole.ADMINISTRATOR},
}
"""Which roles of a membership the addressee “member”, “administrator” or “finance contact of an organisation” means."""


def holdings(user: Any) -> list[Holding]:
    """What `user` holds today. Who decides leads those who work within his scope, and does not do their work."""
    offices = [grant for grant in grants.of(user) if grant.is_office]
    found = (
        {
            Holding(grant.role, organisation=grant.organisation, territories=grant.territories)
            for grant in offices
        }
        | {
            Holding(role, grant.organisation, grant.territories, leads=True, does=False)
            for grant in offices
            for role in BUSINESS
            if grant.role == DECIDER
        }
        | {
            Holding(
                name,
                organisation=grant.organisation,
                leads=name == MEMBER and grant.role == MembershipRole.ADMINISTRATOR,
            )
            for grant in grants.of(user)
            for name, roles in _MEMBERS.items()
            if not grant.is_office and grant.role in roles
        }
    )
    return sorted(
        found, key=lambda one: (one.role, one.organisation or 0, sorted(one.territories or ()), one.leads)
    )


def holders(to: Addressee) -> Q:
    """The accounts that hold this address today: the twin of `holdings`."""
    if to.role in _MEMBERS:
        if to.organisation is None or to.territory is not None:
            return Q(pk__in=())
        members = Membership.objects.in_force().filter(
            organisation=to.organisation, role__in=_MEMBERS[to.role]
        )
        return _people(members, "membership")
    return _people(
        Assignment.objects.in_force().filter(role=to.role).covering(to.territory, to.organisation),
        "assignment",
    )


def _people(rows: QuerySet[Any], of: str) -> Q:
    deputies = Delegation.objects.in_force().filter(**{f"{of}__in": rows, "given_by__is_active": True})
    return Q(pk__in=rows.values("user")) | Q(pk__in=deputies.values("deputy"))


register_holdings("groups", holdings, holders)
