"""Verbs on logging in: check a name and a password, note what came of it."""

import logging

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible
from qinglan.parties import policy
from qinglan.parties.domain import guard
from qinglan.parties.domain.contact import account_of
from qinglan.parties.models import Login, User

logger = logging.getLogger("qinglan.parties")


def check_login(*, identifier: str, password: str, address: str, device: str) -> User:
    """The account that `identifier` (user name, mobile number or mailbox) and `password` open.

    The try is counted against the account and the address before the password is looked at; a name
    that nobody has is counted, locked, answered and timed like one that somebody has. Raises
    Impossible with what the person is told. Second factor and timeouts come after this.
    """
    account = account_of(identifier)
    key = guard.of_account(account) if account else guard.of_name(identifier)
    rules = policy.current()
    where = guard.of_address(address)
    admitted = guard.admit(where, rules.address_brake) and guard.admit(
        key, rules.account_brake, account=account
    )
    if not admitted:
        note_login(account, Login.Method.PASSWORD, Login.Outcome.LOCKED, address, device)
        raise Impossible(
            _(
                "Too many wrong tries. Wait and try again later, set a new password by code, or ask the security administrator."
            )
        )
    if account is None:
        make_password(password)  # as long as a check takes
        right = False
    else:
        right = account.check_password(password)
    if not right or account is None:
        note_login(account, Login.Method.PASSWORD, Login.Outcome.WRONG, address, device)
        raise Impossible(
            _("The user name or the password is wrong. Check both; capital letters count in the password.")
        )
    guard.forgive(key)
    guard.take_back(where)
    if not account.is_active:
        note_login(account, Login.Method.PASSWORD, Login.Outcome.CLOSED, address, device)
        raise Impossible(_("This account is closed. Ask the administrator."))
    return account


def note_login(
    account: User | None,
    method: str,
    outcome: str,
    address: str,
    device: str,
    *,
    second_factor: bool = False,
) -> None:
    """Write one attempt into the login log."""
    Login.objects.create(
        account=account,
        at=timezone.now(),
        method=method,
        outcome=outcome,
        second_factor=second_factor,
        address=address[:45],
        device=device[:200],
    )
