"""Bank accounts of one's organisations, and the lines of one account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qinglan.contracts.domain.bank_account import enter_account
from qinglan.contracts.models import BankAccount, Direction, LineState
from qinglan.contracts.settling.forms import NewAccountForm
from qinglan.contracts.settling.proposals import offers
from qinglan.contracts.settling.queries import accounts_of, lines_of
from qinglan.kernel import permissions
from qinglan.kernel.web.lists import ChoiceFilter, DateRangeFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.task_page import form_page
from qinglan.parties import holding


def account_or_404(request: HttpRequest, pk: int) -> BankAccount:
    """The account, for who may see it; Http404 for others."""
    return get_object_or_404(accounts_of(request.user), pk=pk)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumbs to the bank accounts."""
    return [(_("Bank accounts"), reverse("contracts:bank") if more else ""), *more]


@login_required
def accounts(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/bank/``."""
    rows = accounts_of(request.user).annotate(
        waiting=Count("lines", filter=Q(lines__state=LineState.OPEN, lines__direction=Direction.INTO))
    )
    context = {
        "title": _("Bank accounts"),
        "lead": _("Accounts into which contracts are paid. The money stands with the bank; here its statements are laid beside the contracts."),
        "rows": list(rows),
        "may_add": holding.organisations_represented_by(request.user).exists(),
        "breadcrumbs": crumbs(),
    }  # fmt: skip
    return render(request, "contracts/settling/accounts.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/bank/new/``."""
    units = holding.organisations_represented_by(request.user)
    permissions.require(request.user, "contracts.open_account", units.first())
    form = NewAccountForm(request.POST or None, units=units)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        made = enter_account(
            acting_user=request.user, organisation=data["organisation"], bank=data["bank"], number=data["number"],
            is_supervised=data["is_supervised"],
        )  # fmt: skip
        messages.success(request, _("The account is on record. Take a statement over next."))
        return redirect(made)

    title = _("Enter a bank account")
    context = {
        "title": title, "submit": title, "back_url": reverse("contracts:bank"), "breadcrumbs": crumbs((title, "")),
    }  # fmt: skip
    return form_page(request, form, act, context)


class BankLineList(ListPage):
    """``/contracts/bank/<pk>/``: the lines of an account with what they may be about."""

    template_name = "contracts/settling/lines.html"
    title = gettext_lazy("Lines of the bank")
    page_size = 50
    filters = (
        ChoiceFilter("state", gettext_lazy("State"), LineState.choices, "state"),
        ChoiceFilter("way", gettext_lazy("direction"), Direction.choices, "direction"),
        TextFilter(
            "q", gettext_lazy("Words"), ("party_name__icontains", "text__icontains", "number__icontains")
        ),
        DateRangeFilter("day", gettext_lazy("day"), "day"),
    )
    sorts = (
        Sort("new", gettext_lazy("Last day first"), "-day"),
        Sort("amount", gettext_lazy("Largest first"), "-amount"),
    )
    columns = (
        ListColumn(gettext_lazy("day"), "day"),
        ListColumn(gettext_lazy("Number of the receipt"), "number"),
        ListColumn(gettext_lazy("direction"), lambda row: str(row.get_direction_display())),
        ListColumn(pgettext_lazy("settling", "Amount"), "amount", money="yuan"),
        ListColumn(gettext_lazy("other side"), "party_name"),
        ListColumn(gettext_lazy("purpose"), "text"),
        ListColumn(gettext_lazy("State"), lambda row: str(row.get_state_display())),
        ListColumn(pgettext_lazy("bank line", "Assigned"), "assigned", money="yuan"),
        ListColumn(gettext_lazy("reason"), "reason"),
    )
    empty_title = gettext_lazy("No lines yet")
    empty_text = gettext_lazy("Download a statement from the bank as xlsx or csv and take it over here.")

    account: BankAccount

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For who keeps the account."""
        self.account = account_or_404(request, kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """The lines of the account."""
        return lines_of(self.account)

    def get_context(self) -> dict[str, Any]:
        """The account, and how many certain proposals wait to be confirmed."""
        waiting = list(lines_of(self.account).filter(state=LineState.OPEN, direction=Direction.INTO)[:200])
        found = offers(self.account, waiting)
        sure = [key for key, rows in found.items() if any(one.is_certain for one in rows)]
        return {
            "title": self.account.custodian,
            "account": self.account,
            "certain": sure,
            "offers": {key: rows[0] for key, rows in found.items() if rows},
            "waiting": len(waiting),
            "settled": not waiting
            and self.request.GET.get("state") == LineState.OPEN
            and lines_of(self.account).exists(),
            "works": bool(permissions.answer(self.request.user, "contracts.work_account", self.account)),
            "breadcrumbs": crumbs((self.account.custodian, "")),
        }
