"""``/awards/money/``: payments and budget lines, for the offices and, their own, for those who are paid."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.roles import OFFICER
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.parties.holding import territories_of
from qinglan.parties.models import Organisation
from qinglan.programmes.awards.words import PAYMENTS as LIGHTS
from qinglan.programmes.domain import payment
from qinglan.programmes.domain.budget import open_budget_line
from qinglan.programmes.domain.entitlement import work_out_entitlements
from qinglan.programmes.domain.payee import confirm_payee, current_payee, enter_payee
from qinglan.programmes.models import (
    BudgetLine,
    Case,
    CaseStatus,
    DefinitionVersion,
    Entitlement,
    PaymentState,
    Programme,
    StepType,
)
from qinglan.programmes.money import forms
from qinglan.programmes.queries.money import budget_lines_seen_by, entitlements_seen_by, standing_of

Text = str | Promise
PAY = "programmes.pay"


class Payments(ListPage):
    """What the reader may see of payments."""

    template_name = "programmes/payments.html"
    title = gettext_lazy("Payments")
    lead = gettext_lazy("What cases are paid, from the working out to the receipt.")
    export_name = gettext_lazy("Payments")
    empty_title = gettext_lazy("No payment matches")
    empty_text = gettext_lazy("A payment comes here when a case of a paying scheme has been decided.")
    filters = (
        TextFilter(
            "q", gettext_lazy("Case or holder"), ("case__number__icontains", "holder__name__icontains")
        ),
        ChoiceFilter("state", gettext_lazy("State"), PaymentState.choices, "state"),
    )
    sorts = (Sort("new", gettext_lazy("Newest first"), "-id"),)
    columns = (
        ListColumn(gettext_lazy("Case"), "case.number"),
        ListColumn(gettext_lazy("Holder"), "holder.name"),
        ListColumn(gettext_lazy("Scheme"), "case.version.title"),
        ListColumn(gettext_lazy("Year"), "year"),
        ListColumn(gettext_lazy("Amount (yuan)"), "amount", money="yuan"),
        ListColumn(gettext_lazy("State"), lambda row: str(row.get_state_display())),
        ListColumn(gettext_lazy("Paid"), "paid_on"),
    )

    def get_queryset(self) -> Rows:
        """The twin of the permission."""
        return entitlements_seen_by(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """The budget lines for the offices, and how to open one."""
        lines = list(budget_lines_seen_by(self.request.user).select_related("programme")[:20])
        current = DefinitionVersion.objects.filter(
            programme__in={line.programme_id for line in lines}, is_current=True
        )
        titles = {one.programme_id: one.title for one in current.order_by("edition").defer("content")}
        return {
            "breadcrumbs": [(self.title, "")],
            "lines": [
                {"line": line, "scheme": titles.get(line.programme_id, ""), **standing_of(line)}
                for line in lines
            ],
            "may_open": _paying_schemes(self.request.user).exists(),
        }


@login_required
def payments(request: HttpRequest) -> HttpResponseBase:
    """The list, after the login."""
    return Payments.as_view()(request)


def entitlement(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One payment: how it came about line by line, and where it is."""
    one = _entitlement(request, pk, "programmes.see_entitlement")
    if isinstance(one, HttpResponseBase):
        return one
    pays = bool(permissions.answer(request.user, PAY, one.programme))
    payee = one.payee or current_payee(one.holder_id)
    newest = current_payee(one.holder_id)
    waiting = newest if newest and newest.needs_second and newest.confirmed_at is None else None
    context = {
        "title": _("Payment for {case}").format(case=one.case),
        "kind": one.case.version.title,
        "one": one,
        "status": {"kind": LIGHTS[PaymentState(one.state)], "word": one.get_state_display()},
        "acts": _acts(one) if pays else [],
        "formula": _said(one.lines["line"]["formula"]),
        "text": _said(one.lines["line"]["text"]),
        "excluded": _said(one.lines["excluded"]) if "excluded" in one.lines else "",
        "rows": [
            {
                "key": row["key"],
                "amount": row["amount"],
                "counts": row["counts"],
                "reason": _said(row["reason"]),
            }
            for row in one.lines["rows"]
        ],
        "payee": payee,
        "waiting": waiting,
        "may_confirm": bool(
            waiting and permissions.answer(request.user, "programmes.confirm_payee", one.holder)
        ),
        "may_enter": bool(permissions.answer(request.user, "programmes.enter_payee", one.holder)),
        "left": one.amount - one.recovered,
        "visibility": _("Who is paid and the offices of the scheme's territory see this page."),
        "breadcrumbs": [(_("Payments"), reverse("awards:money")), (str(one.case), "")],
    }
    return render(request, "programmes/payment.html", context)


