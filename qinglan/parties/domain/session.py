"""Verbs on locks and sessions: lift the locks of an account, end its sessions."""

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import account_events
from qinglan.parties.domain import guard
from qinglan.parties.models import Guard, Session, User


@transaction.atomic
def unlock(*, acting_user: User, account: User) -> None:
    """Lift the locks on an account's password and second factor.

    Raises PermissionRefused, Impossible (nothing is locked).
    """
    permissions.require(acting_user, "parties.unlock", account)
    keys = (guard.of_account(account), guard.of_second(account))
    lifted, _rows = Guard.objects.filter(key__in=keys).delete()
    if not lifted:
        raise Impossible(_("There is no lock on this account."))
    account_events.record(acting_user, account_events.UNLOCKED, account)


@transaction.atomic
def unlock_address(*, acting_user: User, address: str) -> None:
    """Lift the lock on an address. Raises PermissionRefused, Impossible (nothing is locked)."""
    permissions.require(acting_user, "parties.unlock")
    lifted, _rows = Guard.objects.filter(
        key__in=(guard.of_address(address), guard.of_sending_from(address))
    ).delete()
    if not lifted:
        raise Impossible(_("There is no lock on this address."))


@transaction.atomic
def end_sessions(*, acting_user: User, account: User, only: int | None = None, keep: str = "") -> int:
    """End the sessions of `account`: all but the one whose key is `keep`, or `only` that of a number.

    `only` is `number_of` a session; keys themselves never stand on a page. Returns how many ended.
    Raises PermissionRefused, Impossible (there is none).
    """
    permissions.require(acting_user, "parties.end_sessions", account)
    sessions = Session.objects.filter(user=account).exclude(pk=keep)
    keys = [row.pk for row in sessions if only is None or number_of(row.pk) == only]
    ended, _rows = Session.objects.filter(pk__in=keys).delete()
    if not ended:
        raise Impossible(_("There is no such session; it may have ended meanwhile."))
    account_events.record(acting_user, account_events.SESSIONS_ENDED, account, count=ended)
    return ended


def number_of(session_key: str) -> int:
    """A number for a session on a page, from which its key can't be told."""
    return int(guard.keyed_digest("session", session_key)[:12], 16)
