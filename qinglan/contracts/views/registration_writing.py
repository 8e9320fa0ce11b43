"""Pages of the unit: prepare a registration, write it, answer the pre-check, hand it in, ask for a change."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.contracts.domain import registration as verbs
from qinglan.contracts.domain import registration_change as changes
from qinglan.contracts.domain import registration_desk as desk
from qinglan.contracts.domain.registration_paper import add_registration_paper
from qinglan.contracts.models import ChangeKind, Contract, PartySide, Registration, RegistrationPaperKind
from qinglan.contracts.registering.forms import AmountsForm, AnswersForm, PaperForm, ProjectForm, SideForm
from qinglan.contracts.registering.office_forms import CancelForm, ChangeForm, ReasonForm
from qinglan.contracts.registering.reading import checked
from qinglan.contracts.views.contract_access import contract_open_to
from qinglan.contracts.views.registration_access import registration_open_to, task, upload
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.task_page import posted, press, seen

GROUPED = "contracts/grouped.html"
WRITE = "contracts.write_registration"


@require_POST
@contract_open_to("contracts.prepare_registration")
def prepare(request: HttpRequest, contract: Contract) -> HttpResponseBase:
    """``/contracts/<number>/register/``: a button on the page of the contract."""
    try:
        made = verbs.prepare_registration(acting_user=request.user, contract=contract)
    except Impossible as refusal:
        messages.error(request, refusal.message)
        standing = Registration.objects.filter(contract=contract).first()
        return redirect(standing or contract)
    messages.success(request, _("Begun with what the contract says. What is missing is listed below."))
    return redirect(made)


@registration_open_to(WRITE)
def project(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/project/``."""
    form = ProjectForm(request.POST or None, row=row)

    def act() -> HttpResponseBase:
        verbs.write_registration(acting_user=request.user, row=seen(request, row), values=form.values())
        return redirect(row)

    return task(request, form, act, row, _("Write the project"), _("Keep"), template=GROUPED)


@registration_open_to(WRITE)
def amounts(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/amounts/``: both values and the costs between them."""
    form = AmountsForm(request.POST or None, row=row)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        verbs.write_amounts(
            acting_user=request.user,
            row=seen(request, row),
            amount=data["amount"],
            technology_amount=data["technology_amount"],
            technology_income=data["technology_income"],
            costs=form.items(),
        )
        if "more" in request.POST:
            return redirect("contracts:registration-amounts", row.pk)
        return redirect(row)

    return task(
        request,
        form,
        act,
        row,
        _("Contract value and technology value"),
        _("Keep the values"),
        template="contracts/milestones.html",
        lead=_(
            "List what of the price pays for equipment, parts and material: it is deducted, and what remains is the technology value."
        ),
    )


@registration_open_to(WRITE)
def side(request: HttpRequest, row: Registration, side: str) -> HttpResponseBase:
    """``/contracts/registrations/<key>/<side>/``."""
    if side not in PartySide.values:
        raise Http404
    which = PartySide(side)
    form = SideForm(request.POST or None, row=row, side=which)

    def act() -> HttpResponseBase:
        verbs.write_side(
            acting_user=request.user, row=seen(request, row), side=which, values=_sided(form.values())
        )
        return redirect(row)

    title = (
        _("The seller in the registration")
        if which == PartySide.SELLER
        else _("The buyer in the registration")
    )
    return task(request, form, act, row, title, _("Keep the party"), template=GROUPED)


@registration_open_to(WRITE)
def answers(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/answers/``: what the pre-check asks."""
    questions = [one for one in checked(row) if one.rule.level == "asks"]
    form = AnswersForm(request.POST or None, questions=questions, version=row.revision)

    def act() -> HttpResponseBase:
        verbs.answer_findings(acting_user=request.user, row=seen(request, row), answers=form.answers())
        return redirect(row)

    return task(
        request, form, act, row, _("Answer the pre-check"), _("Keep the answers"),
        lead=_("The office reads your answers beside its own check."),
    )  # fmt: skip


@registration_open_to(WRITE)
def paper(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/paper/``: bring a file for the office."""
    form = PaperForm(*posted(request), initial={"version": row.revision})

    def act() -> HttpResponseBase:
        file = upload(form, "file")
        assert file is not None  # The form asks for it.
        add_registration_paper(
            acting_user=request.user,
            row=seen(request, row),
            kind=RegistrationPaperKind(form.cleaned_data["kind"]),
            name=file[0],
            content=file[1],
        )
        return redirect(row)

    return task(
        request, form, act, row, _("Bring a paper"), _("Bring it"), uploads=True,
        lead=_("What both sides signed here comes along by itself when you hand in or file."),
    )  # fmt: skip


@registration_open_to(WRITE)
def recheck(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/recheck/``: 复核."""
    form = ReasonForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        desk.ask_recheck(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    return task(
        request, form, act, row, _("Ask for a re-check"), _("Ask for it"),
        lead=_("The office takes it up again with what you say against the refusal."),
    )  # fmt: skip


@require_POST
@registration_open_to(WRITE)
def hand_in(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/hand-in/``."""
    return press(
        request,
        row.get_absolute_url(),
        lambda: desk.hand_in_registration(acting_user=request.user, row=seen(request, row)),
        _("Handed in to the registration office."),
    )


@require_POST
@registration_open_to(WRITE)
def take_back(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/take-back/``."""
    return press(
        request,
        row.get_absolute_url(),
        lambda: desk.take_back_registration(acting_user=request.user, row=seen(request, row)),
        _("It can be written again."),
    )


@registration_open_to(WRITE)
def withdraw(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/withdraw/``."""
    form = ReasonForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        desk.withdraw_registration(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    return task(request, form, act, row, _("Withdraw the registration"), _("Withdraw it"))


@registration_open_to(WRITE)
def change(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/change/``: 变更登记."""
    form = ChangeForm(*posted(request), row=row)

    def act() -> HttpResponseBase:
        changes.ask_change(
            acting_user=request.user,
            row=seen(request, row),
            kind=ChangeKind.CHANGE,
            reason=form.cleaned_data["reason"],
            values=form.changes(),
            evidence=upload(form, "evidence"),
        )
        messages.success(
            request, _("Asked for. Change it in the national system too; the office enters the result.")
        )
        return redirect(row)

    return task(request, form, act, row, _("Ask for a change"), _("Ask for the change"), uploads=True)


@registration_open_to(WRITE)
def cancel(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/cancel/``: 注销登记."""
    form = CancelForm(*posted(request), initial={"version": row.revision})

    def act() -> HttpResponseBase:
        changes.ask_change(
            acting_user=request.user,
            row=seen(request, row),
            kind=ChangeKind.CANCEL,
            reason=form.cleaned_data["reason"],
            evidence=upload(form, "evidence"),
        )
        messages.success(
            request, _("Asked for. Cancel it in the national system too; the office enters the result.")
        )
        return redirect(row)

    return task(request, form, act, row, _("Ask for the cancellation"), _("Ask for it"), uploads=True)


def _sided(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: "" if value is None and not name.startswith("is_") else value for name, value in values.items()
    }
