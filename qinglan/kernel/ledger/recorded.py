"""What happens in the ledger, as events in the same transaction.

Each account has a stream ``ledger:<number>``. A posting is appended to the stream of every account of it that
may not be overdrawn (to the first one's, where all may): the other side is named in it. A stream is locked by those
alone who hold the account's balance, so appending makes no posting wait that did not wait already.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.kernel.ledger.models import Account

OPENED = events.register_kind(
    "ledger.account-opened",
    _("An account was opened: owner, purpose, custodian, whether it may be overdrawn."),
).name
CLOSED = events.register_kind("ledger.account-closed", _("An account that stood at nought was closed.")).name
POSTED = events.register_kind(
    "ledger.posted",
    _("Money moved: posting, amounts in 分 by account, number, custodian and date of the receipt."),
).name
REVERSED = events.register_kind(
    "ledger.reversed",
    _("A posting was reversed: which one, by which posting, amounts, receipt."),
).name
events.register_prefix("ledger", _("Accounts of the ledger"))


def opened(acting_user: Any, account: Account) -> None:
    """Append that `account` was opened. An owner's key names a thing or an organisation, never a person."""
    payload = {
        "account": account.pk,
        "owner": account.owner,
        "purpose": account.purpose,
        "custodian": account.custodian,
        "may_overdraw": account.may_overdraw,
    }
    events.append(stream=stream_of(account.pk), kind=OPENED, payload=payload, actor=acting_user)


def closed(acting_user: Any, account: Account) -> None:
    """Append that `account` was closed."""
    payload = {"account": account.pk}
    events.append(stream=stream_of(account.pk), kind=CLOSED, payload=payload, actor=acting_user)


def moved(acting_user: Any, payload: Mapping[str, Any], entries: Mapping[int, tuple[int, bool]]) -> None:
    """Append a posting. `entries` gives by account its amount in 分 and whether it may be overdrawn.

    Amounts are text, as they may be larger than what a program reads exactly from JSON. The text of a
    posting may name a person and stays out of the chain.
    """
    kind = REVERSED if "reverses" in payload else POSTED
    amounts = {str(account): str(amount) for account, (amount, _may) in entries.items()}
    whole = {**payload, "amounts": amounts}
    held = sorted(account for account, (_amount, may_overdraw) in entries.items() if not may_overdraw)
    for account in held or [min(entries)]:
        events.append(stream=stream_of(account), kind=kind, payload=whole, actor=acting_user)


def stream_of(account: int) -> str:
    """The name of the stream of the account with this number."""
    return f"ledger:{account}"
