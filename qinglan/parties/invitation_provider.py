"""What invitations hold on a person: collected and erased with the rest of his data."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock
from qinglan.parties.models.invitation import Invitation, InvitationState
from qinglan.parties.models.user import User
from qinglan.parties.personal_data import Provider, Section, register


def invitations_of(user: User) -> "QuerySet[Invitation]":
    """What was sent to his number or mailbox, and what he answered."""
    his = Q(answered_by=user)
    if user.mobile:
        his |= Q(contact=user.mobile)
    if user.email:
        his |= Q(contact__iexact=user.email)
    return Invitation.objects.filter(his).order_by("pk")


def collect(user: User) -> list[Section]:
    """Each invitation: when, from whom, to which contact, with which words."""
    return [
        Section(
            _("Invitations"),
            [
                (one.invited_at, " ".join(f"{one} {one.contact} {one.name} {one.note}".split()))
                for one in invitations_of(user).select_related("organisation")
            ],
        )
    ]


def erase(user: User) -> None:
    """Close what is open and empty contacts, names and words, within the caller's transaction."""
    from qinglan.parties import todos  # noqa: PLC0415 - registers kinds, which come after the providers
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    for row in invitations_of(user).select_for_update(of=("self",)):
        if row.state == InvitationState.OPEN:
            row.state, row.answered_at = InvitationState.WITHDRAWN, clock.now()
            todos.invitation_closed(system_user(), row)
        row.contact = row.name = row.note = ""
        row.save()


register(Provider("invitations", collect, erase))
