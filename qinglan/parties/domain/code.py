"""Verbs on one-time codes: send one, use it."""

import hmac
import secrets
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible
from qinglan.parties import policy, sending
from qinglan.parties.domain import guard
from qinglan.parties.models import Code, User

_KEPT = timedelta(days=1)
# The try is counted in the same statement that hands out what it is compared with: of any number of
# guesses at once no more than CODE_TRIES get to compare.
_TRY = """
UPDATE parties_code SET tries = tries + 1
WHERE id = %s AND purpose = %s AND used_at IS NULL AND expires_at > %s AND tries < %s
RETURNING digest, account_id, destination
"""


def send_code(*, purpose: str, destination: str, account: User | None, address: str) -> Code:
    """Send a code to `destination`, or pretend to where `account` is None: nobody can tell the difference.

    `destination` is a number of 11 digits or a mailbox in small letters, `address` where the asker is.
    Raises Impossible while codes to this destination or from this address are held back, and where
    no gateway is set up.
    """
    if not sending.can_send(sending.channel_for(destination)):
        raise Impossible(_("Codes can't be sent this way here. Use the other way or ask the administrator."))
    if not guard.admit(guard.of_sending_from(address), policy.SENDING_FROM):
        raise Impossible(_("Too many codes were asked for from here. Wait some minutes and try again."))
    if not guard.admit(guard.of_sending(destination), policy.SENDING):
        raise Impossible(
            _("A code was sent a moment ago. Look for it, or wait a minute and ask for another.")
        )
    now = timezone.now()
    Code.objects.filter(made_at__lt=now - _KEPT).delete()
    number = f"{secrets.randbelow(10**6):06d}"
    where = guard.keyed_digest("destination", destination)
    known = account if account is not None and account.is_active else None
    if known is not None:
        Code.objects.filter(account=known, purpose=purpose, used_at=None).update(used_at=now)
    made = Code(
        purpose=purpose,
        account=known,
        destination=where,
        made_at=now,
        expires_at=now + policy.CODE_LIFE,
    )
    made.digest = _digest(made, number)
    made.save()
    if known is not None:
        sending.send_code(destination, number)
    return made


def use_code(*, code_id: int | None, purpose: str, typed: str, destination: str = "") -> User:
    """Whose code it is, if `typed` is right; it can't be used again.

    `destination` must be where it was sent, when given. Must not run inside a transaction that may be
    rolled back: the count of tries would go with it. Raises Impossible with one message for all
    that may be wrong (digits, time, tries, use, owner).
    """
    digits = "".join(character for character in typed if character.isdecimal())[:12]
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [code_id or 0, purpose, now, policy.CODE_TRIES])
        row = cursor.fetchone()
    if row is not None:
        digest, account_id, where = row
        right = hmac.compare_digest(digest, _digest(Code(purpose=purpose, destination=where), digits))
        there = not destination or hmac.compare_digest(where, guard.keyed_digest("destination", destination))
        if right and there and account_id is not None:
            taken = Code.objects.filter(pk=code_id or 0, used_at=None).update(used_at=now)
            account = User.objects.filter(pk=account_id, is_active=True).first()
            if taken and account is not None:
                guard.forgive(f"to:{where[:40]}")
                return account
    raise Impossible(
        _("The code is wrong or no longer valid. Look at it once more, or ask for a new one."), field="code"
    )


def _digest(code: Code, number: str) -> str:
    return guard.keyed_digest("code", f"{code.purpose}:{code.destination}:{number}")