def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """``/awards/money/<n>/<act>/``: approve, receipt, stop, recover."""
    one = _entitlement(request, pk, "programmes.see_entitlement")
    if isinstance(one, HttpResponseBase):
        return one
    if name not in ACTS:
        raise Http404
    permissions.require(request.user, PAY, one.programme)
    title, form_of, run = ACTS[name]
    form = form_of(one, request.POST if request.method == "POST" else None)
    lead = _stopping(one.case) if name == "stop" else ""
    return task(
        request, form, lambda: run(request.user, one, form.cleaned_data), title, one.get_absolute_url(), lead
    )


def _stopping(case: Case) -> str:
    """What follows from stopping a payment, by the scheme's own steps."""
    step = next(one for one in case.version.definition.steps.steps if one.type == StepType.PAYMENT.value)
    if step.next["stopped"] == CaseStatus.REFUSED:
        return _(
            "Where nothing of this case is paid, the case ends as not granted, and the award that was made of it ends with it. The applicant is told why."
        )
    return _("The money is free again. The case goes on, and its award stays as it is.")


ACTS: dict[
    str, tuple[Text, Callable[..., forms.MoneyForm], Callable[[Any, Entitlement, dict[str, Any]], object]]
] = {
    "approve": (
        gettext_lazy("Approve the payment"),
        lambda one, data: forms.ApproveForm(BudgetLine.objects.filter(programme=one.programme), data),
        lambda user, one, data: payment.approve_payment(acting_user=user, entitlement=one, line=data["line"]),
    ),
    "receipt": (
        gettext_lazy("Enter the receipt"),
        lambda _one, data: forms.ReceiptForm(data),
        lambda user, one, data: payment.enter_receipt(acting_user=user, entitlement=one, **data),
    ),
    "stop": (
        gettext_lazy("Stop the payment"),
        lambda _one, data: forms.StopForm(data),
        lambda user, one, data: payment.stop_payment(acting_user=user, entitlement=one, **data),
    ),
    "recover": (
        gettext_lazy("Enter a recovery"),
        lambda _one, data: forms.RecoverForm(data),
        lambda user, one, data: payment.recover_payment(acting_user=user, entitlement=one, **data),
    ),
}
OFFERED = {
    PaymentState.WORKED_OUT: ("approve", "stop"),
    PaymentState.APPROVED: ("stop",),
    PaymentState.REQUESTED: ("receipt", "stop"),
    PaymentState.PAID: ("recover",),
    PaymentState.STOPPED: (),
}


def _acts(one: Entitlement) -> list[dict[str, Any]]:
    return [
        {"label": ACTS[name][0], "url": reverse("awards:pay", args=[one.pk, name])}
        for name in OFFERED[PaymentState(one.state)]
    ]


