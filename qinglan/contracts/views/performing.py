"""Pages of a contract in force: milestones, amendments, its early end, breaches and disputes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from qinglan.contracts.domain import amendment as amendments
from qinglan.contracts.domain import ending as endings
from qinglan.contracts.domain import matter as matters
from qinglan.contracts.domain import milestone as milestones
from qinglan.contracts.models import Amendment, Contract, Ending, Matter, Milestone
from qinglan.contracts.performing import forms
from qinglan.contracts.views.contract_access import contract_open_to, contract_or_404, task
from qinglan.kernel import permissions
from qinglan.kernel.web.task_page import posted, press, seen

GROUPED = "contracts/grouped.html"
View = Callable[..., HttpResponseBase]
_STEPS: dict[str, tuple[Any, Any, Any]] = {
    "deliver": (milestones.deliver, gettext_lazy("Deliver a milestone"), gettext_lazy("Deliver")),
    "accept": (milestones.accept, gettext_lazy("Accept a milestone"), gettext_lazy("Accept")),
    "refuse": (milestones.refuse, gettext_lazy("Refuse acceptance"), gettext_lazy("Refuse acceptance")),
}


def part_of_contract(model: Any) -> Callable[[View], View]:
    """Let those in who perform the contract to which the row in the address belongs."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            row = get_object_or_404(model, pk=pk)
            contract = contract_or_404(row.contract.number)
            permissions.require(request.user, "contracts.perform", contract)
            return view(request, row=row, contract=contract, **kwargs)

        return wrapped

    return decorate


@part_of_contract(Milestone)
def step(request: HttpRequest, row: Milestone, contract: Contract, name: str) -> HttpResponseBase:
    """``/contracts/milestones/<pk>/deliver/``, ``accept/``, ``refuse/``."""
    verb, title, submit = _STEPS[name]
    form = forms.StepForm(*posted(request), initial={"version": row.revision})

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        verb(
            acting_user=request.user,
            milestone=seen(request, row),
            on=data["on"],
            words=data["words"],
            paper=form.paper(),
        )
        messages.success(request, _("Recorded; the other side is told."))
        return redirect(contract)

    return task(
        request, form, act, contract, str(title), str(submit), lead=f"{contract.number} · {row}", uploads=True,
    )  # fmt: skip


