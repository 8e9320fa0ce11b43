"""Commissions: the list of one's own, the page of one, and entering that it was paid."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from qinglan.contracts.domain.fee import choose_fee, pay_fee
from qinglan.contracts.models import Contract, Fee, Movement, MovementKind
from qinglan.contracts.settling.commission import expected
from qinglan.contracts.settling.followed import contracts_followed_by
from qinglan.contracts.settling.forms import MoveForm
from qinglan.contracts.settling.queries import fees_seen_by
from qinglan.contracts.settling.receipts import received_of
from qinglan.kernel import permissions
from qinglan.kernel.web.task_page import form_page, press

MOST = 500


def _found(request: HttpRequest, pk: int) -> Fee:
    return get_object_or_404(fees_seen_by(request.user), pk=pk)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumbs to the commissions."""
    return [(_("Commissions"), reverse("contracts:fees") if more else ""), *more]


@login_required
def fee_list(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/fees/``: those that one earns or pays, what is due first."""
    rows = list(fees_seen_by(request.user).order_by("charge__state", "-charge__due_on", "-pk")[:MOST])
    rows.sort(key=lambda one: one.charge.open == 0)
    context = {
        "title": _("Commissions"),
        "lead": _("By mandate or agreed with a platform. A commission falls due when the price has come in, never before."),
        "rows": rows,
        "brought": contracts_followed_by(request.user).order_by("-changed_at", "-pk")[:MOST],
        "breadcrumbs": crumbs(),
    }  # fmt: skip
    return render(request, "contracts/settling/fees.html", context)


@login_required
def fee(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/fees/<pk>/``."""
    row = _found(request, pk)
    contract = row.charge.contract
    received = received_of(contract)
    settles = bool(permissions.answer(request.user, "contracts.settle_fee", row))
    context = {
        "title": _("Commission on {contract}").format(contract=contract.number),
        "kind": row.get_role_display(),
        "status": _status(row),
        "row": row,
        "contract": contract,
        "received": received,
        "whole": expected(row.commission, row.share, row.fixed, contract.amount),
        "over": max(row.charge.paid - row.charge.amount, 0),
        "movements": [
            (one, settles and one.kind != MovementKind.CORRECTED and not hasattr(one, "correction"))
            for one in Movement.objects.filter(charge=row.charge_id).select_related("correction")
        ],
        "act": {"url": reverse("contracts:fee-pay", args=[row.pk]), "label": _("Enter that it was paid")}
        if settles and row.is_agreed and row.charge.open
        else None,
        "may_choose": not row.is_agreed
        and row.charge.state == "open"
        and bool(permissions.answer(request.user, "contracts.agree_fee", row)),
        "contract_url": _contract_url(request, contract),
        "visibility": _(
            "Who earns the commission and who pays it read this page; the audit administrator does too."
        ),
        "breadcrumbs": crumbs((contract.number, "")),
    }
    return render(request, "contracts/settling/fee.html", context)


def _contract_url(request: HttpRequest, contract: Contract) -> str:
    """The page of the contract for a party; for the broker what his commission hangs on; "" for others."""
    if permissions.answer(request.user, "contracts.view", contract):
        return contract.get_absolute_url()
    if permissions.answer(request.user, "contracts.follow", contract):
        return reverse("contracts:followed", args=[contract.number])
    return ""


def _status(row: Fee) -> dict[str, str]:
    charge = row.charge
    if charge.state == "stopped":
        return {"kind": "idle", "word": _("Somebody else's introduction")}
    if not row.is_agreed:
        return {"kind": "due", "word": _("Waits for the side that pays")}
    if not charge.amount:
        return {"kind": "idle", "word": _("Nothing came in yet, nothing is due")}
    if charge.open:
        return {"kind": "due", "word": pgettext("commission", "Due")}
    return {"kind": "done", "word": pgettext("settling", "Paid")}


@login_required
def pay(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/fees/<pk>/pay/``."""
    row = _found(request, pk)
    permissions.require(request.user, "contracts.settle_fee", row)
    form = MoveForm(
        request.POST or None, initial={"amount": row.charge.open or None, "version": row.charge.revision}
    )

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        pay_fee(
            acting_user=request.user, fee=row, amount=data["amount"], receipt=data["receipt"],
            paid_on=data["received_on"], seen=data["version"],
        )  # fmt: skip
        return redirect(row)

    title = _("A commission that was paid")
    context = {
        "title": title, "lead": f"{row.charge.contract.number} · {row.charge.payee}",
        "submit": _("Enter that it was paid"), "back_url": row.get_absolute_url(),
        "breadcrumbs": crumbs((row.charge.contract.number, row.get_absolute_url()), (title, "")),
    }  # fmt: skip
    return form_page(request, form, act, context, stale_url=row.get_absolute_url())


@require_POST
@login_required
def choose(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/fees/<pk>/choose/``."""
    row = _found(request, pk)
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() else None
    return press(
        request, row.get_absolute_url(), lambda: choose_fee(acting_user=request.user, fee=row, seen=seen),
        _("It is settled whose introduction this was."),
    )  # fmt: skip
