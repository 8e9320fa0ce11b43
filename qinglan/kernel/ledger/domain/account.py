"""Verbs on accounts."""

from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger import recorded
from qinglan.kernel.ledger.models import Account
from qinglan.kernel.ledger.refusals import refusal


@transaction.atomic
def open_account(
    *, acting_user: Any, owner: str, purpose: str, custodian: str, may_overdraw: bool = False
) -> Account:
    """Open an account, or give back the one that is open for the same owner, purpose and custodian.

    Raises PermissionRefused; Impossible where one of the three is missing, or an account stands there
    with the other rule on overdrafts.
    """
    permissions.require(acting_user, "ledger.post")
    names = {"owner": owner.strip(), "purpose": purpose.strip(), "custodian": custodian.strip()}
    for field, value in names.items():
        if not value:
            raise Impossible(_("An account names its owner, its purpose and its custodian."), field=field)
    account, created = Account.objects.get_or_create(
        **names,
        defaults={"may_overdraw": may_overdraw, "opened_at": clock.now(), "opened_by": acting_user},
    )
    if account.may_overdraw != may_overdraw:
        raise Impossible(_("This account was opened with another rule on overdrafts."))
    if created:
        recorded.opened(acting_user, account)
    return account


@transaction.atomic
def close_account(*, acting_user: Any, account: Account) -> None:
    """Close an account that stands at nought; nothing is posted to it any more, and it is not opened again.

    Raises PermissionRefused; Refused where it is closed already or not empty.
    """
    permissions.require(acting_user, "ledger.post")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT ledger_close(%s, %s)", [account.pk, acting_user.pk])
    except DatabaseError as error:
        raise refusal(error) from error
    recorded.closed(acting_user, account)
