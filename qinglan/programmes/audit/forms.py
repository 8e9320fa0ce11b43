"""Forms of external auditors."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.forms import DateField, LimitedFileField
from qinglan.programmes.audit.exports import LARGEST

MEASURES = (
    ("programmes.awards_in_force", _("Holders of awards in force")),
    ("programmes.awards_granted", _("Awards granted")),
)


class Refusing(forms.Form):
    """A form whose refusals stand beside their field, or on top."""

    def refuse(self, refusal: Impossible) -> None:
        """Put what the verb refused where it belongs."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class SampleForm(Refusing):
    """How many cases, by which seed."""

    size = forms.IntegerField(label=_("Cases"), min_value=1, max_value=500, initial=20)
    seed = forms.CharField(
        label=_("Seed"),
        required=False,
        max_length=64,
        help_text=_("Empty: a random one is made and recorded. The same seed draws the same cases again."),
    )


class CompareForm(forms.Form):
    """Which measure, as of which day."""

    measure = forms.ChoiceField(label=_("Measure"), choices=MEASURES)
    on = DateField(label=_("As of"))


class ExportForm(forms.Form):
    """An export of a stream."""

    file = LimitedFileField(label=_("Exported stream"), max_bytes=LARGEST, kinds=(".jsonl", ".zip"))


class EvidenceForm(Refusing):
    """An evidence sheet; what an anomaly found is filled in."""

    audited = forms.CharField(label=_("Audited body"), max_length=120)
    matter = forms.CharField(label=_("Matter"), max_length=200)
    statement = forms.CharField(
        label=_("What was found"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )
