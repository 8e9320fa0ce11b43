"""Conversions: the list, one from its price to its close, costs, contract."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.contracts.domain import conversion as verbs
from qinglan.contracts.domain.cost import enter_cost, reverse_cost
from qinglan.contracts.domain.distribution import Asked, draft_distribution
from qinglan.contracts.domain.share_notice import draft_price_notice
from qinglan.contracts.models import (
    SOLD,
    Base,
    Conversion,
    ConversionState,
    Cost,
    Invention,
    InventionState,
    Way,
)
from qinglan.contracts.sharing import forms, shown
from qinglan.contracts.sharing.based import share_words
from qinglan.contracts.sharing.income import to_share
from qinglan.contracts.sharing.next_words import next_of
from qinglan.contracts.sharing.queries import contracts_to_name, conversions_seen_by, units_run_by
from qinglan.contracts.views.income_access import (
    LineList,
    act,
    conversion_of,
    doors,
    open_to,
    own_units,
    task,
    trail,
    upload,
)
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.money import money
from qinglan.kernel.web.task_page import form_page, posted, press, seen
from qinglan.parties.models import Organisation


class ConversionList(LineList):
    """``/contracts/income/``: the conversions of one's units."""

    title = gettext_lazy("Service inventions and income")
    filters = (
        TextFilter(
            "q", gettext_lazy("Words"), ("title__icontains", "number__icontains", "partner__icontains")
        ),
        ChoiceFilter("state", gettext_lazy("State"), ConversionState.choices, "state"),
        ChoiceFilter("way", gettext_lazy("way of conversion"), Way.choices, "way"),
    )
    sorts = (Sort("new", gettext_lazy("Last changed first"), "-changed_at"),)
    columns = (
        ListColumn(gettext_lazy("Number"), "number"),
        ListColumn(gettext_lazy("title"), "title"),
        ListColumn(gettext_lazy("way of conversion"), lambda row: str(row.get_way_display())),
        ListColumn(gettext_lazy("price"), "price", money="yuan"),
        ListColumn(gettext_lazy("State"), lambda row: str(row.get_state_display())),
        ListColumn(gettext_lazy("contract"), lambda row: row.contract.number if row.contract else ""),
    )
    empty_title = gettext_lazy("No conversion yet")
    empty_text = gettext_lazy("Enter a disclosure, check its ownership, then propose way and price.")
    empty_url = "/contracts/income/inventions/"
    empty_action = gettext_lazy("To the service inventions")

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those whose units have a say; an inventor alone is led to his own share."""
        user: Any = request.user
        if not user.memberships.exists() and user.inventor_of.exists():
            return redirect("contracts:own-income")
        own_units(user, run=False)
        return super().get(request)

    def get_queryset(self) -> Rows:
        """What the reader may see."""
        return conversions_seen_by(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """The doors beside, and what may be done."""
        return {
            **super().get_context(),
            "breadcrumbs": [(self.title, "")],
            "doors": doors(self.request.user, "contracts:income"),
            "acts": [act(None, _("Propose a conversion"), "conversion-new", primary=True)]
            if units_run_by(self.request.user).exists()
            else [],
            "lead": _(
                "From disclosure over notice and contract to the inventors' share and the yearly report."
            ),
        }

    def line(self, row: Any) -> dict[str, Any]:
        """A conversion."""
        return {
            "title": row.title,
            "url": row.get_absolute_url(),
            "facts": [row.number, row.get_way_display(), money(row.price), row.partner],
            "light": row.light,
            "word": row.get_state_display(),
        }


def _owned(unit: Organisation) -> list[Invention]:
    """The inventions of a unit whose ownership is settled."""
    return list(Invention.objects.filter(keeper=unit, state=InventionState.OWNED).order_by("pk"))


@login_required
def new(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/income/new/``."""
    units = own_units(request.user)
    inventions = [row for unit in units for row in _owned(unit)]
    form = forms.ConversionForm(*posted(request), units=units, inventions=inventions)

    def do() -> HttpResponseBase:
        values = {name: form.cleaned_data[name] for name in verbs.CONTENT}
        row = verbs.plan_conversion(
            acting_user=request.user, unit=form.unit, values=values, inventions=form.weighted()
        )
        messages.success(request, _("Proposed. Next the collective decision is entered."))
        return redirect(row)

    title = _("Propose a conversion")
    notes = [] if inventions else [
        {"light": "due", "text": _("No invention of the unit has its ownership settled yet. Check one first.")}
    ]  # fmt: skip
    context = {
        "title": title, "submit": _("Propose it"), "back_url": reverse("contracts:income"), "notes": notes,
        "breadcrumbs": trail((title, "")), "lead": _("Way and price, as they go to the collective decision."),
    }  # fmt: skip
    return form_page(request, form, do, context, template="contracts/sharing/grouped.html")


