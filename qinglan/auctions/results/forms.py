"""Forms of results."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.auctions.models import Criterion, ResultObjection
from qinglan.kernel.web.forms import LimitedFileField
from qinglan.parties.models import User

_LINES = forms.Textarea(attrs={"rows": 5})


class NoticeForm(forms.Form):
    """What the notice says beside the result."""

    contact = forms.CharField(
        label=_("contact for objections"),
        max_length=200,
        help_text=_("Office, telephone or mail; everybody reads it."),
    )


class ObjectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody objects to."""

    autosave = True
    proof = LimitedFileField(label=_("A file that proves it"), required=False, max_bytes=20 * 1024 * 1024)

    class Meta:
        model = ResultObjection
        fields = ("name", "contact", "text")
        widgets = {"text": _LINES}  # noqa: RUF012 - as Django has it


class RulingForm(forms.Form):
    """Upheld or dismissed, and why."""

    upheld = forms.TypedChoiceField(
        label=_("Ruling"),
        choices=[
            ("", "—"),
            ("no", _("Dismissed: the result stands")),
            ("yes", _("Upheld: the result falls")),
        ],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    answer = forms.CharField(
        label=_("ruling and reasons"),
        max_length=2000,
        widget=_LINES,
        help_text=_("Who objected reads these words."),
    )


class SignedForm(forms.Form):
    """The contract that was signed."""

    contract_number = forms.CharField(label=_("number of the contract"), max_length=80)


class DefaultForm(forms.Form):
    """Why the winner is in default."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What he was asked for, until when, and what he answered."),
    )


class CommitteeForm(forms.Form):
    """The accounts of the members, one a line."""

    people = forms.CharField(
        label=_("Members"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("The user name of one member on each line."),
    )

    def clean_people(self) -> list[Any]:
        """The accounts; every name that is none is said."""
        names = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        found = {one.username: one for one in User.objects.filter(username__in=names, is_active=True)}
        missing = [name for name in names if name not in found]
        if missing:
            raise forms.ValidationError(
                _("No account has this name: %(names)s"), params={"names": ", ".join(missing)}
            )
        return [found[name] for name in dict.fromkeys(names)]


class PointsForm(forms.Form):
    """Points of one member for all offers: a field for each offer and criterion."""

    autosave = True

    def __init__(
        self,
        *args: Any,
        labels: Iterable[str],
        criteria: Iterable[Criterion],
        given: dict[tuple[str, int], int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for label in labels:
            for one in criteria:
                stands = given.get((label, one.pk))
                self.fields[f"{label}-{one.pk}"] = forms.DecimalField(
                    label=_("Offer %(label)s: %(criterion)s (0 to %(most)s)")
                    % {"label": label, "criterion": one.title, "most": one.points},
                    help_text=one.guide,
                    min_value=0,
                    max_value=one.points,
                    decimal_places=2,
                    required=False,
                    initial=None if stands is None else Decimal(stands) / 100,
                )

    def points(self) -> dict[tuple[str, int], tuple[int, str]]:
        """What was given, in hundredths, as the verb takes it."""
        found = {}
        for name, value in self.cleaned_data.items():
            if value is not None:
                label, _dash, key = name.rpartition("-")
                found[label, int(key)] = (int(value * 100), "")
        return found
