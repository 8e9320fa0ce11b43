"""Forms of the gate: the first and the second check, withdrawal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock
from qinglan.kernel.disclosure.domain.clearance import Check
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.forms import DateField, LineField, TextField
from qinglan.market.forms import Form
from qinglan.market.quality import quality


class _WithPoints(Form):
    points = forms.MultipleChoiceField(
        label=_("I have checked and confirm"), widget=forms.CheckboxSelectMultiple
    )
    step = ""

    def __init__(self, *args: Any, listing: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": listing.revision} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["points"].choices = [  # type: ignore[attr-defined]
            (one.code, in_reader_language(one.text)) for one in quality().points(listing.SIDE, self.step)
        ]


class FirstCheckForm(_WithPoints):
    """The check by the organisation or its broker."""

    step = "first"
    secrecy_by = LineField(label=_("secrecy check made by"), max_length=100)
    secrecy_on = DateField(label=_("day of the secrecy check"), help_text=_("Not after today."))
    secrecy_basis = LineField(
        label=_("basis of the secrecy check"),
        max_length=300,
        help_text=_(
            "The form, decision or rule by which it was checked, such as the number of a review form."
        ),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"secrecy_by": str(user), "secrecy_on": clock.today()} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)

    @property
    def secrecy(self) -> Check:
        """The secrecy check."""
        found = self.cleaned_data
        return Check(found["secrecy_by"], found["secrecy_on"], found["secrecy_basis"])


class SecondCheckForm(_WithPoints):
    """The check by a market officer."""

    step = "second"
    basis = LineField(
        label=_("basis of the publication check"),
        max_length=300,
        help_text=_("What says that it is to be open, such as the rule on publication of results."),
    )
    differs = TextField(
        label=_("what differs from those that say nearly the same"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    read_by_eye = forms.BooleanField(
        label=_("I have read the files that no machine can read"), required=False
    )
    override_reason = TextField(
        label=_("why numbers that were found may become public all the same"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, has_near: bool, has_files: bool, asks_override: bool, **kwargs: Any
    ) -> None:
        """What differs is asked for where something says nearly the same, a reason where numbers were found."""
        super().__init__(*args, **kwargs)
        for name, asked in (
            ("differs", has_near), ("read_by_eye", has_files), ("override_reason", asks_override),
        ):  # fmt: skip
            if not asked:
                del self.fields[name]


class ReturnForm(Form):
    """Back to the owner, with coded reasons."""

    reasons = forms.MultipleChoiceField(label=_("reasons"), widget=forms.CheckboxSelectMultiple)
    note = TextField(
        label=_("more to the owner"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, listing: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": listing.revision}
        super().__init__(*args, **kwargs)
        self.fields["reasons"].choices = [  # type: ignore[attr-defined]
            (one.code, in_reader_language(one.text)) for one in quality().reasons_for(listing.SIDE)
        ]


class ReasonForm(Form):
    """Why something is withdrawn."""

    reason = TextField(label=_("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, listing: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": listing.revision}
        super().__init__(*args, **kwargs)


class BasisForm(forms.Form):
    """What was looked at when an application was confirmed."""

    autosave = True
    basis = LineField(
        label=_("what you looked at"),
        max_length=300,
        help_text=_("Contract, invoice, acceptance, visit: number and date."),
    )

    def refuse(self, error: Any) -> None:
        """Put the refusal beside its field, or on top."""
        self.add_error(error.field if error.field in self.fields else None, error.message)