@require_POST
@contract_open_to("contracts.perform")
def complete(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/complete/``."""
    return press(
        request, contract.get_absolute_url(), lambda: milestones.complete(acting_user=request.user, contract=contract),
        _("The contract is completed."),
    )  # fmt: skip


@contract_open_to("contracts.perform")
def amend(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/amend/``."""
    form = forms.AmendForm(*posted(request), contract=contract)

    def act() -> HttpResponseBase:
        amendments.propose_amendment(
            acting_user=request.user, contract=seen(request, contract), values=form.content(), steps=form.steps(),
            reason=form.cleaned_data["reason"], paper=form.paper(),
        )  # fmt: skip
        messages.success(request, _("Proposed; it holds when the other side has confirmed it."))
        return redirect(contract)

    return task(
        request, form, act, contract, _("Amend the contract"), _("Propose the amendment"), template=GROUPED, uploads=True,
        lead=_("Change what shall hold from now on. The other side compares it with the supplementary agreement. Registered already? Report the change to the registration office too."),
    )  # fmt: skip


@require_POST
@part_of_contract(Amendment)
def settle_amendment(request: HttpRequest, row: Amendment, contract: Contract, name: str) -> HttpResponseBase:
    """``/contracts/amendments/<pk>/agree/``, ``withdraw/``."""
    verb = {"agree": amendments.agree_to_amendment, "withdraw": amendments.withdraw_amendment}[name]
    done = {"agree": _("Agreed: the amendment holds."), "withdraw": _("Taken back.")}[name]
    return press(
        request, contract.get_absolute_url(), lambda: verb(acting_user=request.user, amendment=row), done
    )


@part_of_contract(Amendment)
def refuse_amendment(request: HttpRequest, row: Amendment, contract: Contract) -> HttpResponseBase:
    """``/contracts/amendments/<pk>/refuse/``."""
    form = forms.AnswerForm(request.POST or None)

    def act() -> HttpResponseBase:
        amendments.refuse_amendment(
            acting_user=request.user, amendment=row, answer=form.cleaned_data["answer"]
        )
        return redirect(contract)

    return task(request, form, act, contract, _("Refuse the amendment"), _("Refuse it"))


@contract_open_to("contracts.perform")
def end(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/end/``."""
    form = forms.EndForm(*posted(request), initial={"version": contract.revision})

    def act() -> HttpResponseBase:
        made = endings.propose_ending(
            acting_user=request.user, contract=seen(request, contract), terms=form.terms(), paper=form.paper()
        )
        waits = made.settled_at is None
        messages.success(
            request, _("Proposed to the other side.") if waits else _("The contract is terminated.")
        )
        return redirect(contract)

    return task(
        request, form, act, contract, _("End the contract early"), _("End the contract"), uploads=True,
        lead=_("By agreement the other side confirms first. A notice by law or contract works at once; who disagrees records a dispute. A registered contract is reported to the registration office."),
    )  # fmt: skip


@require_POST
@part_of_contract(Ending)
def settle_ending(request: HttpRequest, row: Ending, contract: Contract, name: str) -> HttpResponseBase:
    """``/contracts/endings/<pk>/agree/``, ``withdraw/``."""
    verb = {"agree": endings.agree_to_ending, "withdraw": endings.withdraw_ending}[name]
    done = {"agree": _("The contract is terminated."), "withdraw": _("Taken back.")}[name]
    return press(
        request, contract.get_absolute_url(), lambda: verb(acting_user=request.user, ending=row), done
    )


@part_of_contract(Ending)
def refuse_ending(request: HttpRequest, row: Ending, contract: Contract) -> HttpResponseBase:
    """``/contracts/endings/<pk>/refuse/``."""
    form = forms.AnswerForm(request.POST or None)

    def act() -> HttpResponseBase:
        endings.refuse_ending(acting_user=request.user, ending=row, answer=form.cleaned_data["answer"])
        return redirect(contract)

    return task(request, form, act, contract, _("Refuse the early end"), _("Refuse it"))


@contract_open_to("contracts.perform")
def raise_matter(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/matters/new/``."""
    form = forms.MatterForm(*posted(request))

    def act() -> HttpResponseBase:
        matters.raise_matter(
            acting_user=request.user, contract=contract, kind=form.cleaned_data["kind"], values=form.content(),
            paper=form.paper(),
        )  # fmt: skip
        messages.success(request, _("Recorded; the other side is told."))
        return redirect(contract)

    return task(
        request, form, act, contract, _("Record a breach or dispute"), pgettext("matter of a contract", "Record it"), uploads=True,
        lead=_("Both sides read it and may bring papers; it stays with the contract whatever comes of it."),
    )  # fmt: skip


@part_of_contract(Matter)
def answer_matter(request: HttpRequest, row: Matter, contract: Contract) -> HttpResponseBase:
    """``/contracts/matters/<pk>/answer/``."""
    form = forms.MatterAnswerForm(*posted(request), initial={"version": row.revision})

    def act() -> HttpResponseBase:
        matters.answer_matter(
            acting_user=request.user,
            matter=seen(request, row),
            answer=form.cleaned_data["answer"],
            paper=form.paper(),
        )
        messages.success(request, _("The answer is recorded; the other side is told."))
        return redirect(contract)

    return task(
        request,
        form,
        act,
        contract,
        _("Answer a breach or dispute"),
        _("Answer"),
        lead=row.facts[:300],
        uploads=True,
    )


@part_of_contract(Matter)
def settle_matter(request: HttpRequest, row: Matter, contract: Contract) -> HttpResponseBase:
    """``/contracts/matters/<pk>/settle/``."""
    form = forms.SettleForm(*posted(request), initial={"version": row.revision})

    def act() -> HttpResponseBase:
        matters.settle_matter(
            acting_user=request.user,
            matter=seen(request, row),
            settlement=form.settlement(),
            paper=form.paper(),
        )
        messages.success(request, _("The settlement is recorded; the other side is told."))
        return redirect(contract)

    return task(
        request,
        form,
        act,
        contract,
        _("Record how it was settled"),
        _("Record the settlement"),
        lead=row.facts[:300],
        uploads=True,
    )


@require_POST
@part_of_contract(Matter)
def withdraw_matter(request: HttpRequest, row: Matter, contract: Contract) -> HttpResponseBase:
    """``/contracts/matters/<pk>/withdraw/``."""
    return press(
        request, contract.get_absolute_url(),
        lambda: matters.withdraw_matter(acting_user=request.user, matter=seen(request, row)), _("Taken back."),
    )  # fmt: skip
