"""Forms of bidders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.auctions.lots.forms import UnitField
from qinglan.kernel.web.forms import DateField, LimitedFileField, LineField, TextField
from qinglan.market.forms import Form


class _Statement(TextField):
    """A few lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = 4


class ApplyForm(Form):
    """For which organisation, why it qualifies, and two declarations. Nothing of it is saved as a draft."""

    autosave = False
    organisation = UnitField(
        label=_("In the name of"),
        help_text=_("Code or whole name; of another organisation with its power of attorney."),
    )
    statement = _Statement(
        label=_("qualification"), max_length=3000, required=False,
        help_text=_("How you meet the conditions that were disclosed. The organiser alone reads it."),
    )  # fmt: skip
    proof = LimitedFileField(label=_("Proof of qualification"), required=False)
    power_of_attorney = LimitedFileField(label=_("Power of attorney"), required=False)
    declared_unrelated = forms.BooleanField(
        label=_(
            "There is no relation to the owner and the organiser, and nothing was agreed with other bidders"
        ),
        required=False,
    )


class CorrectForm(Form):
    """What was asked for."""

    autosave = False
    statement = _Statement(label=_("qualification"), max_length=3000, required=False)
    proof = LimitedFileField(label=_("Proof of qualification"), required=False)
    power_of_attorney = LimitedFileField(label=_("Power of attorney"), required=False)


class ReceiptForm(Form):
    """The custodian's receipt."""

    receipt = LineField(label=_("Number of the receipt"), max_length=80)
    issued_on = DateField(label=_("Day of the receipt"))


class TakeForm(Form):
    """Who takes the licence."""

    autosave = False
    organisation = forms.TypedChoiceField(label=_("In the name of"), coerce=int)

    def __init__(self, *args: Any, units: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields["organisation"]
        choose.choices = [(one.pk, one.name) for one in units]
