"""Locks, for the security administrator; the login log, for the audit administrator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.lists import ChoiceFilter, DateRangeFilter, ListColumn, ListPage, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.parties.account_queries import locks_visible_to, logins_visible_to
from qinglan.parties.asking import device_name
from qinglan.parties.domain.session import unlock_address
from qinglan.parties.models import Guard, Login, User
from qinglan.parties.views.verb_form import refused

KINDS = {
    "account": _("Password"),
    "second": _("Second factor"),
    "address": _("Address"),
    "codes-from": _("Codes asked for from an address"),
}


def _kind(row: Guard) -> Any:
    return KINDS[row.key.partition(":")[0]]


def _subject(row: Guard) -> str:
    return str(row.account) if row.account else row.key.partition(":")[2]


def _subject_link(row: Guard) -> str:
    if row.account is None:
        return _subject(row)
    return format_html(
        '<a href="{}">{}</a>', reverse("accounts:record", args=[row.account.pk]), _subject(row)
    )


class LockList(ListPage):
    """``/accounts/locks/``."""

    template_name = "parties/accounts/locks.html"
    title = _("Locks")
    lead = _("What is locked at this moment because of wrong tries. A lock opens by itself.")
    export_name = _("Locks")
    as_table = True
    empty_title = _("Nothing is locked")
    empty_text = _("Accounts and addresses appear here while they are locked.")
    columns = (
        ListColumn(_("What"), _kind),
        ListColumn(_("Whose"), _subject, render=_subject_link),
        ListColumn(_("Wrong tries"), "tries", numeric=True),
        ListColumn(_("Last try"), "last_try_at"),
        ListColumn(_("Locked until"), "locked_until"),
    )

    def get_queryset(self) -> Rows:
        """What ``parties.see_locks`` lets the reader see."""
        permissions.require(self.request.user, "parties.see_locks")
        return locks_visible_to(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """The addresses that can be unlocked from here; accounts are unlocked on their page."""
        rows = locks_visible_to(self.request.user).filter(account=None)
        addresses = sorted({row.key.partition(":")[2] for row in rows[:50]})
        return {"breadcrumbs": [(self.title, "")], "addresses": addresses}


@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """``/accounts/locks/unlock/``: lift the lock on an address."""
    permissions.require(request.user, "parties.unlock")
    assert isinstance(request.user, User)
    try:
        unlock_address(acting_user=request.user, address=request.POST.get("address", ""))
    except Impossible as refusal:
        return refused(request, refusal, "accounts:locks")
    messages.success(request, _now("The lock is lifted."))
    return redirect("accounts:locks")


def _whose(row: Login) -> str:
    return str(row.account) if row.account else _now("no account")


class LoginList(ListPage):
    """``/accounts/logins/``."""

    title = _("Login log")
    lead = _("Every attempt to log in, kept unchangeable. Names that lead to no account are not kept.")
    export_name = _("Login log")
    as_table = True
    empty_title = _("No attempt fits")
    empty_text = _("Take a filter away.")
    filters = (
        TextFilter("q", _("Account or address"), ("account__username__icontains", "address__icontains")),
        ChoiceFilter("outcome", _("Outcome"), Login.Outcome.choices, "outcome"),
        DateRangeFilter("on", _("Day"), "at__date"),
    )
    columns = (
        ListColumn(_("When"), "at"),
        ListColumn(_("Account"), _whose),
        ListColumn(_("Outcome"), lambda row: row.get_outcome_display()),
        ListColumn(_("By"), lambda row: row.get_method_display()),
        ListColumn(_("Second factor"), lambda row: _now("yes") if row.second_factor else _now("no")),
        ListColumn(_("Device"), lambda row: device_name(row.device)),
        ListColumn(_("Address"), "address"),
    )

    def get_queryset(self) -> Rows:
        """What ``parties.see_logins`` lets the reader see."""
        permissions.require(self.request.user, "parties.see_logins")
        return logins_visible_to(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Where this page stands."""
        return {"breadcrumbs": [(self.title, "")]}
