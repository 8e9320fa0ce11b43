"""Verbs: post a movement of money, reverse one."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger import recorded
from qinglan.kernel.ledger.models import Account, Entry, Posting
from qinglan.kernel.ledger.refusals import refusal


@dataclass(frozen=True)
class Receipt:
    """The paper that proves a movement: its number, the custodian that issued it, its date."""

    number: str
    custodian: str
    issued_on: date


@dataclass(frozen=True)
class Posted:
    """A posting in the books; `repeated` tells that the same request had been posted before."""

    id: int
    posted_at: datetime
    repeated: bool


def post(
    *, acting_user: Any, entries: Mapping[Account, int], text: str, receipt: Receipt, key: str
) -> Posted:
    """Enter a movement of money: by how many 分 each account rises (above nought) or falls.

    In one transaction: the database's function `ledger_post` locks and moves the balances in the order of the
    accounts' numbers, takes the time, judges, writes posting and entries; then the event (see `recorded`).
    `key` names the request: sent twice, it is posted once. Raises PermissionRefused; Refused with a code
    (see `refusals`); Impossible where text, key or receipt is incomplete.
    """
    permissions.require(acting_user, "ledger.post")
    with transaction.atomic():
        accounts = [account.pk for account in entries]
        posted = _post(acting_user, text, receipt, key, accounts, list(entries.values()), None)
        if not posted.repeated:
            amounts = {account.pk: (amount, account.may_overdraw) for account, amount in entries.items()}
            recorded.moved(acting_user, _payload(posted, receipt, key), amounts)
    return posted


def reverse(*, acting_user: Any, posting: Posting | Posted, text: str, receipt: Receipt, key: str) -> Posted:
    """Enter the opposite of a posting, with a receipt of its own; a posting is reversed once.

    Raises as `post`; Refused too where the money has left an account that may not be overdrawn.
    """
    permissions.require(acting_user, "ledger.post")
    number = posting.id if isinstance(posting, Posted) else posting.pk
    with transaction.atomic():
        posted = _post(acting_user, text, receipt, key, None, None, number)
        if not posted.repeated:
            rows = Entry.objects.filter(posting=posted.id).values_list(
                "account_id", "amount", "account__may_overdraw"
            )
            amounts = {account: (amount, may_overdraw) for account, amount, may_overdraw in rows}
            recorded.moved(acting_user, {**_payload(posted, receipt, key), "reverses": number}, amounts)
    return posted


def _payload(posted: Posted, receipt: Receipt, key: str) -> dict[str, Any]:
    return {
        "posting": posted.id,
        "key": key,
        "receipt": {
            "number": receipt.number,
            "custodian": receipt.custodian,
            "date": receipt.issued_on,
        },
    }


def _post(
    acting_user: Any,
    text: str,
    receipt: Receipt,
    key: str,
    accounts: list[int] | None,
    amounts: list[int] | None,
    reverses: int | None,
) -> Posted:
    for field, value, limit in (
        ("text", text, 200),
        ("key", key, 100),
        ("receipt_number", receipt.number, 80),
        ("receipt_custodian", receipt.custodian, 120),
    ):
        if not value.strip() or len(value) > limit:
            raise Impossible(
                _("A posting has a text, a key and a receipt with number and custodian."), field=field
            )
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT posting, moment, repeated FROM ledger_post("
                "%s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[], %s)",
                [key, acting_user.pk, text, *astuple(receipt), accounts, amounts, reverses],
            )
            row = cursor.fetchone()
    except DatabaseError as error:
        raise refusal(error) from error
    assert row is not None
    return Posted(*row)
