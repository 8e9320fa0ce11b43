"""Who may do what with memberships, assignments and delegations."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, is_authenticated, predicate

from qinglan.kernel import deputising
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import OFFICER, is_the_system
from qinglan.parties import holding
from qinglan.parties.account_rules import gives_roles_somewhere, gives_this_role
from qinglan.parties.models import Assignment, Delegation, Invitation, Membership, Organisation


def _organisation_of(subject: Any) -> Organisation | None:
    if isinstance(subject, Membership | Invitation):
        return subject.organisation
    return subject if isinstance(subject, Organisation) else None


@predicate  # type: ignore[untyped-decorator]
def belongs(user: Any, subject: Any) -> bool:
    """A member, in any role, of the organisation that is meant."""
    return holding.member_of(user, _organisation_of(subject))


@predicate  # type: ignore[untyped-decorator]
def administers(user: Any, subject: Any) -> bool:
    """An administrator of the organisation that is meant."""
    return holding.administers(user, _organisation_of(subject))


@predicate  # type: ignore[untyped-decorator]
def oversees(user: Any, subject: Any) -> bool:
    """An officer for the territory in which the organisation lies."""
    organisation = _organisation_of(subject)
    return organisation is not None and holding.holds_in(user, OFFICER, organisation.territory_id)


@predicate  # type: ignore[untyped-decorator]
def is_own_place(user: Any, subject: Any) -> bool:
    """The membership is the user's own."""
    return isinstance(subject, Membership) and user.pk is not None and subject.user_id == user.pk


@predicate  # type: ignore[untyped-decorator]
def is_invited(user: Any, subject: Any) -> bool:
    """The invitation was sent to a number or mailbox of the user."""
    return (
        isinstance(subject, Invitation)
        and bool(subject.contact)
        and subject.contact
        in (
            getattr(user, "mobile", ""),
            getattr(user, "email", "").lower(),
        )
    )


@predicate  # type: ignore[untyped-decorator]
def may_end(user: Any, subject: Any) -> bool:
    """The assignment is one that the user could have given, or his own."""
    return isinstance(subject, Assignment) and (
        gives_this_role.test(user, subject) or (user.pk is not None and subject.user_id == user.pk)
    )


@predicate  # type: ignore[untyped-decorator]
def holds_it(user: Any, subject: Any) -> bool:
    """The user himself holds what is to be delegated."""
    return isinstance(subject, Assignment | Membership) and user.pk is not None and subject.user_id == user.pk


@predicate  # type: ignore[untyped-decorator]
def is_party(user: Any, subject: Any) -> bool:
    """The user gave the delegation, or stands in by it."""
    return (
        isinstance(subject, Delegation)
        and user.pk is not None
        and user.pk
        in (
            subject.given_by_id,
            subject.deputy_id,
        )
    )


@predicate  # type: ignore[untyped-decorator]
def administers_himself(user: Any, subject: Any) -> bool:
    """An administrator of the organisation in his own right, not as a deputy."""
    organisation = _organisation_of(subject)
    with deputising.looking(own_only=True):
        return holding.administers(user, organisation)


is_person = is_authenticated & is_active & ~is_the_system
declare(
    "people.see_members",
    is_active & (belongs | oversees),
    refusal=_("The people of an organisation are shown to its members and to officers."),
)
declare(
    "people.invite",
    is_active & (administers | oversees),
    refusal=_("Only an administrator of the organisation, or an officer for its territory, invites people."),
)
declare(
    "people.withdraw_invitation",
    is_active & (administers | oversees),
    refusal=_(
        "Only an administrator of the organisation, or an officer for its territory, withdraws an invitation."
    ),
)
declare(
    "people.accept_invitation",
    is_person & is_invited,
    refusal=_(
        "This invitation went to another number or mailbox. Log in with the account it belongs to, or add it to yours."
    ),
)
declare(
    "people.give_role",
    is_active & administers,
    refusal=_("Only an administrator of the organisation gives roles in it."),
)
declare(
    "people.end_role",
    is_active & (administers | oversees | is_own_place),
    refusal=_(
        "Only an administrator of the organisation, an officer, or the person himself ends a role in it."
    ),
)
declare(
    "people.hand_over",
    is_active & administers_himself,
    refusal=_("Only an administrator of the organisation himself hands its administration over."),
)
declare(
    "people.leave", is_person & belongs, refusal=_("You are not a member of this organisation (any more).")
)
declare("people.see_own", is_person, refusal=_("Log in to see your memberships and roles."))
declare(
    "people.see_assignments",
    is_active & gives_roles_somewhere,
    refusal=_("Only those who give roles of the office see who holds them."),
)
declare(
    "people.end_assignment",
    is_active & may_end,
    refusal=_("Only who may give this role at this scope ends it, or the person who holds it."),
)
declare(
    "people.delegate",
    is_person & holds_it,
    refusal=_(
        "Only a role that you hold yourself can be delegated; what was delegated to you can't be passed on."
    ),
)
declare(
    "people.end_delegation",
    is_person & is_party,
    refusal=_("Only who delegated the role, or who stands in, ends a delegation."),
)
