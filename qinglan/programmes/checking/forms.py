"""Forms of the green check, watch lists and requests for data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.sheets.complaint import Unreadable
from qinglan.kernel.web.forms import DateField, LimitedFileField
from qinglan.parties.models import Organisation
from qinglan.programmes.checking import codes
from qinglan.programmes.models import DataPart

MOST_OPEN = 30
"""Codes of one list without a login."""
MOST = 500
"""Codes of one list for whoever is logged in."""
LARGEST = 2 * 1024 * 1024
"""Bytes of an uploaded list: several hundred codes have some tens of thousands."""
LONGEST = 60_000
"""Characters of a pasted list."""


class Refusing(forms.Form):
    """A form whose refusals stand beside their field, or on top."""

    def refuse(self, refusal: Impossible) -> None:
        """Put what the verb refused where it belongs."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class CodesForm(Refusing):
    """A list of codes, pasted or as a spreadsheet; `lines` are what was found in it."""

    codes = forms.CharField(
        label=_("Codes"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "q-num"}),
        help_text=_(
            "One code a line, as copied from a spreadsheet; a name may stand beside it. Wrong ones are named, the others are answered."
        ),
    )
    file = LimitedFileField(
        label=_("Or a spreadsheet"), required=False, max_bytes=LARGEST, kinds=(".xlsx", ".csv")
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        self.lines: list[codes.Line] = []

    def clean(self) -> dict[str, Any]:
        """The lines of either; an error that says what to do where there are none or too many."""
        data: dict[str, Any] = super().clean() or {}
        file = data.get("file")
        if self.errors:
            return data
        try:
            self.lines = (
                codes.from_file(file.name, file.read(), most=self.most)
                if file
                else codes.from_text(data.get("codes", ""), most=self.most)
            )
        except Unreadable as error:
            self.add_error("file", str(error.complaint))
            return data
        if not self.lines:
            self.add_error("codes", _("Paste at least one code, or choose a spreadsheet that holds some."))
        elif len(self.lines) > self.most:
            self.add_error("file" if file else "codes", self._too_many())
        return data

    def _too_many(self) -> str:
        if self.most < MOST:
            text = _("More than %(most)s codes. Log in to check up to %(more)s at once, or split the list.")
        else:
            text = _("More than %(most)s codes. Split the list.")
        return str(text) % {"most": self.most, "more": MOST}


class BankField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """For which of one's banks; not asked where there is one only."""

    def __init__(self) -> None:
        super().__init__(label=_("For which organisation"), queryset=Organisation.objects.none())


class ForBank(Refusing):
    """A form that is filled in for a bank of the user's."""

    bank = BankField()

    def __init__(self, banks: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = banks  # type: ignore[attr-defined]
        if banks.count() == 1:
            self.fields["bank"].initial = banks.get().pk
            self.fields["bank"].widget = forms.HiddenInput()


class WatchForm(ForBank, CodesForm):
    """Codes for a watch list."""

    field_order = ("bank", "codes", "file")


class AskForm(ForBank):
    """A request to a firm."""

    code = forms.CharField(label=_("Code of the firm"), max_length=40)
    parts = forms.MultipleChoiceField(
        label=_("Data"), choices=DataPart.choices, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The firm reads it and decides by it, such as: examination of a green loan applied for."),
    )


class ConsentForm(Refusing):
    """Until when a firm consents."""

    valid_to = DateField(label=_("Last day"))
