"""Tasks about the money of a contract: receipts, accounts, further payments, money that goes on or back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.auctions.views.lot_access import trail as lot_trail
from qinglan.contracts.domain import charge as charge_verbs
from qinglan.contracts.domain.bank_account import enter_account, name_account
from qinglan.contracts.domain.bank_line import note_line
from qinglan.contracts.domain.deposit_set_off import set_deposit_off
from qinglan.contracts.domain.fee import agree_platform_fee
from qinglan.contracts.domain.movement import correct_movement, may_correct
from qinglan.contracts.domain.receipt import Ended, record_receipt, refund, release
from qinglan.contracts.models import Charge, ChargeKind, Contract, ContractParty, ContractState, Movement
from qinglan.contracts.settling import forms
from qinglan.contracts.settling.deposits import deposit_for
from qinglan.contracts.settling.queries import charges_of
from qinglan.contracts.views.contract_access import contract_open_to, contract_or_404, task, trail
from qinglan.contracts.views.fees import crumbs
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.money import money
from qinglan.kernel.web.task_page import form_page
from qinglan.parties import holding


def _done(request: HttpRequest, contract: Contract, words: str) -> HttpResponseBase:
    messages.success(request, words)
    return redirect("contracts:money", contract.number)


def _task(
    request: HttpRequest, form: Any, act: Callable[[], HttpResponseBase], contract: Contract, title: str,
    submit: str, **more: Any,
) -> HttpResponseBase:  # fmt: skip
    url = reverse("contracts:money", args=[contract.number])
    crumbs = trail(contract, (_("Money of the contract"), url), (title, ""))
    return task(
        request, form, act, contract, title, submit, stale_url=url, back_url=url, breadcrumbs=crumbs, **more
    )


@contract_open_to("contracts.settle")
def receipt(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``…/money/receipt/``; for a contract that ended the money is kept on the account's list instead."""
    rows = charges_of(contract).exclude(kind=ChargeKind.FEE)
    open_ = rows.filter(pk__in=[one.pk for one in rows if one.open])
    form = forms.ReceiptForm(request.POST or None, open_=open_)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        try:
            made = record_receipt(
                acting_user=request.user, contract=contract, amount=data["amount"], receipt=data["receipt"],
                received_on=data["received_on"], charge=data["charge"], payer=data["payer"],
            )  # fmt: skip
        except Ended as ended:
            return _keep(request, contract, data, ended)
        total = sum(one.amount for one in made)
        return _done(
            request, contract, _("{amount} is entered, with its receipt.").format(amount=money(total))
        )

    return _task(request, form, act, contract, _("Enter a receipt"), _("Enter the receipt"))


def _keep(request: HttpRequest, contract: Contract, data: Any, ended: Ended) -> HttpResponseBase:
    """Keep what came in for an ended contract, if its account is known; else the refusal stands on the form."""
    into = next((one.account for one in charges_of(contract) if one.account is not None), None)
    if into is None or not permissions.answer(request.user, "contracts.work_account", into):
        raise ended
    line = note_line(
        acting_user=request.user, account=into, receipt=data["receipt"], day=data["received_on"],
        amount=data["amount"], payer=data["payer"] or (contract.buyer.name if contract.buyer else ""),
        text=contract.number,
    )  # fmt: skip
    messages.warning(request, ended.message)
    return redirect(line)


