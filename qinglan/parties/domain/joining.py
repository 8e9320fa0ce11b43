"""Verbs for an invited person without an account: prove the contact by a code, open an account, join."""

import hmac
import secrets
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import account_events, invitation_sender, policy, sending
from qinglan.parties.domain import guard
from qinglan.parties.domain.account import contact_taken, system_user
from qinglan.parties.domain.contact import account_of
from qinglan.parties.domain.invitation import accept_invitation, check_open
from qinglan.parties.models import Invitation, User

MINUTES = 10
# Counted in the statement that hands out what is compared: guesses at once get no more tries.
_TRY = """
UPDATE parties_invitation SET code_tries = code_tries + 1
WHERE id = %s AND state = 'open' AND code_digest <> '' AND code_expires_at > qinglan_now() AND code_tries < %s
RETURNING code_digest
"""


def ask_joining_code(*, invitation: Invitation, address: str) -> None:
    """Send six digits to the contact of an open invitation; `address` is where the asker is.

    Raises InvitationClosed, Impossible (an account has this contact: log in; too many asked for; no gateway).
    """
    check_open(invitation)
    if account_of(invitation.contact) is not None:
        raise Impossible(_("There is an account with this number or mailbox. Log in with it."))
    if not sending.can_send(sending.channel_for(invitation.contact)):
        raise Impossible(_("Codes can't be sent this way here. Use the other way or ask the administrator."))
    if not guard.admit(guard.of_sending_from(address), policy.SENDING_FROM):
        raise Impossible(_("Too many codes were asked for from here. Wait some minutes and try again."))
    if not guard.admit(guard.of_sending(invitation.contact), policy.SENDING):
        raise Impossible(
            _("A code was sent a moment ago. Look for it, or wait a minute and ask for another.")
        )
    digits = f"{secrets.randbelow(10**6):06d}"
    Invitation.objects.filter(pk=invitation.pk).update(
        code_digest=_digest(invitation, digits),
        code_expires_at=clock.now() + timedelta(minutes=MINUTES),
        code_tries=0,
    )
    invitation_sender.send_code(invitation.contact, digits, invitation.organisation.name, MINUTES)


def register_and_join(*, invitation: Invitation, display_name: str, code: str) -> User:
    """Open an account for the invited person, whose `code` proves the contact, and accept the invitation.

    The tries are counted outside the transaction that opens the account. Raises InvitationClosed, Impossible.
    """
    check_open(invitation)
    name = " ".join(display_name.split())[:60]
    if not name:
        raise Impossible(_("Write your name, as your colleagues know it."), field="display_name")
    digits = "".join(character for character in code if character.isdecimal())[:12]
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [invitation.pk, policy.CODE_TRIES])
        row = cursor.fetchone()
    if row is None or not hmac.compare_digest(row[0], _digest(invitation, digits)):
        raise Impossible(
            _("The code is wrong or no longer valid. Look at it once more, or ask for a new one."),
            field="code",
        )
    return _open_and_accept(invitation, name)


@transaction.atomic
def _open_and_accept(invitation: Invitation, name: str) -> User:
    contact = invitation.contact
    field = "email" if "@" in contact else "mobile"
    account = User(username=f"m-{secrets.token_hex(8)}", display_name=name, **{field: contact})
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise contact_taken(error) from error
    account_events.record(
        system_user(),
        account_events.OPENED,
        account,
        personal={"username": account.username, "name": name},
        role="",
    )
    accept_invitation(acting_user=account, invitation=invitation)
    return account


def _digest(invitation: Invitation, digits: str) -> str:
    return guard.keyed_digest("joining", f"{invitation.pk}:{invitation.contact}:{digits}")
