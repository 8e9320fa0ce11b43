"""What is to be done with organisations and requests to act for them, as to-dos of the officers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import MEMBER, to_organisation, to_role, to_user
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind
from qinglan.kernel.todos.words import register_role
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_claim import Claim, ClaimState
from qinglan.parties.models.organisation_kind import OrganisationState
from qinglan.parties.roles import ROLES

ORGANISATION = "parties.organisation"
CLAIM = "parties.claim"
VERIFY = register_kind("organisations.verify", _("Verify an organisation")).name
SETTLE = register_kind("organisations.settle_claim", _("Decide who acts for an organisation")).name

for _role, _title in ROLES.items():
    register_role(_role, _title)


def follow(acting_user: Any, organisation: Organisation, act: str) -> None:
    """Open the verification of an organisation that was claimed, and close it once it is verified or has
    ended; within the caller's transaction. What an ended one leaves is withdrawn.
    """
    subject = {"subject_type": ORGANISATION, "subject_key": organisation.pk}
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
    elif organisation.state == OrganisationState.VERIFIED:
        close_todos(acting_user=acting_user, kind=VERIFY, by_act=act, **subject)
    else:
        withdraw_todos(acting_user=acting_user, kind=VERIFY, by_act=act, **subject)
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
