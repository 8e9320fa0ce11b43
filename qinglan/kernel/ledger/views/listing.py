"""``/ledger/``: every account with what stands on it."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy

from qinglan.kernel import permissions
from qinglan.kernel.ledger.models import Account
from qinglan.kernel.web.lists import ListColumn, ListPage, Sort, TextFilter


def _owner(account: Account) -> str:
    return format_html('<a href="{}">{}</a>', reverse("ledger:account", args=[account.pk]), account.owner)


def _state(account: Account) -> str:
    if account.balance.closed_at:
        return gettext("account closed")
    return gettext("in use, may be overdrawn") if account.may_overdraw else gettext("in use")


class AccountList(ListPage):
    """Accounts by owner, read-only."""

    title = gettext_lazy("Ledger")
    lead = gettext_lazy(
        "Money that others hold: each account with its owner, its purpose and who really holds it."
    )
    as_table = True
    filters = (
        TextFilter(
            "q",
            gettext_lazy("Owner, purpose or custodian"),
            ("owner__icontains", "purpose__icontains", "custodian__icontains"),
        ),
    )
    sorts = (
        Sort("owner", gettext_lazy("Account owner"), "owner"),
        Sort("balance", gettext_lazy("Highest balance first"), "-balance__amount"),
        Sort("new", gettext_lazy("Newest first"), "-id"),
    )
    columns = (
        ListColumn(gettext_lazy("Account owner"), "owner", render=_owner, sort="owner"),
        ListColumn(gettext_lazy("Purpose of the account"), "purpose"),
        ListColumn(gettext_lazy("Custodian"), "custodian"),
        ListColumn(gettext_lazy("Balance (yuan)"), "balance.amount", money="yuan", sort="balance"),
        ListColumn(gettext_lazy("State of the account"), _state),
        ListColumn(gettext_lazy("Opened on"), "opened_at"),
    )
    empty_title = gettext_lazy("No account yet")
    empty_text = gettext_lazy("An account is opened when a lot or a contract first needs one.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For officers and the audit administrator."""
        permissions.require(request.user, "ledger.look")
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """All accounts with their balances."""
        return Account.objects.select_related("balance")
