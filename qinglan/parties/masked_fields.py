"""Forms about a person never print his contacts to others: masked beside an empty box that keeps them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qinglan.parties.mobile import masked, masked_mail

REMOVED = "remove_contacts"


class KeepsMasked(forms.Form):
    """After `mask`, an empty box keeps what is on record; what is to go is ticked.

    Whoever needs a contact in full opens it on the record's page, where the look is noted.
    """

    on_record: Mapping[str, str] = {}

    def mask(self, on_record: Mapping[str, str]) -> None:
        """Take the fields of `on_record` out of what is printed."""
        self.on_record = {name: value for name, value in on_record.items() if value}
        for name, value in self.on_record.items():
            self.initial.pop(name, None)
            self.fields[name].help_text = format_lazy(
                _(
                    "On record: {number}. Left empty, it stays. To read it in full, choose “Show” on the record."
                ),
                number=masked_mail(value) if "@" in value else masked(value),
            )
        if self.on_record:
            self.fields[REMOVED] = forms.MultipleChoiceField(
                label=_("Take off the record"),
                choices=[(name, self.fields[name].label) for name in self.on_record],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """What was left empty is what is on record, unless it is to go."""
        data = super().clean() or self.cleaned_data
        gone = data.pop(REMOVED, [])
        for name, value in self.on_record.items():
            if name in data and not data[name] and name not in gone:
                data[name] = value
        return data
