"""``/outages/``: what was certified, for everybody; and the form of the operator."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.outages.domain.outage import certify_outage
from qinglan.kernel.outages.forms import OutageForm
from qinglan.kernel.outages.models import CertifiedOutage
from qinglan.kernel.outages.rule import rule_in_force
from qinglan.kernel.web.lists import ListColumn, ListPage, Sort
from qinglan.kernel.web.lists.filters import Rows


class OutageList(ListPage):
    """Outages that were certified; each extended what ended in its reach."""

    template_name = "outages/outages.html"
    title = gettext_lazy("Certified outages")
    lead = gettext_lazy(
        "When the system can't be reached, periods are extended by rule, for everybody alike."
    )
    export_name = gettext_lazy("Certified outages")
    as_table = True
    empty_title = gettext_lazy("No outage has been certified")
    empty_text = gettext_lazy("The operator certifies an outage when it is over; it then stands here.")
    sorts = (Sort("new", gettext_lazy("Newest first"), "-began"),)
    columns = (
        ListColumn(gettext_lazy("Began"), "began"),
        ListColumn(gettext_lazy("Ended"), "ended"),
        ListColumn(gettext_lazy("What happened"), "what"),
        ListColumn(gettext_lazy("Periods extended"), "extended"),
        ListColumn(gettext_lazy("Certified"), "certified_at"),
    )

    def get_queryset(self) -> Rows:
        """All of them."""
        return CertifiedOutage.objects.all()

    def get_context(self) -> dict[str, Any]:
        """The rule in words, and the operator's act."""
        rule = rule_in_force()
        return {
            "breadcrumbs": [(self.title, "")],
            "may_certify": bool(permissions.answer(self.request.user, "outages.certify")),
            "minutes": int(rule.at_least.total_seconds() // 60),
            "hours": int(rule.within.total_seconds() // 3600),
            "by_day": rule.move == "next_working_day",
        }


@login_required
def certify(request: HttpRequest) -> HttpResponseBase:
    """``/outages/new/``."""
    permissions.require(request.user, "outages.certify")
    form = OutageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = certify_outage(acting_user=request.user, **form.cleaned_data)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            words = ngettext(
                "The outage is certified; %(n)s period is extended.",
                "The outage is certified; %(n)s periods are extended.",
                made.extended,
            ) % {"n": made.extended}
            messages.success(request, words)
            return redirect("outages:list")
    context = {
        "title": _("Certify an outage"),
        "lead": _(
            "What you certify can't be taken back: periods are extended at once and applicants rely on it."
        ),
        "form": form,
        "submit": _("Certify the outage"),
        "back_url": reverse("outages:list"),
        "breadcrumbs": [(_("Certified outages"), reverse("outages:list")), (_("Certify an outage"), "")],
    }
    return render(request, "web/task.html", context)
