"""Who holds what: the questions that every floor asks about people, and their queryset twins.

All answers are for today by the site's clock, count what was delegated, and cost one statement for each
account and request. A scope that is not named is not known: only a role without that limit covers it.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from rules.predicates import Predicate, is_active

from qinglan.kernel.codes.models import Territory
from qinglan.parties import grants
from qinglan.parties.models.assignment import Assignment
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_membership import Membership, MembershipRole
from qinglan.parties.models.user import User
from qinglan.parties.roles import KEEPERS

ACTS = frozenset({MembershipRole.ADMINISTRATOR, MembershipRole.MEMBER, MembershipRole.SIGNATORY})
"""Roles whose holder does business for an organisation."""


def holds(user: Any, *roles: str) -> bool:
    """Whether `user` holds one of the roles of the office for the whole city."""
    return _any(grant for grant in _offices(user) if grant.is_whole and grant.role in roles)


def holds_somewhere(user: Any, *roles: str) -> bool:
    """Whether `user` holds one of the roles at any scope: for menus and lists, never for an act."""
    return _any(grant for grant in _offices(user) if grant.role in roles)


def holds_in(
    user: Any,
    role: str | tuple[str, ...],
    territory: Territory | str | None = None,
    organisation: Organisation | int | None = None,
) -> bool:
    """Whether `user` holds the role for something that lies in `territory` and belongs to `organisation`.

    A territory includes what lies in it. Give what is known of the subject: a reviewer of a department is
    asked for with `organisation`, a district's officer with `territory`.
    """
    code, unit = _code(territory), _key(organisation)
    roles = (role,) if isinstance(role, str) else role
    return _any(grant for grant in _offices(user) if grant.role in roles and grant.covers(code, unit))


def member_of(user: Any, organisation: Organisation | int | None, *roles: str) -> bool:
    """Whether `user` belongs to the organisation, in one of the roles where any are named."""
    key = _key(organisation)
    return key is not None and _any(
        grant
        for grant in _memberships(user)
        if grant.organisation == key and (not roles or grant.role in roles)
    )


def represents(user: Any, organisation: Organisation | int | None) -> bool:
    """Whether `user` does business for the organisation: administrator, member or signatory."""
    return member_of(user, organisation, *ACTS)


def administers(user: Any, organisation: Organisation | int | None) -> bool:
    """Whether `user` keeps the organisation's particulars and people."""
    return member_of(user, organisation, MembershipRole.ADMINISTRATOR)


def binds(user: Any, organisation: Organisation | int | None) -> bool:
    """Whether `user` may bind the organisation: it named him its signatory, by a paper."""
    return member_of(user, organisation, MembershipRole.SIGNATORY)


def is_keeper(user: Any) -> bool:
    """Whether `user` is one of the three administrators, who do no business."""
    return holds(user, *KEEPERS)


def territories_of(user: Any, *roles: str) -> QuerySet[Territory]:
    """The territories that `user` has one of the roles in: the twin of `holds_in` with a territory alone."""
    scopes = [grant for grant in _offices(user) if grant.role in roles and grant.organisation is None]
    if any(grant.territories is None for grant in scopes):
        return Territory.objects.all()
    codes = {code for grant in scopes for code in grant.territories or ()}
    return Territory.objects.filter(pk__in=codes)


def covered(user: Any, *roles: str, territory: str, organisation: str) -> Q:
    """The rows that belong to an organisation for which, where they lie, `user` has one of the roles.

    `territory` and `organisation` name the fields: the twin of `holds_in` with both, for a department's reviewer
    or a desk, whose scope may be an organisation, a territory, both or neither.
    """
    found = Q(pk__in=())
    for grant in _offices(user):
        if grant.role in roles:
            rows = Q(**{f"{organisation}__isnull": False})
            if grant.organisation is not None:
                rows = Q(**{organisation: grant.organisation})
            if grant.territories is not None:
                rows &= Q(**{f"{territory}__in": grant.territories})
            found |= rows
    return found


def organisations_of(user: Any, *roles: str) -> QuerySet[Organisation]:
    """The organisations that `user` belongs to, in one of the roles where any are named: twin of `member_of`."""
    return Organisation.objects.filter(
        pk__in={grant.organisation for grant in _memberships(user) if not roles or grant.role in roles}
    )


def organisations_represented_by(user: Any) -> QuerySet[Organisation]:
    """The organisations for which `user` does business: the twin of `represents`."""
    return organisations_of(user, *ACTS)


def people_of(organisation: Organisation, *roles: str) -> QuerySet[User]:
    """The active people who belong to the organisation today, without deputies."""
    rows = Membership.objects.in_force().filter(organisation=organisation)
    rows = rows.filter(role__in=roles) if roles else rows
    return User.objects.filter(is_active=True, pk__in=rows.values("user"))


def holders_of(
    role: str,
    territory: Territory | str | None = None,
    organisation: Organisation | int | None = None,
) -> QuerySet[User]:
    """The active people who hold the role for such a subject today, without deputies: the other twin of `holds_in`."""
    rows = Assignment.objects.in_force().filter(role=role).covering(_code(territory), _key(organisation))
    return User.objects.filter(is_active=True, pk__in=rows.values("user"))


def in_role_somewhere(*roles: str) -> Predicate:
    """A predicate without a subject: the user holds one of the roles at any scope."""

    def test(user: Any) -> bool:
        return holds_somewhere(user, *roles)

    predicate: Predicate = is_active & Predicate(test, name=f"holds-somewhere:{','.join(roles)}")
    return predicate


def _any(found: Iterator[grants.Grant]) -> bool:
    return grants.rests_on(next(found, None))


def _offices(user: Any) -> list[grants.Grant]:
    return [grant for grant in grants.of(user) if grant.is_office]


def _memberships(user: Any) -> list[grants.Grant]:
    return [grant for grant in grants.of(user) if not grant.is_office]


def _code(territory: Territory | str | None) -> str | None:
    return territory.pk if isinstance(territory, Territory) else territory


def _key(organisation: Organisation | int | None) -> int | None:
    return organisation.pk if isinstance(organisation, Organisation) else organisation
