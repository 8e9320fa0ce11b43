"""What the unit does with an arrangement: decide, agreement, longer term, end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from qinglan.contracts.domain.mobility_decision import (
    agree_mobility,
    approve_mobility,
    refuse_mobility,
    return_mobility,
)
from qinglan.contracts.domain.mobility_term import ask_extension, decide_extension, end_mobility
from qinglan.contracts.mobility import shown
from qinglan.contracts.mobility.forms import (
    AgreementForm,
    DecisionForm,
    EndForm,
    ExtensionAnswerForm,
    ExtensionForm,
)
from qinglan.contracts.models import ExtensionState, Mobility
from qinglan.contracts.views.mobility_access import mobility_open_to, task
from qinglan.kernel.web.task_page import posted, seen


@mobility_open_to("contracts.decide_mobility")
def decide(request: HttpRequest, mobility: Mobility) -> HttpResponseBase:
    """``/contracts/mobility/<number>/decide/``."""
    found = seen(request, mobility)
    form = DecisionForm(request.POST or None)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        if data["verdict"] == "approve":
            approve_mobility(
                acting_user=request.user, mobility=found, decision=data["decision"], decided_on=data["decided_on"],
                noticed_from=data["noticed_from"], noticed_until=data["noticed_until"],
            )  # fmt: skip
        else:
            verb = return_mobility if data["verdict"] == "return" else refuse_mobility
            verb(acting_user=request.user, mobility=found, reason=data["reason"])
        messages.success(request, _("The decision is recorded; the person is told."))
        return redirect(mobility)

    return task(
        request, form, act, mobility, _("Decide on the arrangement"), _("Record the decision"),
        conditions=shown.conditions(mobility), notice_days=shown.rules().notice.working_days,
    )  # fmt: skip


@mobility_open_to("contracts.decide_mobility")
def agreement(request: HttpRequest, mobility: Mobility) -> HttpResponseBase:
    """``/contracts/mobility/<number>/agreement/``."""
    found = seen(request, mobility)
    form = AgreementForm(*posted(request))

    def act() -> HttpResponseBase:
        file = form.cleaned_data["file"]
        agree_mobility(
            acting_user=request.user, mobility=found, agreed_on=form.cleaned_data["agreed_on"], name=file.name,
            content=file.read(),
        )  # fmt: skip
        messages.success(
            request, _("The arrangement is in force. Reminders come 90 and 30 days before its end.")
        )
        return redirect(mobility)

    return task(
        request, form, act, mobility, _("Keep the signed agreement"), _("Put it in force"), uploads=True
    )


@mobility_open_to("contracts.write_mobility")
def extend(request: HttpRequest, mobility: Mobility) -> HttpResponseBase:
    """``/contracts/mobility/<number>/extend/``."""
    found = seen(request, mobility)
    form = ExtensionForm(request.POST or None)

    def act() -> HttpResponseBase:
        ask_extension(acting_user=request.user, mobility=found, **form.cleaned_data)
        messages.success(request, _("The longer term is asked for. The unit decides and you are told."))
        return redirect(mobility)

    return task(request, form, act, mobility, _("Ask for a longer term"), _("Ask for it"))


@mobility_open_to("contracts.decide_mobility")
def decide_longer(request: HttpRequest, mobility: Mobility, pk: int) -> HttpResponseBase:
    """``/contracts/mobility/<number>/extensions/<pk>/``."""
    waiting = get_object_or_404(mobility.extensions.all(), pk=pk, state=ExtensionState.ASKED)
    form = ExtensionAnswerForm(request.POST or None)

    def act() -> HttpResponseBase:
        decide_extension(acting_user=request.user, extension=waiting, **form.cleaned_data)
        messages.success(request, _("The decision is recorded; the person is told."))
        return redirect(mobility)

    return task(
        request, form, act, mobility, _("Decide on a longer term"), _("Record the decision"), extension=waiting
    )  # fmt: skip


@mobility_open_to("contracts.decide_mobility")
def end(request: HttpRequest, mobility: Mobility) -> HttpResponseBase:
    """``/contracts/mobility/<number>/end/``."""
    found = seen(request, mobility)
    form = EndForm(request.POST or None)

    def act() -> HttpResponseBase:
        end_mobility(acting_user=request.user, mobility=found, **form.cleaned_data)
        messages.success(request, _("It is ended. Shares held stay on record."))
        return redirect(mobility)

    return task(request, form, act, mobility, _("End the arrangement"), _("Record the end"))
