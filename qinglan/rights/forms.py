"""Forms about rights."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.forms import DateField, LineField
from qinglan.rights.domain.right import FIELDS
from qinglan.rights.models import LicenceKind, Right, RightKind, RightState


class Form(forms.Form):
    """A form that can show what a verb refused."""

    autosave = True

    def refuse(self, error: Impossible) -> None:
        """Put the refusal beside its field, or on top."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class RightForm(Form):
    """One right."""

    kind = forms.ChoiceField(label=_("kind of right"), choices=RightKind.choices)
    number = LineField(
        label=_("number"),
        max_length=40,
        required=False,
        help_text=_("Of a patent with its check digit, such as ZL202110123456.X; a trade secret has none."),
    )
    title = LineField(label=_("title of the right"), max_length=200)
    state = forms.ChoiceField(label=_("legal status"), choices=RightState.choices)
    state_basis = LineField(
        label=_("basis of the status"),
        max_length=300,
        required=False,
        help_text=_("Notice, register or decision, with its date."),
    )
    applied_on = DateField(label=_("applied for on"), required=False)
    granted_on = DateField(label=_("granted on"), required=False)
    expires_on = DateField(
        label=_("expires on"),
        required=False,
        help_text=_("Of a patent worked out from the application, where left empty."),
    )
    fee_due_on = DateField(label=_("next fee due on"), required=False)
    classes = LineField(
        label=_("IPC symbol"), max_length=300, required=False, help_text=_("Several with commas.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def opened(cls, right: Right, data: Any = None) -> "RightForm":
        """With what stands there."""
        initial = {name: getattr(right, name) for name in FIELDS}
        initial |= {
            "classes": ", ".join(one.symbol for one in right.classes.all()),
            "version": right.revision,
        }
        return cls(data, initial=initial)

    def arguments(self) -> dict[str, Any]:
        """What the verb takes."""
        data = self.cleaned_data
        symbols = data["classes"].replace("，", ",").replace("、", ",").replace(";", ",").replace("；", ",")
        return {
            "values": {name: data[name] for name in FIELDS},
            "classes": [one.strip() for one in symbols.split(",") if one.strip()],
        }


class LicenceForm(Form):
    """A licence."""

    kind = forms.ChoiceField(label=_("kind of licence"), choices=LicenceKind.choices)
    licensee = LineField(label=_("licensee"), max_length=120, required=False)
    record_number = LineField(label=_("number of the filing"), max_length=60, required=False)
    valid_from = DateField(label=_("first day"))
    valid_to = DateField(label=_("last day"), required=False)


class PledgeForm(Form):
    """A pledge."""

    pledgee = LineField(label=_("pledgee"), max_length=120)
    number = LineField(label=_("registration number of the pledge"), max_length=60)
    registered_on = DateField(label=_("registered on"))


class ReleaseForm(Form):
    """The release of a pledge."""

    on = DateField(label=_("released on"))
