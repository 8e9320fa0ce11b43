"""Accept, return and correct yearly figures."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.parties.domain import yearly_report as verbs
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_figure import YearlyReport
from qinglan.parties.views.person_task import PersonTask
from qinglan.parties.views.yearly import report_of


class ReasonForm(forms.Form):
    """A reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class NoForm(forms.Form):
    """A button."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class _Settle(PersonTask):
    permission = "yearly.settle"
    form_class: type[forms.Form] = NoForm

    def subject(self) -> Organisation:
        """The organisation."""
        self.report = report_of(self.kwargs["pk"])
        return self.report.organisation

    def back(self) -> str:
        """The report."""
        return reverse("yearly:record", args=[self.kwargs["pk"]])

    def get_initial(self) -> dict[str, Any]:
        """The version that is seen."""
        return {"version": self.report.revision}

    def seen_report(self, data: dict[str, Any]) -> YearlyReport:
        """With the revision that the form was opened with."""
        if data["version"] is not None:
            self.report.revision = data["version"]
        return self.report


class Accept(_Settle):
    """``/yearly/<pk>/accept/``."""

    title = _("Accept the figures")
    lead = _("They count from now on, in the targets of the plan too; a correction becomes a later version.")
    submit = _("Accept the figures")
    done = _("The figures are accepted.")

    def act(self, data: dict[str, Any]) -> str:
        """Accept."""
        verbs.accept_report(acting_user=self.request.user, report=self.seen_report(data))
        return self.back()


class Return(_Settle):
    """``/yearly/<pk>/return/``."""

    form_class = ReasonForm
    title = _("Return the figures")
    lead = _("Say once and completely what is to be changed; the organisation gets it as a message.")
    submit = _("Return the figures")
    done = _("The figures are returned.")

    def act(self, data: dict[str, Any]) -> str:
        """Return."""
        verbs.return_report(
            acting_user=self.request.user, report=self.seen_report(data), reason=data["reason"]
        )
        return self.back()


class Correct(_Settle):
    """``/yearly/<pk>/correct/``."""

    permission = "yearly.report"
    form_class = ReasonForm
    title = _("Correct accepted figures")
    lead = _("A new version beside the accepted one, which stands until an officer accepts the new one.")
    submit = _("Begin the correction")

    def act(self, data: dict[str, Any]) -> str:
        """Begin."""
        made = verbs.begin_correction(
            acting_user=self.request.user, report=self.report, reason=data["reason"]
        )
        return reverse("yearly:fill", args=[made.pk])
