"""Named querysets over memberships, roles and delegations: the twins of their permissions."""

from typing import Any

from django.db.models import Q, QuerySet

from qinglan.kernel import permissions
from qinglan.kernel.roles import OFFICER, is_the_system
from qinglan.parties import grants, holding
from qinglan.parties.models import (
    Assignment,
    Delegation,
    Invitation,
    InvitationState,
    Membership,
    Organisation,
)
from qinglan.parties.roles import TABLE, gives

BY_OFFICER = tuple(name for name, role in TABLE.items() if role.by_officer)


def organisations_with_visible_people(user: Any) -> QuerySet[Organisation]:
    """The organisations whose people `user` may see: the twin of ``people.see_members``."""
    return Organisation.objects.filter(
        Q(pk__in=holding.organisations_of(user)) | Q(territory__in=holding.territories_of(user, OFFICER))
    )


def memberships_of(organisation: Organisation, user: Any) -> QuerySet[Membership]:
    """All memberships of an organisation, those that stand first; none where `user` may not see them."""
    if not permissions.answer(user, "people.see_members", organisation):
        return Membership.objects.none()
    rows = Membership.objects.filter(organisation=organisation)
    return rows.select_related("user", "ended_by", "given_by").latest_first()


def open_invitations_of(organisation: Organisation, user: Any) -> QuerySet[Invitation]:
    """The invitations that wait for an answer; none for whom may not invite."""
    if not permissions.answer(user, "people.invite", organisation):
        return Invitation.objects.none()
    return Invitation.objects.filter(organisation=organisation, state=InvitationState.OPEN).select_related(
        "invited_by", "organisation"
    )


def invitations_for(user: Any) -> QuerySet[Invitation]:
    """The open invitations to a number or mailbox of `user`: the twin of ``people.accept_invitation``."""
    contacts = [one for one in (getattr(user, "mobile", ""), getattr(user, "email", "").lower()) if one]
    if not contacts or not user.is_active or is_the_system.test(user):
        return Invitation.objects.none()
    return Invitation.objects.filter(contact__in=contacts, state=InvitationState.OPEN).select_related(
        "organisation__territory", "invited_by"
    )


def own_memberships(user: Any) -> QuerySet[Membership]:
    """One's own memberships, now and earlier."""
    return Membership.objects.filter(user_id=user.pk).select_related("organisation").latest_first()


def own_assignments(user: Any) -> QuerySet[Assignment]:
    """One's own roles of the office, now and earlier."""
    rows = Assignment.objects.filter(user_id=user.pk)
    return rows.select_related("organisation", "territory").latest_first()


def own_delegations(user: Any) -> QuerySet[Delegation]:
    """Delegations given by, or to, `user`: the twin of ``people.end_delegation``."""
    rows = Delegation.objects.filter(Q(given_by_id=user.pk) | Q(deputy_id=user.pk))
    return rows.select_related("given_by", "deputy", "assignment", "membership__organisation").latest_first()


def assignments_visible_to(user: Any) -> QuerySet[Assignment]:
    """The roles of the office that `user` may give: the twin of giving them.

    Who gives a role at any scope sees all its holders; an officer sees what lies within his own scope.
    """
    if not permissions.answer(user, "people.see_assignments"):
        return Assignment.objects.none()
    seen = Q(role__in=gives(user))
    for grant in grants.of(user):
        if not grant.is_office or grant.role != OFFICER:
            continue
        within = Q(role__in=BY_OFFICER)
        if grant.territories is not None:
            within &= Q(territory__in=grant.territories)
        if grant.organisation is not None:
            within &= Q(organisation=grant.organisation)
        seen |= within
    return Assignment.objects.filter(seen, user__is_system=False).select_related(
        "user", "organisation", "territory", "given_by"
    )
