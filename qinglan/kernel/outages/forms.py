"""The form by which an outage is certified."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.conflicts import Impossible


class MomentField(forms.DateTimeField):
    """A moment in Beijing time."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class OutageForm(forms.Form):
    """From when to when, and what happened."""

    began = MomentField(label=_("Began"), help_text=_("Beijing time."))
    ended = MomentField(label=_("Ended"))
    what = forms.CharField(
        label=_("What happened"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this beside the periods that are extended."),
    )

    def refuse(self, refusal: Impossible) -> None:
        """Put what the verb refused beside its field."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
