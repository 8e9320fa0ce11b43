"""One line of a bank account: what it may be about, and saying what it is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.contracts.domain.bank_line import return_line, set_aside, take_back
from qinglan.contracts.domain.receipt import Part, assign_line
from qinglan.contracts.models import BankLine, Contract, Direction, LineState
from qinglan.contracts.settling.forms import AssignForm, ReasonedPaperForm, ReasonForm
from qinglan.contracts.settling.proposals import offers
from qinglan.contracts.settling.queries import lines_of, lines_seen_by
from qinglan.contracts.views.bank import account_or_404, crumbs
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.web.task_page import form_page, press


def _found(request: HttpRequest, pk: int) -> BankLine:
    return get_object_or_404(lines_seen_by(request.user), pk=pk)


@login_required
def line(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/bank/lines/<pk>/``."""
    row = _found(request, pk)
    account = row.account
    is_open = row.state == LineState.OPEN and row.direction == Direction.INTO
    works = bool(permissions.answer(request.user, "contracts.work_account", account))
    context = {
        "title": row.party_name or row.number,
        "kind": account.custodian,
        "status": {"kind": "idle", "word": _("Went out, entered nowhere")}
        if row.state == LineState.OPEN and row.direction == Direction.OUT
        else {"kind": row.light, "word": row.get_state_display()},
        "answer": row.reason,
        "row": row,
        "offers": offers(account, [row]).get(row.pk, []) if is_open else [],
        "works": works,
        "is_open": is_open,
        "form": AssignForm(),
        "movements": list(row.movements.select_related("charge__contract")),
        "visibility": _("Those who do business for the organisation of the account read this page."),
        "breadcrumbs": crumbs((account.custodian, account.get_absolute_url()), (row.number, "")),
    }
    return render(request, "contracts/settling/line.html", context)


@require_POST
@login_required
def assign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/bank/lines/<pk>/assign/``: to the contract of a proposal, or of the number that was typed."""
    row = _found(request, pk)
    number = request.POST.get("number", "").strip().upper()
    contract = Contract.objects.filter(number=number).first()
    if contract is None or not permissions.answer(request.user, "contracts.settle", contract):
        messages.error(
            request, _("No contract of yours has the number {number}.").format(number=number or "—")
        )
        return redirect(row)
    try:
        parts = _parts(request)
    except ValueError:
        parts = []
    return press(
        request, row.get_absolute_url(),
        lambda: assign_line(acting_user=request.user, line=row, contract=contract, parts=parts),
        _("The payment is entered on {contract}.").format(contract=contract.number),
    )  # fmt: skip


def _parts(request: HttpRequest) -> list[Part]:
    pairs = [one.split(":") for one in request.POST.getlist("part")]
    return [Part(int(charge), int(amount)) for charge, amount in pairs]


@require_POST
@login_required
def confirm_all(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/bank/<pk>/confirm/``: the certain proposals that are ticked, one after another; what fails is named."""
    account = account_or_404(request, pk)
    wanted = {int(one) for one in request.POST.getlist("line") if one.isdecimal()}
    rows = list(lines_of(account).filter(pk__in=wanted, state=LineState.OPEN))
    done = 0
    for row in rows:
        # Proposed anew for each: what was confirmed before may have been owed once only.
        sure = next((one for one in offers(account, [row]).get(row.pk, []) if one.is_certain), None)
        if sure is None:
            messages.warning(
                request, _("{number}: the proposal has changed. Open the line.").format(number=row.number)
            )
            continue
        try:
            parts = [Part(charge.pk, amount) for charge, amount in sure.parts]
            assign_line(acting_user=request.user, line=row, contract=sure.contract, parts=parts)
        except (Impossible, PermissionRefused) as refusal:
            messages.error(request, f"{row.number}: {getattr(refusal, 'message', None) or refusal}")
        else:
            done += 1
    if done:
        messages.success(
            request, _("{count} payments are entered, each with its receipt.").format(count=done)
        )
    return redirect(f"{account.get_absolute_url()}?state=open")


@login_required
def aside(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/bank/lines/<pk>/aside/``."""
    row = _found(request, pk)
    permissions.require(request.user, "contracts.work_account", row.account)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponseBase:
        set_aside(acting_user=request.user, line=row, reason=form.cleaned_data["reason"])
        messages.success(request, _("The line is set aside; it can be taken back."))
        return redirect(f"{row.account.get_absolute_url()}?state=open")

    help_text = _(
        "Interest, fees, money about something else. Nothing is entered; the line can be taken back."
    )
    return _task(request, form, act, row, _("About no contract"), _("Set the line aside"), help_text)


@require_POST
@login_required
def back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/bank/lines/<pk>/back/``."""
    row = _found(request, pk)
    return press(
        request, row.get_absolute_url(), lambda: take_back(acting_user=request.user, line=row),
        _("The line is on the list again."),
    )  # fmt: skip


@login_required
def give_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/bank/lines/<pk>/return/``."""
    row = _found(request, pk)
    permissions.require(request.user, "contracts.work_account", row.account)
    form = ReasonedPaperForm(request.POST or None)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        return_line(
            acting_user=request.user, line=row, receipt=data["receipt"], paid_on=data["received_on"],
            reason=data["reason"],
        )  # fmt: skip
        messages.success(request, _("It is entered that the money was paid back."))
        return redirect(row)

    help_text = _("First pay it back at your bank; here its receipt is entered, in and out.")
    return _task(
        request, form, act, row, _("Money that was paid back"), _("Enter that it was paid back"), help_text
    )


def _task(
    request: HttpRequest, form: object, act: object, row: BankLine, title: str, submit: str, help_text: str
) -> HttpResponseBase:
    account = row.account
    context = {
        "title": title, "lead": f"{row.day} · {row.party_name} · {row.number}. {help_text}", "submit": submit,
        "back_url": row.get_absolute_url(),
        "breadcrumbs": crumbs(
            (account.custodian, account.get_absolute_url()), (row.number, reverse("contracts:bank-line", args=[row.pk])),
            (title, ""),
        ),
    }  # fmt: skip
    return form_page(request, form, act, context)  # type: ignore[arg-type]
