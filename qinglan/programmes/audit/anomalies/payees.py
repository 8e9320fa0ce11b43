"""Payee accounts that changed between approval and payment, and accounts that several holders share."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.ledger.models import Posting
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.web import dates
from qinglan.programmes.audit.anomalies.registry import Hit, Subject, anomaly
from qinglan.programmes.models import Entitlement, PayeeAccount


def payments_of(subject: Subject) -> list[Entitlement]:
    """What cases of the rounds of the year were or are to be paid."""
    rows = Entitlement.objects.filter(programme=subject.programme, case__round__year=subject.year)
    return list(rows.select_related("case", "holder", "payee").order_by("pk"))


def approvals(payments: list[Entitlement]) -> dict[int, datetime]:
    """When each payment was approved, by the posting that promised its money."""
    keys = {f"entitlement:{one.pk}/approved": one.pk for one in payments}
    rows = Posting.objects.filter(key__in=keys).values_list("key", "posted_at")
    return {keys[key]: posted for key, posted in rows}


@anomaly(
    "payee-changed",
    title=gettext_lazy("Payee account changed after approval"),
    says=gettext_lazy(
        "After a payment was approved and before it was made, another account was entered for who is paid. It needs a second person's confirmation; see who entered and who confirmed it."
    ),
)
def changed_payees(subject: Subject) -> Iterator[Hit]:
    """Payments of whose holder an account was entered between approval and receipt."""
    payments = payments_of(subject)
    approved = approvals(payments)
    accounts: dict[int, list[PayeeAccount]] = defaultdict(list)
    rows = PayeeAccount.objects.filter(organisation__in={one.holder_id for one in payments})
    for account in rows.select_related("entered_by", "confirmed_by").order_by("pk"):
        accounts[account.organisation_id].append(account)
    for one in payments:
        when = approved.get(one.pk)
        if when is None:
            continue
        changes = [
            account
            for account in accounts[one.holder_id]
            if account.entered_at > when
            and (one.paid_on is None or legal_day(account.entered_at) <= one.paid_on)
        ]
        if changes:
            yield Hit(
                str(one.case),
                (_approval(when), *(_fact(each) for each in changes)),
                one.get_absolute_url(),
                one.case,
            )


def _approval(when: datetime) -> str:
    return _("approved %(moment)s") % {"moment": dates.minute(when)}


def _fact(account: PayeeAccount) -> str:
    words = {
        "account": str(account),
        "moment": dates.minute(account.entered_at),
        "who": str(account.entered_by),
        "second": str(account.confirmed_by) if account.confirmed_by else "",
    }
    if account.confirmed_by is not None:
        return _("%(account)s entered %(moment)s by %(who)s, confirmed by %(second)s") % words
    return _("%(account)s entered %(moment)s by %(who)s, confirmed by nobody") % words


@anomaly(
    "payee-shared",
    title=gettext_lazy("Several holders, one account"),
    says=gettext_lazy("Different organisations are paid to the same bank account."),
)
def shared_accounts(subject: Subject) -> Iterator[Hit]:
    """Accounts to which several holders of the year's payments are paid."""
    by_number: dict[str, dict[int, Entitlement]] = defaultdict(dict)
    for one in payments_of(subject):
        if one.payee is not None:
            by_number[one.payee.number].setdefault(one.holder_id, one)
    for number, holders in by_number.items():
        if len(holders) > 1:
            first, *_others = holders.values()
            facts = tuple(f"{one.holder.name}（{one.case}）" for one in holders.values())
            yield Hit(
                _("account …%(end)s") % {"end": number[-4:]}, facts, first.get_absolute_url(), first.case
            )
