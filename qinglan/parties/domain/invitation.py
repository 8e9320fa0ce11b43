"""Verbs on invitations: invite, send again, withdraw, accept, decline; register by one's invitation."""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.web import dates
from qinglan.parties import holding, invitation_sender, people_messages, people_recorded, todos
from qinglan.parties.domain import membership as memberships
from qinglan.parties.domain.contact import account_of, destination_of
from qinglan.parties.domain.organisation_checks import live
from qinglan.parties.domain.organisation_state import set_state
from qinglan.parties.models import (
    Invitation,
    InvitationState,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationState,
)

DAYS = 7
"""For so many days an invitation is good."""
MOST_OPEN = 100
"""Open invitations of one organisation at a time."""


class InvitationClosed(Impossible):
    """The invitation was used, withdrawn, declined or has expired, or there is none; `state` says which."""

    def __init__(self, state: str, message: str) -> None:
        super().__init__(message)
        self.state = state


@transaction.atomic
def invite(
    *,
    acting_user: Any,
    organisation: Organisation,
    contact: str,
    role: str,
    name: str = "",
    note: str = "",
    valid_to: date | None = None,
    basis: str = "",
) -> tuple[Invitation, str]:
    """Invite the person whose number or mailbox `contact` is; returns the invitation and its link's token.

    The link goes there at once; who has an account also finds the invitation in his inbox. An open
    invitation of the same person for the same role is replaced. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "people.invite", organisation)
    row = live(memberships.locked(organisation))
    where = destination_of(contact)
    if not where or len(where) > 254:
        raise Impossible(_("Write a mobile number of 11 digits or a mailbox."), field="contact")
    if role not in MembershipRole.values:
        raise Impossible(_("There is no such role."), field="role")
    if role == MembershipRole.SIGNATORY and not basis.strip():
        raise Impossible(
            _("Name the paper by which the organisation authorises its signatory: title, number, date."),
            field="basis",
        )
    if valid_to is not None and valid_to < clock.today():
        raise Impossible(_("The last day has passed already. Choose a later one, or none."), field="valid_to")
    if role != MembershipRole.ADMINISTRATOR and not holding.administers(acting_user, row):
        raise Impossible(
            _("An officer invites the administrator of an organisation; its people are invited by him."),
            field="role",
        )
    known = account_of(where)
    if known is not None and holding.people_of(row, role).filter(pk=known.pk).exists():
        raise Impossible(_("%(name)s holds this role already.") % {"name": known}, field="contact")
    open_ones = Invitation.objects.filter(organisation=row, state=InvitationState.OPEN)
    if open_ones.count() >= MOST_OPEN:
        raise Impossible(_("Too many invitations wait for an answer. Withdraw some first."))
    for earlier in open_ones.filter(contact=where, role=role).select_for_update(of=("self",)):
        _close(acting_user, earlier, InvitationState.WITHDRAWN)
    token = secrets.token_urlsafe(18)
    now = clock.now()
    made = Invitation.objects.create(
        organisation=row,
        role=role,
        contact=where,
        name=" ".join(name.split())[:60],
        note=" ".join(note.split())[:200],
        basis=basis.strip()[:200],
        valid_to=valid_to,
        token_digest=_digest(token),
        invited_by=acting_user,
        invited_at=now,
        expires_at=now + timedelta(days=DAYS),
    )
    people_recorded.invitation(
        acting_user, people_recorded.INVITED, made, until=made.expires_at.astimezone(clock.SHANGHAI).date()
    )
    values = {
        "organisation": row.name,
        "inviter": str(acting_user),
        "role": str(made.get_role_display()),
        "until": dates.day(made.expires_at),
    }
    if known is not None and known.is_active:
        send_message(
            acting_user=acting_user,
            recipients=[known],
            template=people_messages.INVITED,
            values=values,
            url="/account/places/",
        )
        todos.invited(acting_user, made, known)
    transaction.on_commit(lambda: invitation_sender.send(where, token, values), robust=True)
    return made, token


@transaction.atomic
def withdraw_invitation(*, acting_user: Any, invitation: Invitation) -> Invitation:
    """Take an invitation back: its link opens nothing any more. Raises PermissionRefused, InvitationClosed."""
    permissions.require(acting_user, "people.withdraw_invitation", invitation)
    memberships.locked(invitation.organisation)
    row = _locked(invitation)
    check_open(row, at_all=True)
    return _close(acting_user, row, InvitationState.WITHDRAWN)


@transaction.atomic
def accept_invitation(*, acting_user: Any, invitation: Invitation) -> Membership:
    """Accept: the membership begins. Of two at once, one is told that it was used.

    Raises PermissionRefused (sent to another number or mailbox), InvitationClosed, Impossible (the
    organisation has ended, the role is held already, an administrator of the site).
    """
    permissions.require(acting_user, "people.accept_invitation", invitation)
    organisation = live(memberships.locked(invitation.organisation))
    row = _locked(invitation)
    check_open(row)
    if not permissions.answer(row.invited_by, "people.invite", organisation):
        raise InvitationClosed(
            InvitationState.WITHDRAWN,
            _("%(name)s, who invited you, no longer acts for “%(organisation)s”. Ask for a new invitation.")
            % {"name": row.invited_by, "organisation": organisation.name},
        )
    made = memberships.add(
        row.invited_by, organisation, acting_user, row.role, valid_to=row.valid_to, basis=row.basis
    )
    if row.role == MembershipRole.ADMINISTRATOR and organisation.state == OrganisationState.PRELOADED:
        set_state(organisation, OrganisationState.CLAIMED, on=clock.today())
        todos.follow(acting_user, organisation, "people.accept_invitation")
    row.membership, row.answered_by = made, acting_user
    _close(acting_user, row, InvitationState.ACCEPTED, record=False)
    people_recorded.membership(acting_user, people_recorded.JOINED, made, invitation=row.pk)
    _tell_inviter(acting_user, row, people_messages.JOINED, person=str(acting_user))
    return made


@transaction.atomic
def decline_invitation(*, acting_user: Any, invitation: Invitation) -> Invitation:
    """Decline. The page has checked the link's token, or the person is the one invited (PermissionRefused).

    `acting_user` is the system where nobody is logged in.
    """
    if not getattr(acting_user, "is_system", False):
        permissions.require(acting_user, "people.accept_invitation", invitation)
    memberships.locked(invitation.organisation)
    row = _locked(invitation)
    check_open(row)
    if not getattr(acting_user, "is_system", False):
        row.answered_by = acting_user
    _close(acting_user, row, InvitationState.DECLINED)
    _tell_inviter(acting_user, row, people_messages.DECLINED)
    return row


def by_token(token: str) -> Invitation:
    """The invitation of a link, open or not; raises InvitationClosed where the link is unknown."""
    row = (
        Invitation.objects.select_related("organisation__territory", "invited_by", "answered_by")
        .filter(token_digest=_digest(token))
        .first()
    )
    if row is None:
        raise InvitationClosed(
            "unknown",
            _("This link is not known here. Perhaps it was copied only in part, or a newer one was sent."),
        )
    return row


def check_open(row: Invitation, *, at_all: bool = False) -> None:
    """Raise InvitationClosed, saying what came of it, unless it waits for an answer (`at_all`: even late)."""
    if row.state == InvitationState.ACCEPTED:
        raise InvitationClosed(row.state, _("This invitation was used already: it is good once."))
    if row.state == InvitationState.DECLINED:
        raise InvitationClosed(row.state, _("This invitation was declined."))
    if row.state == InvitationState.WITHDRAWN:
        raise InvitationClosed(row.state, _("This invitation was withdrawn, or replaced by a newer one."))
    if not at_all and (row.state == InvitationState.EXPIRED or row.expires_at <= clock.now()):
        raise InvitationClosed(InvitationState.EXPIRED, _("This invitation has expired. Ask for a new one."))


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "invited_by")
        .get(pk=invitation.pk)
    )


def _close(acting_user: Any, row: Invitation, state: InvitationState, *, record: bool = True) -> Invitation:
    row.state, row.answered_at, row.code_digest = state, clock.now(), ""
    try:
        row.save(update_fields=["state", "answered_at", "answered_by", "membership", "code_digest"])
    except IntegrityError as error:
        raise InvitationClosed(row.state, _("This invitation was used already: it is good once.")) from error
    if record:
        people_recorded.invitation(acting_user, people_recorded.INVITATION_CLOSED, row, how=str(state))
    todos.invitation_closed(acting_user, row)
    return row


def _tell_inviter(acting_user: Any, row: Invitation, template: str, **values: str) -> None:
    send_message(
        acting_user=acting_user,
        recipients=[row.invited_by],
        template=template,
        values={"organisation": row.organisation.name, "role": str(row.get_role_display()), **values},
        url=f"/organisations/{row.organisation_id}/people/",
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
