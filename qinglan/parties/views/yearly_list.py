"""The list of what organisations reported."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.parties.models.organisation_figure import ReportState, YearlyReport
from qinglan.parties.views.yearly import LIGHTS


class ReportList(ListPage):
    """``/yearly/``: what organisations reported, for officers."""

    template_name = "parties/yearly_reports.html"
    title = _("Yearly figures of organisations")
    lead = _("Confidential: single figures are never public.")
    export_name = title
    filters = (
        TextFilter(
            "q", _("Name or code"), ("organisation__name__icontains", "organisation__code__icontains")
        ),
        ChoiceFilter("state", _("State"), ReportState.choices, "state"),
        ChoiceFilter(
            "year",
            _("Year"),
            lambda: [
                (str(year), str(year)) for year in range(clock.today().year - 1, clock.today().year - 7, -1)
            ],
            "year",
            several=False,
        ),
    )
    sorts = (
        Sort("submitted", _("Last submitted"), "-submitted_at"),
        Sort("name", _("Name"), "organisation__name_key"),
    )
    columns = (
        ListColumn(_("Name"), "organisation.name"),
        ListColumn(_("Code"), "organisation.code"),
        ListColumn(_("Form"), lambda row: str(row.form)),
        ListColumn(_("Year"), "year"),
        ListColumn(_("Version"), "version"),
        ListColumn(_("State"), lambda row: str(row.get_state_display())),
        ListColumn(_("Submitted"), "submitted_at"),
        ListColumn(_("Accepted"), "accepted_at"),
    )
    empty_title = _("Nothing was reported yet")
    empty_text = _("Members of an organisation fill in the form on its page, under “Yearly figures”.")

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For officers."""
        permissions.require(request.user, "yearly.list")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """All but drafts, which nobody has submitted."""
        return YearlyReport.objects.exclude(state=ReportState.DRAFT).select_related("form", "organisation")

    def get_context(self) -> dict[str, Any]:
        """Where the page stands."""
        return {"breadcrumbs": [(self.title, "")], "lights": LIGHTS}