@contract_open_to("contracts.lay_down")
def account(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``…/money/account/``."""
    seller = contract.seller
    unit = seller.organisation if seller and seller.organisation else contract.keeper
    may_add = bool(permissions.answer(request.user, "contracts.open_account", unit))
    form = forms.AccountForm(request.POST or None, contract=contract, may_add=may_add)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        chosen = data["account"]
        if chosen is None and not may_add:
            raise Impossible(_("Choose an account."), field="account")
        chosen = chosen or enter_account(
            acting_user=request.user, organisation=unit, bank=data["bank"], number=data["number"]
        )
        name_account(acting_user=request.user, contract=contract, account=chosen)
        return _done(request, contract, _("It is paid into: {account}").format(account=chosen.custodian))

    return _task(
        request, form, act, contract, _("Where the contract is paid"), _("Keep the account"),
        intro=_("The money stands on that account and never here: this system records it."),
    )  # fmt: skip


@contract_open_to("contracts.lay_down")
def add(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``…/money/add/``."""
    ended = contract.state == ContractState.TERMINATED
    kinds = (ChargeKind.WINDING_UP,) if ended else (ChargeKind.ROYALTY, ChargeKind.BOND)
    form = forms.ChargeForm(request.POST or None, kinds=kinds)

    def act() -> HttpResponseBase:
        charge_verbs.add_charge(
            acting_user=request.user, contract=contract, **{
                name: form.cleaned_data[name] for name in ("kind", "title", "amount", "due_on", "basis")
            },
        )  # fmt: skip
        return _done(request, contract, _("The payment is laid down; both sides see it."))

    return _task(
        request, form, act, contract, _("Lay down a further payment"), pgettext("settling", "Lay it down")
    )


@contract_open_to("contracts.lay_down")
def platform(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``…/money/platform/``: what one's own side pays a platform."""
    form = forms.PlatformForm(request.POST or None)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        agree_platform_fee(
            acting_user=request.user, contract=contract, payer=_own_side(request.user, contract),
            platform=data["platform"], commission=data["commission"], share=form.per_mille(), fixed=data["fixed"],
            basis=data["basis"],
        )  # fmt: skip
        return _done(request, contract, _("The commission is agreed; it falls due when money comes in."))

    return _task(request, form, act, contract, _("Agree a platform's commission"), _("Agree it"))


def _own_side(user: Any, contract: Contract) -> ContractParty:
    for one in contract.parties.all():
        if one.organisation_id is not None and holding.represents(user, one.organisation_id):
            return one
    raise Impossible(_("A side agrees only what it pays itself."))


@login_required
def deposit(request: HttpRequest, number: str) -> HttpResponseBase:
    """``…/money/deposit/``: for the organiser of the lot, who need not see the contract or its other money."""
    contract = contract_or_404(number)
    bidder = contract.result.bidder if contract.result is not None else None
    permissions.require(request.user, "auctions.settle_bidder", bidder)
    if contract.result is None:
        raise Http404
    lot, title = contract.result.lot, _("Set the deposit off against the price")
    form = forms.PaperForm(request.POST or None)
    sees_money = bool(permissions.answer(request.user, "contracts.see_money", contract))

    def act() -> HttpResponseBase:
        set_deposit_off(
            acting_user=request.user, contract=contract, receipt=form.cleaned_data["receipt"],
            paid_on=form.cleaned_data["received_on"],
        )  # fmt: skip
        messages.success(request, _("The deposit is set off against the price."))
        return redirect("contracts:money", contract.number) if sees_money else redirect(lot)

    held = deposit_for(contract)
    words = _("The custodian of the lot holds a deposit of {amount}. It can be set off against the price.")
    lead = words.format(amount=money(held)) if held else _("No deposit of this bidder is held.")
    if sees_money:
        return _task(request, form, act, contract, title, _("Set it off"), lead=lead)
    url = lot.get_absolute_url()
    context = {
        "title": title, "lead": lead, "submit": _("Set it off"), "back_url": url,
        "breadcrumbs": lot_trail(lot, (title, "")),
    }  # fmt: skip
    return form_page(request, form, act, context, stale_url=url)


@contract_open_to("contracts.settle")
def move(request: HttpRequest, contract: Contract, charge: int, way: str) -> HttpResponseBase:
    """``…/money/<payment>/<way>/``: money that goes on, back, is forfeited; a payment that is taken back."""
    if way not in WAYS:
        raise Http404
    payments = Charge.objects.exclude(kind=ChargeKind.FEE).select_related("account")
    row = get_object_or_404(payments, pk=charge, contract=contract)
    title, submit, form_class, verb, done = WAYS[way]
    held = row.paid - row.released if way == "release" else row.paid
    initial = {"version": row.revision} | ({"amount": held} if "amount" in form_class.base_fields else {})
    form = form_class(request.POST or None, initial=initial)

    def act() -> HttpResponseBase:
        verb(request.user, contract, row, form.cleaned_data)
        return _done(request, contract, str(done()))

    return _task(
        request, form, act, contract, str(title()), str(submit()), lead=f"{contract.number} · {row.title}"
    )


def _paper(data: Any) -> dict[str, Any]:
    return {"receipt": data["receipt"], "paid_on": data["received_on"], "seen": data["version"]}


WAYS: dict[str, tuple[Any, Any, Any, Callable[[Any, Contract, Charge, Any], Any], Any]] = {
    "release": (
        lambda: _("Money that was paid on to the payee"),
        lambda: _("Enter that it was paid on"),
        forms.MoveForm,
        lambda user, contract, row, data: release(
            acting_user=user, contract=contract, charge=row, amount=data["amount"], **_paper(data)
        ),
        lambda: _("It is entered that the money was paid on."),
    ),
    "refund": (
        lambda: _("Money that was paid back"),
        lambda: _("Enter that it was paid back"),
        forms.BackForm,
        lambda user, contract, row, data: refund(
            acting_user=user, contract=contract, charge=row, amount=data["amount"], reason=data["reason"],
            **_paper(data),
        ),
        lambda: _("It is entered that the money was paid back."),
    ),
    "forfeit": (
        lambda: _("A performance deposit that was forfeited"),
        lambda: _("Enter that it was forfeited"),
        forms.ReasonedPaperForm,
        lambda user, contract, row, data: charge_verbs.forfeit_bond(
            acting_user=user, contract=contract, charge=row, reason=data["reason"], **_paper(data)
        ),
        lambda: _("It is entered that the deposit was forfeited."),
    ),
    "stop": (
        lambda: _("Take a payment back"),
        lambda: _("Take the payment back"),
        forms.ReasonForm,
        lambda user, contract, row, data: charge_verbs.stop_charge(
            acting_user=user, contract=contract, charge=row, reason=data["reason"], seen=data["version"]
        ),
        lambda: _("The payment is taken back."),
    ),
}  # fmt: skip
"""By the word of the address: title, button, form, verb, what is said afterwards."""


@login_required
def correct(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/contracts/movements/<pk>/correct/``: of a commission for who earns or pays it, on the way from its page."""
    row = get_object_or_404(Movement.objects.select_related("charge__contract", "charge__fee"), pk=pk)
    contract, title = row.charge.contract, _("Correct an entry")
    if not permissions.answer(request.user, *may_correct(row)):
        raise Http404
    fee = row.charge.fee if row.charge.kind == ChargeKind.FEE else None
    form = forms.ReasonForm(request.POST or None, initial={"version": row.charge.revision})

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        correct_movement(acting_user=request.user, movement=row, reason=data["reason"], seen=data["version"])
        if fee is None:
            return _done(request, contract, _("The entry is taken back; its line can be assigned again."))
        messages.success(request, _("The entry is taken back; what is due is open again."))
        return redirect(fee)

    lead = _("{what} of {amount} on {day}, receipt {receipt}").format(
        what=row.get_kind_display(), amount=money(row.amount), day=row.day.isoformat(), receipt=row.receipt
    )
    if fee is None:
        return _task(request, form, act, contract, title, _("Take the entry back"), lead=lead)
    url = fee.get_absolute_url()
    context = {
        "title": title, "lead": lead, "submit": _("Take the entry back"), "back_url": url,
        "breadcrumbs": crumbs((contract.number, url), (title, "")),
    }  # fmt: skip
    return form_page(request, form, act, context, stale_url=url)
