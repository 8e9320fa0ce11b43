"""What is to be done with organisations, requests to act for them, invitations and personal data, as to-dos."""

from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import MEMBER, to_organisation, to_role, to_user
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind
from qinglan.kernel.todos.words import register_role
from qinglan.parties.models.invitation import Invitation, InvitationState
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_claim import Claim, ClaimState
from qinglan.parties.models.organisation_kind import OrganisationState
from qinglan.parties.models.personal_data import DataRequest, DataRequestState
from qinglan.parties.roles import ROLES

ORGANISATION = "parties.organisation"
CLAIM = "parties.claim"
VERIFY = register_kind("organisations.verify", _("Verify an organisation")).name
INVITATION = "parties.invitation"
REQUEST = "parties.data-request"
PERSONAL = register_kind("personal.settle", _("Answer a request about personal data")).name
ANSWER = register_kind(
    "people.accept_invitation", _("Answer an invitation"), announced=False, personal=True
).name
SETTLE = register_kind("organisations.settle_claim", _("Decide who acts for an organisation")).name

for _role, _title in ROLES.items():
    register_role(_role, _title)


def follow(acting_user: Any, organisation: Organisation, act: str) -> None:
    """Open the verification of an organisation that was claimed, and close it once it is verified or has
    ended; within the caller's transaction. What an ended one leaves is withdrawn.
    """
    if organisation.state == OrganisationState.CLAIMED:
        open_todo(
            acting_user=acting_user,
            kind=VERIFY,
            subject=Subject(
                ORGANISATION, organisation.pk, organisation.name, organisation.get_absolute_url()
            ),
            to=to_role(OFFICER, territory=organisation.territory_id),
            asked_by=to_organisation(organisation, role=MEMBER),
        )
    else:
        end = close_todos if organisation.state == OrganisationState.VERIFIED else withdraw_todos
        end(
            acting_user=acting_user,
            kind=VERIFY,
            subject_type=ORGANISATION,
            subject_key=organisation.pk,
            by_act=act,
        )
    if organisation.has_ended:
        for claim in Claim.objects.filter(organisation=organisation, state=ClaimState.REJECTED):
            claim_settled(acting_user, claim, act)


def claim_disputed(acting_user: Any, claim: Claim, organisation: Organisation) -> None:
    """Ask the officers to decide, within the caller's transaction."""
    open_todo(
        acting_user=acting_user,
        kind=SETTLE,
        subject=Subject(CLAIM, claim.pk, organisation.name, reverse("organisations:settle", args=[claim.pk])),
        to=to_role(OFFICER, territory=organisation.territory_id),
        asked_by=to_user(acting_user),
    )


def claim_settled(acting_user: Any, claim: Claim, act: str) -> None:
    """Close what `claim_disputed` opened, within the caller's transaction."""
    close_todos(acting_user=acting_user, kind=SETTLE, subject_type=CLAIM, subject_key=claim.pk, by_act=act)


def invited(acting_user: Any, invitation: Invitation, person: Any) -> None:
    """Ask a person who has an account to answer, within the caller's transaction; the inviter waits."""
    open_todo(
        acting_user=acting_user,
        kind=ANSWER,
        subject=Subject(INVITATION, invitation.pk, invitation.organisation.name, reverse("people:own")),
        to=to_user(person),
        due_at=invitation.expires_at,
        asked_by=to_user(acting_user),
    )


def invitation_closed(acting_user: Any, invitation: Invitation) -> None:
    """Close what `invited` opened, or withdraw it where nobody answered; within the caller's transaction."""
    answered = invitation.state in (InvitationState.ACCEPTED, InvitationState.DECLINED)
    end = close_todos if answered else withdraw_todos
    end(
        acting_user=acting_user,
        kind=ANSWER,
        subject_type=INVITATION,
        subject_key=invitation.pk,
        by_act=f"people.invitation-{invitation.state}",
    )


def data_asked(acting_user: Any, request: DataRequest) -> None:
    """Ask the officers to answer by its last day, within the caller's transaction; the person waits.

    The to-do names the number of the request, never the person.
    """
    open_todo(
        acting_user=acting_user,
        kind=PERSONAL,
        subject=Subject(
            REQUEST,
            request.pk,
            f"#{request.pk}",
            reverse("personal:settle", args=[request.pk]),
        ),
        to=to_role(OFFICER),
        due_at=timezone.make_aware(datetime.combine(request.due_on, time(23, 59, 59))),
        asked_by=to_user(acting_user),
    )


def data_settled(acting_user: Any, request: DataRequest) -> None:
    """Close what `data_asked` opened, or withdraw it where the person did; within the caller's transaction."""
    end = withdraw_todos if request.state == DataRequestState.WITHDRAWN else close_todos
    end(
        acting_user=acting_user,
        kind=PERSONAL,
        subject_type=REQUEST,
        subject_key=request.pk,
        by_act=f"personal.{request.state}",
    )