@open_to("contracts.see_income", conversion_of)
def record(request: HttpRequest, row: Conversion) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/``."""
    context = shown.conversion(request.user, row) | {
        "title": row.title,
        "kind": f"{row.number} · {row.get_way_display()}",
        "status": {"kind": row.light, "word": capfirst(row.get_state_display())},
        "answer": next_of(row),
        "breadcrumbs": trail((row.number, "")),
        "visibility": _("Seen by those who do business for the unit, and by its finance contact."),
    }
    return render(request, "contracts/sharing/record.html", context)


@open_to("contracts.run_income", conversion_of)
def edit(request: HttpRequest, row: Conversion) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/edit/``."""
    weights = {one.invention_id: one.weight for one in row.parts.all()}
    form = forms.ConversionForm(
        *posted(request),
        units=[row.keeper],
        inventions=_owned(row.keeper),
        weights=weights,
        initial={name: getattr(row, name) for name in verbs.CONTENT},
    )

    def do() -> HttpResponseBase:
        values = {name: form.cleaned_data[name] for name in verbs.CONTENT}
        verbs.edit_conversion(
            acting_user=request.user, conversion=seen(request, row), values=values, inventions=form.weighted()
        )
        messages.success(request, _("The proposal is kept."))
        return redirect(row)

    return task(
        request, form, do, row, _("Change the proposal"), _("Keep the proposal"),
        template="contracts/sharing/grouped.html",
    )  # fmt: skip


@open_to("contracts.run_income", conversion_of)
def decide(request: HttpRequest, row: Conversion) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/decide/``."""
    form = forms.DecisionForm(*posted(request))

    def do() -> HttpResponseBase:
        data = form.cleaned_data
        verbs.decide(
            acting_user=request.user, conversion=seen(request, row), body=data["body"], on=data["on"],
            number=data["number"], minutes=upload(data, "minutes"),
        )  # fmt: skip
        messages.success(request, _("The decision is entered."))
        return redirect(row)

    return task(request, form, do, row, _("Enter the decision"), _("Enter the decision"), uploads=True)


@open_to("contracts.run_income", conversion_of)
def notice(request: HttpRequest, row: Conversion) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/notice/``: the paper on an agreed price."""
    form = forms.ContactForm(*posted(request))

    def do() -> HttpResponseBase:
        made = draft_price_notice(
            acting_user=request.user, conversion=seen(request, row), contact=form.cleaned_data["contact"]
        )
        messages.success(request, _("The paper is drafted. Take it, have it stamped, then put it up."))
        return redirect(made)

    lead = _("It names the results and the price, as the law asks, and nothing else.")
    return task(request, form, do, row, _("Draft the notice of the price"), _("Draft the paper"), lead=lead)


@open_to("contracts.run_income", conversion_of)
def contract(request: HttpRequest, row: Conversion) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/contract/``: name the signed contract."""
    form = forms.ContractForm(*posted(request), contracts=contracts_to_name(row))

    def do() -> HttpResponseBase:
        verbs.attach_contract(
            acting_user=request.user, conversion=seen(request, row), contract=form.cleaned_data["contract"]
        )
        if row.way == Way.EQUITY:
            messages.success(request, _("The contract is named. Next the equity is shared out."))
        else:
            messages.success(request, _("The contract is named. What comes in for it is shared out here."))
        return redirect(row)

    lead = _("Contracts that all sides signed and that belong to no conversion yet.")
    return task(request, form, do, row, _("Name the contract"), _("Name the contract"), lead=lead)


@open_to("contracts.run_income", conversion_of)
def begin(request: HttpRequest, row: Conversion) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/begin/``: a button, for ways without a contract of sale."""
    if request.method != "POST":
        return redirect(row)
    done = _("The conversion is under way.")
    return press(request, row.get_absolute_url(), lambda: verbs.begin_use(acting_user=request.user, conversion=seen(request, row)), done)  # fmt: skip


