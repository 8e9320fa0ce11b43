"""Taking a bank statement over: choose the file, read what it would do, take it over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts.domain.bank_statement import examine
from qinglan.contracts.domain.bank_upload import check_statement, checked_file, take_checked
from qinglan.contracts.settling.forms import FileForm
from qinglan.contracts.views.bank import account_or_404, crumbs
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.task_page import form_page, posted

SHOWN = 200
"""Rows shown of a checked file."""


@login_required
def upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/bank/<pk>/statement/``."""
    account = account_or_404(request, pk)
    permissions.require(request.user, "contracts.work_account", account)
    data, files = posted(request)
    form = FileForm(data, files)

    def act() -> HttpResponseBase:
        file = form.cleaned_data["file"]
        token, _found = check_statement(
            acting_user=request.user, account=account, name=file.name, content=file.read()
        )
        return redirect("contracts:bank-checked", account.pk, token)

    title = _("Take a bank statement over")
    context = {
        "title": title, "lead": account.custodian, "submit": _("Check the file"),
        "back_url": account.get_absolute_url(),
        "breadcrumbs": crumbs((account.custodian, account.get_absolute_url()), (title, "")),
    }  # fmt: skip
    return form_page(request, form, act, context)


@login_required
def checked(request: HttpRequest, pk: int, token: str) -> HttpResponseBase:
    """``/contracts/bank/<pk>/checked/<token>/``: what the file would do; posted, it is taken over."""
    account = account_or_404(request, pk)
    permissions.require(request.user, "contracts.work_account", account)
    try:
        if request.method == "POST":
            made = take_checked(acting_user=request.user, account=account, token=token)
            messages.success(
                request,
                _(
                    "{count} lines are taken over, {known} were on record before. Say now what each is about."
                ).format(count=made.taken, known=made.known),
            )
            return redirect(f"{account.get_absolute_url()}?state=open")
        kept = checked_file(acting_user=request.user, account=account, token=token)
    except Impossible as refusal:
        messages.error(request, refusal.message)
        return redirect("contracts:bank-statement", account.pk)
    found = examine(acting_user=request.user, account=account, name=kept.name, content=bytes(kept.content))
    title = _("What the statement holds")
    context = {
        "title": title, "lead": f"{kept.name} · {account.custodian}", "found": found, "rows": found.new[:SHOWN],
        "more": max(len(found.new) - SHOWN, 0), "findings": found.findings[:SHOWN],
        "again_url": reverse("contracts:bank-statement", args=[account.pk]),
        "breadcrumbs": crumbs((account.custodian, account.get_absolute_url()), (title, "")),
    }  # fmt: skip
    return render(request, "contracts/settling/checked.html", context)