@login_required
def work_out(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/awards/money/cases/<n>/``: work out what a case is paid."""
    case = get_object_or_404(Case.objects.select_related("version__programme"), pk=pk)
    permissions.require(request.user, PAY, case)
    form = forms.MoneyForm(request.POST if request.method == "POST" else None)

    def run() -> object:
        try:
            return work_out_entitlements(acting_user=request.user, case=case)
        except StaleEdit as stale:
            raise Impossible(_("This case isn't at its payment.")) from stale

    return task(request, form, run, _("Work out the payment"), reverse("awards:money"))


@login_required
def new_line(request: HttpRequest) -> HttpResponseBase:
    """``/awards/money/lines/new/``."""
    permissions.require(request.user, "programmes.open_budget_lines")
    form = forms.LineForm(_paying_schemes(request.user), request.POST if request.method == "POST" else None)
    return task(
        request, form,
        lambda: open_budget_line(acting_user=request.user, **form.cleaned_data),
        _("Open a budget line"), reverse("awards:money"),
    )  # fmt: skip


@login_required
def line(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/awards/money/lines/<n>/``: what is free, promised, paid; ask the treasury for what is approved."""
    one = get_object_or_404(BudgetLine.objects.select_related("programme"), pk=pk)
    permissions.require(request.user, "programmes.see_money", one)
    rows = one.entitlements.select_related("case__version", "holder", "programme").order_by("-pk")
    ready = [row for row in rows if row.state == PaymentState.APPROVED]
    form = forms.RequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            paper = payment.request_payments(
                acting_user=request.user, entitlements=ready, **form.cleaned_data
            )
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The letter is drafted."))
            return redirect(paper)
    version = one.programme.versions.filter(is_current=True).order_by("-edition").first()
    context = {
        "title": f"{version.title if version else one.programme} · {one.year}",
        "kind": _("Budget line"),
        "line": one,
        "standing": standing_of(one),
        "payments": [{"one": row, "light": LIGHTS[PaymentState(row.state)]} for row in rows],
        "ready": len(ready),
        "form": form if ready and permissions.answer(request.user, PAY, one.programme) else None,
        "breadcrumbs": [(_("Payments"), reverse("awards:money")), (one.document, "")],
    }
    return render(request, "programmes/budget_line.html", context)


@login_required
def payee(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/awards/payees/<organisation>/``: the account to which an organisation is paid."""
    organisation = get_object_or_404(Organisation, pk=pk)
    permissions.require(request.user, "programmes.enter_payee", organisation)
    form = forms.PayeeForm(
        request.POST if request.method == "POST" else None, initial={"account_name": organisation.name}
    )
    return task(
        request, form,
        lambda: enter_payee(acting_user=request.user, organisation=organisation, **form.cleaned_data),
        _("Account to which is paid"), reverse("awards:money"),
    )  # fmt: skip


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/awards/payees/<organisation>/confirm/``: the second person's word on a changed account."""
    if not request.user.is_authenticated:
        return redirect_to_login("/")
    account = current_payee(get_object_or_404(Organisation, pk=pk).pk)
    if account is None:
        raise Http404
    try:
        confirm_payee(acting_user=request.user, account=account)
    except Impossible as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The account is confirmed."))
    return redirect("awards:money")


def task(
    request: HttpRequest,
    form: forms.MoneyForm,
    run: Callable[[], object],
    title: Text,
    back: str,
    lead: Text = "",
) -> HttpResponseBase:
    """One task; what the verb refuses stands beside the field and nothing is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            run()
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Done: {what}").format(what=title))
            return redirect(back)
    context = {
        "title": title,
        "lead": lead,
        "form": form,
        "submit": title,
        "back_url": back,
        "breadcrumbs": [(_("Payments"), reverse("awards:money")), (title, "")],
    }
    return render(request, "web/task.html", context)


def _entitlement(request: HttpRequest, pk: int, permission: str) -> Entitlement | HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rows = Entitlement.objects.select_related(
        "case__version", "holder", "programme", "line", "payee", "request"
    )
    one = get_object_or_404(rows, pk=pk)
    permissions.require(request.user, permission, one)
    return one


def _paying_schemes(user: Any) -> Any:
    places = territories_of(user, OFFICER)
    rows = Programme.objects.filter(territory__in=places, versions__is_current=True)
    return rows.exclude(versions__content__money=None).distinct().order_by("slug")


def _said(words: dict[str, str]) -> str:
    return words["en" if get_language() == "en" else "zh"]