@open_to("contracts.run_income", conversion_of)
def close(request: HttpRequest, row: Conversion) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/close/``: a button; before its years of profit the reason is asked."""
    lacking = verbs.years_lacking(row) if row.state == ConversionState.RUNNING else ""
    if lacking:
        form = forms.ReasonForm(*posted(request))

        def do() -> HttpResponseBase:
            verbs.close_conversion(
                acting_user=request.user, conversion=seen(request, row), reason=form.cleaned_data["reason"]
            )
            messages.success(request, _("The conversion is closed and filed."))
            return redirect(row)

        return task(request, form, do, row, _("Close and file it"), _("Close and file it"), lead=lacking)
    if request.method != "POST":
        return redirect(row)
    done = _("The conversion is closed and filed.")
    return press(request, row.get_absolute_url(), lambda: verbs.close_conversion(acting_user=request.user, conversion=seen(request, row)), done)  # fmt: skip


@open_to("contracts.run_income", conversion_of)
def stop(request: HttpRequest, row: Conversion) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/stop/``."""
    form = forms.ReasonForm(*posted(request))

    def do() -> HttpResponseBase:
        verbs.stop_conversion(
            acting_user=request.user, conversion=seen(request, row), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The conversion is stopped."))
        return redirect(row)

    lead = _(
        "{name}. It ends for good; what was paid stays paid, and the invention is free for another."
    ).format(name=row)
    return task(request, form, do, row, _("Stop the conversion"), _("Stop the conversion"), lead=lead)


@open_to("contracts.run_income", conversion_of)
def cost(request: HttpRequest, row: Conversion) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/costs/new/``."""
    form = forms.CostForm(*posted(request))

    def do() -> HttpResponseBase:
        enter_cost(acting_user=request.user, conversion=seen(request, row), **form.cleaned_data)
        messages.success(request, _("The cost is entered."))
        return redirect(f"{row.get_absolute_url()}#money")

    lead = _(
        "Direct costs with their voucher; they come off the first receipt or each, as the unit rule says."
    )
    return task(request, form, do, row, _("Enter a cost"), _("Enter the cost"), lead=lead)


def _cost_of(number: str, cost: int) -> Cost:
    rows = Cost.objects.select_related("conversion__keeper")
    return get_object_or_404(rows, conversion__number=number, pk=cost)


@open_to("contracts.run_income", _cost_of)
def reverse_(request: HttpRequest, row: Cost) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/costs/<cost>/``: take a cost back."""
    form = forms.ReversalForm(*posted(request), initial={"amount": row.amount})

    def do() -> HttpResponseBase:
        reverse_cost(
            acting_user=request.user, conversion=seen(request, row.conversion), cost=row, **form.cleaned_data
        )
        messages.success(request, _("Taken back; what a plan carried comes into the next one."))
        return redirect(f"{row.conversion.get_absolute_url()}#money")

    lead = f"{row.voucher} · {money(row.amount)} · {day(row.on)}"
    return task(request, form, do, row.conversion, _("Take a cost back"), _("Reverse the cost"), lead=lead)


@open_to("contracts.run_income", conversion_of)
def share(request: HttpRequest, row: Conversion) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/share/``: draft a distribution plan."""
    form = forms.ShareForm(*posted(request), way=row.way)

    def do() -> HttpResponseBase:
        data = form.cleaned_data
        asked = Asked(
            team_share=data["team_share"], share_basis=data["share_basis"], amount=data.get("amount") or 0,
            year=data.get("year"), evidence=data.get("evidence", ""),
            no_profit=data.get("no_profit", ""),
        )  # fmt: skip
        plan = draft_distribution(acting_user=request.user, conversion=seen(request, row), asked=asked)
        if plan.base == Base.EQUITY:
            messages.success(request, _("The plan is drafted. Check it, then record the equity."))
        elif not plan.team:
            messages.success(
                request, _("Nothing is left for the inventors: the plan is settled without a notice.")
            )
        else:
            messages.success(request, _("The plan is drafted. Check it, then put its rewards on notice."))
        return redirect(plan)

    table = shown.to_share_table(to_share(row)) if row.way in SOLD else None
    lead = _("By the unit rule, or by what was agreed with the inventors; the legal minimum holds.")
    if row.way == Way.EQUITY:
        lead = _(
            "By the unit rule, or by what was agreed with the inventors; the legal minimum holds. Equity is recorded and not paid: no notice of cash rewards, no tax, no payment list."
        )
    return task(
        request, form, do, row, share_words(row.way), _("Draft the plan"),
        template="contracts/sharing/grouped_plain.html", lead=lead, table=table,
    )  # fmt: skip
