"""Forms of figures: what is shown, what becomes public, why it is withdrawn, who is asked about a need."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock
from qinglan.kernel.disclosure.forms import ClearanceForm
from qinglan.kernel.web.forms import DateField, TextField
from qinglan.market.figures import names
from qinglan.market.forms import Form
from qinglan.market.views.lists import territory_choices
from qinglan.parties.models import Organisation

ALL = ("", _("All"))


def a_year(today: date) -> tuple[date, date]:
    """The last twelve months, this one included, up to today."""
    year, month = (today.year, 1) if today.month == 12 else (today.year - 1, today.month + 1)
    return date(year, month, 1), today


class Narrowed(forms.Form):
    """The filters of the funnel; what the address says wrongly is told beside the field."""

    first = DateField(label=_("From"), required=False)
    last = DateField(label=_("Until"), required=False)
    family = forms.ChoiceField(label=_("List of fields"), required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)
    territory = forms.ChoiceField(label=_("Territory"), required=False)

    def __init__(self, query: Any) -> None:
        """Every part of the address is optional: the last twelve months, the plan's key fields, everything."""
        self.today = clock.today()
        self.families = names.families(self.today)
        family = query.get("family", "")
        self.by = family if family in self.families else next(iter(self.families), "")
        first, last = a_year(self.today)
        data = {"first": first, "last": last, "family": self.by} | {k: v for k, v in query.items() if v}
        super().__init__(data)
        fields = names.fields(self.by, self.today)
        self._choices("family", [(code, str(one)) for code, one in self.families.items()])
        self._choices("field", [ALL, *((code, str(one)) for code, one in fields.items() if code)])
        self._choices("territory", [ALL, *territory_choices()])

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        field.widget = forms.Select(choices=choices)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The first day comes before the last."""
        found = super().clean() or {}
        if found.get("first") and found.get("last") and found["first"] > found["last"]:
            self.add_error("last", _("The first day must come before the last."))
        return found

    def chosen(self) -> dict[str, Any]:
        """As `counting.funnel` takes it; what is wrong counts as not said."""
        first, last = a_year(self.today)
        good = {} if not self.is_valid() else self.cleaned_data
        return {
            "first": good.get("first") or first,
            "last": good.get("last") or last,
            "family": self.by,
            "field": good.get("field", ""),
            "territory": good.get("territory", ""),
        }


class PublishForm(ClearanceForm):
    """Both checks, a note to readers, and which figures the officer looked at."""

    note = TextField(
        label=_("Note to readers"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What they should know when they read the figures. Everybody sees it."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    field_order = ("note",)


class WithdrawForm(Form):
    """Why."""

    autosave = False
    reason = TextField(
        label=_("reason of the withdrawal"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class InviteForm(Form):
    """Which organisations, and what to tell them."""

    autosave = False
    organisations = forms.ModelMultipleChoiceField(
        label=_("organisations"), queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    note = TextField(
        label=_("note to them"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read it with the need's title. Name nobody whom the need keeps anonymous."),
    )

    def __init__(self, *args: Any, candidates: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisations"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in candidates])
