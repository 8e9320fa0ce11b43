"""Idle inventions: an inventor applies to exploit one, the unit answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts.domain import idle as verbs
from qinglan.contracts.models import IdleApplication, IdleState, Invention
from qinglan.contracts.sharing import invention_forms as forms
from qinglan.contracts.sharing.forms import AnswerForm
from qinglan.contracts.views.income_access import (
    act,
    application_of,
    invention_of,
    open_to,
    runs,
    task,
    trail,
    upload,
)
from qinglan.kernel import permissions
from qinglan.kernel.web.dates import end, minute
from qinglan.kernel.web.task_page import posted, press, seen


@open_to("contracts.apply_for_use", invention_of)
def apply(request: HttpRequest, row: Invention) -> HttpResponseBase:
    """``/contracts/income/inventions/<number>/apply/``: an inventor asks to exploit what lies idle."""
    form = forms.UseForm(*posted(request))

    def do() -> HttpResponseBase:
        made = verbs.apply_for_use(
            acting_user=request.user, invention=row, plan=form.cleaned_data["plan"], paper=upload(form.cleaned_data, "paper")
        )  # fmt: skip
        messages.success(
            request,
            _("Your application is in. The unit answers by {until}.").format(until=end(made.answer_due)),
        )
        return redirect("contracts:use-application", made.pk)

    return task(request, form, do, row, _("Apply to exploit it"), _("Send the application"), uploads=True)


@open_to("contracts.see_use_application", application_of)
def application(request: HttpRequest, row: IdleApplication) -> HttpResponseBase:
    """``/contracts/income/applications/<pk>/``: what is asked, and the answer."""
    is_open = row.state == IdleState.OPEN
    acts = []
    if is_open and runs(request.user, row):
        acts.append(act(row, _("Answer the application"), "use-answer", row.pk, primary=True))
    if row.state == IdleState.AGREED and runs(request.user, row):
        acts.append(act(row, _("Propose a conversion"), "conversion-new", primary=True))
    if is_open and permissions.answer(request.user, "contracts.withdraw_use_application", row):
        acts.append(
            act(
                row, pgettext("idle invention", "Withdraw the application"), "use-withdraw", row.pk, post=True
            )
        )
    context = {
        "title": _("Application to exploit an idle invention"),
        "kind": str(row.invention),
        "status": {"kind": "due" if is_open else "done", "word": capfirst(row.get_state_display())},
        "breadcrumbs": trail((row.invention.number, row.invention.get_absolute_url()), (_("Application"), "")),
        "acts": acts,
        "summary": [
            {"label": capfirst(label), "value": value, "url": url, "action": _("Open")}
            for label, value, url in (
                (_("Inventor"), row.inventor.name, ""),
                (_("filed"), minute(row.filed_at), ""),
                (_("to be answered by"), end(row.answer_due), ""),
                (_("how you want to exploit it"), row.plan, ""),
                (_("signed application"), row.paper.name if row.paper else "", row.paper.get_absolute_url() if row.paper else ""),
                (_("answer and reasons"), row.answer, ""),
            )
            if value
        ],
        "visibility": _("Seen by the unit and by who applied."),
    }  # fmt: skip
    return render(request, "contracts/sharing/record.html", context)


@open_to("contracts.see_use_application", application_of)
def answer(request: HttpRequest, row: IdleApplication) -> HttpResponseBase:
    """``/contracts/income/applications/<pk>/answer/``."""
    permissions.require(request.user, "contracts.run_income", row)
    form = AnswerForm(*posted(request), words=(_("Agree; an agreement is signed next"), _("Refuse")))
    url = reverse("contracts:use-application", args=[row.pk])

    def do() -> HttpResponseBase:
        data = form.cleaned_data
        verbs.answer_application(
            acting_user=request.user,
            application=seen(request, row),
            agreed=data["yes"],
            answer=data["answer"],
        )
        messages.success(request, _("The answer is recorded and the inventor told."))
        return redirect(url)

    return task(request, form, do, row.invention, _("Answer the application"), _("Send the answer"), back=url)


@open_to("contracts.withdraw_use_application", application_of)
def withdraw(request: HttpRequest, row: IdleApplication) -> HttpResponseBase:
    """``/contracts/income/applications/<pk>/withdraw/``: a button."""
    url = reverse("contracts:use-application", args=[row.pk])
    if request.method != "POST":
        return redirect(url)
    done = _("The application is withdrawn.")
    return press(
        request, url, lambda: verbs.withdraw_application(acting_user=request.user, application=seen(request, row)), done
    )  # fmt: skip
