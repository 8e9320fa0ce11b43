"""Pages that write a contract: begin it, what it is about, its parties, its milestones; give it up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.contracts.domain import contract as verbs
from qinglan.contracts.domain.milestone_plan import write_milestones
from qinglan.contracts.domain.party import drop_party, write_party
from qinglan.contracts.forms import AbandonForm, BeginForm, ContractForm, MilestonesForm, PartyForm
from qinglan.contracts.models import Contract, PartySide
from qinglan.contracts.sharing.as_contract import contract_begun
from qinglan.contracts.views.contract_access import contract_open_to, task
from qinglan.kernel import permissions
from qinglan.kernel.web.task_page import form_page, press, seen
from qinglan.parties import holding

GROUPED = "contracts/grouped.html"


@login_required
def new(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/new/``: a contract that rests on neither terms nor a lot."""
    permissions.require(request.user, "contracts.begin")
    units = holding.organisations_represented_by(request.user)
    begun = contract_begun(request.user, request.GET.get("conversion", ""))
    form = BeginForm(request.POST or None, units=units, keeper=units.first(), initial=begun)
    if begun:
        form.fields["amount"].disabled = True
        form.fields["amount"].help_text = _(
            "As it was decided and noticed. Another price is decided and noticed anew, on the page of the conversion."
        )

    def act() -> HttpResponseBase:
        made = verbs.begin_contract(
            acting_user=request.user, keeper=form.cleaned_data["keeper"], side=form.cleaned_data["side"],
            other=form.particulars(), values=form.content(), rights=form.rights_chosen(),
        )  # fmt: skip
        return redirect(made)

    title = _("Begin a contract")
    context = {
        "title": title, "submit": _("Begin the contract"), "back_url": reverse("contracts:list"),
        "lead": _("Filled in from the conversion. Choose the sub-kind, and look the rest over.") if begun else _("For a contract that was agreed elsewhere. Terms agreed in a room and lots that were won begin one by themselves."),
        "breadcrumbs": [(_("Contracts"), reverse("contracts:list")), (title, "")],
    }  # fmt: skip
    return form_page(request, form, act, context, template=GROUPED)


@contract_open_to("contracts.write")
def edit(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/edit/``."""
    form = ContractForm(request.POST or None, contract=contract)

    def act() -> HttpResponseBase:
        verbs.edit_contract(
            acting_user=request.user, contract=seen(request, contract), values=form.content(),
            rights=form.rights_chosen() if "rights" in form.fields else None,
        )  # fmt: skip
        return redirect(contract)

    return task(request, form, act, contract, _("What the contract is about"), _("Keep"), template=GROUPED)


@contract_open_to("contracts.write")
def party(request: HttpRequest, contract: Contract, side: str, position: int) -> HttpResponseBase:
    """``/contracts/<number>/parties/<side>/<position>/``: write a party, or one more behind the last."""
    if side not in PartySide.values or position < 1:
        raise Http404
    stands = contract.parties.filter(side=side, position=position).first()
    initial = (
        {}
        if stands is None
        else {name: getattr(stands, name) for name in PartyForm.base_fields if hasattr(stands, name)}
    )
    form = PartyForm(request.POST or None, initial={**initial, "version": contract.revision})

    def act() -> HttpResponseBase:
        write_party(
            acting_user=request.user, contract=seen(request, contract), side=side, position=position,
            particulars=form.particulars(),
        )  # fmt: skip
        return redirect(contract)

    title = _("Write a party") if stands is not None else _("Add a party")
    return task(
        request, form, act, contract, title, _("Keep the party"), template=GROUPED,
        lead=f"{PartySide(side).label} · {contract.number}",
    )  # fmt: skip


@require_POST
@contract_open_to("contracts.write")
def drop(request: HttpRequest, contract: Contract, party: int) -> HttpResponseBase:
    """``/contracts/<number>/parties/<party>/drop/``."""
    row = get_object_or_404(contract.parties, pk=party)
    return press(
        request, contract.get_absolute_url(),
        lambda: drop_party(acting_user=request.user, contract=seen(request, contract), party=row), _("Taken off."),
    )  # fmt: skip


@contract_open_to("contracts.write")
def milestones(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/milestones/``: all of a draft at once."""
    form = MilestonesForm(request.POST or None, contract=contract)

    def act() -> HttpResponseBase:
        write_milestones(acting_user=request.user, contract=seen(request, contract), steps=form.steps())
        if "more" in request.POST:
            return redirect("contracts:milestones", contract.number)
        return redirect(contract)

    return task(
        request, form, act, contract, _("Milestones and payments"), _("Keep the milestones"),
        template="contracts/milestones.html",
        lead=_("What is delivered by when and what is paid on it. The payments add up to the whole price. Clear the fields of one to take it away."),
    )  # fmt: skip


@contract_open_to("contracts.give_up")
def abandon(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/abandon/``: it will not be concluded."""
    form = AbandonForm(request.POST or None, initial={"version": contract.revision})

    def act() -> HttpResponseBase:
        verbs.abandon(
            acting_user=request.user, contract=seen(request, contract), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Given up. The record stays."))
        return redirect(contract)

    return task(request, form, act, contract, _("Give the contract up"), _("Give it up"))
