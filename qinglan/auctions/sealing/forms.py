"""Forms of openers. A person is named by the name of his account."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qinglan.parties.models import User


class PersonField(forms.CharField):
    """An account, by its name; what comes out is the account."""

    def clean(self, value: Any) -> Any:
        """The active account of this name. Raises ValidationError."""
        typed = super().clean(value)
        found = User.objects.filter(username=typed, is_active=True, is_system=False).first()
        if found is None:
            raise forms.ValidationError(
                _now(
                    "No active account has the name “{name}”. Ask the person for the name he logs in with."
                ).format(name=typed)
            )
        return found


class OpenersForm(forms.Form):
    """The three."""

    first = PersonField(
        label=_("Opener 1"), max_length=150, help_text=_("Name of the account that he logs in with.")
    )
    second = PersonField(label=_("Opener 2"), max_length=150)
    third = PersonField(
        label=_("Opener 3"),
        max_length=150,
        help_text=_("Best from three units: the organiser, the owner, a notary or supervisor."),
    )

    def people(self) -> list[Any]:
        """In their places."""
        return [self.cleaned_data[name] for name in ("first", "second", "third")]


class ReplaceForm(forms.Form):
    """Who takes the place, and why."""

    person = PersonField(
        label=_("New opener"), max_length=150, help_text=_("Name of the account that he logs in with.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Everybody reads it; name no person in it.")
    )


class OwnForm(forms.Form):
    """Why the openers can't open, and until when bidders do."""

    reason = forms.CharField(
        label=_("Why the openers can't open"),
        max_length=300,
        help_text=_("Everybody reads it; name no person in it."),
    )
    hours = forms.IntegerField(
        label=_("Hours in which bidders open their own"), min_value=1, max_value=24 * 14, initial=48
    )

    def until(self, now: datetime) -> datetime:
        """The end of that time."""
        return now + timedelta(hours=self.cleaned_data["hours"])
