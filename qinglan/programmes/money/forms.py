"""Forms of budget lines, payments and payee accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.forms import DateField, MoneyField
from qinglan.programmes.models import BudgetLine, Programme


class MoneyForm(forms.Form):
    """A form whose refusals stand beside their field, or on top."""

    def refuse(self, refusal: Impossible) -> None:
        """Put what the verb refused where it belongs."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class SchemeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A scheme by its newest title."""

    def label_from_instance(self, obj: Programme) -> str:
        """The title of the current version."""
        version = obj.versions.filter(is_current=True).order_by("-edition").first()
        return version.title if version else obj.slug


class LineForm(MoneyForm):
    """A budget line."""

    programme = SchemeField(label=_("Scheme"), queryset=Programme.objects.none())
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    document = forms.CharField(label=_("Budget document"), max_length=80, help_text=_("Its number."))
    on = DateField(label=_("Day of the document"))
    custodian = forms.CharField(
        label=_("Custodian"), max_length=120, help_text=_("The account from which is paid, and who keeps it.")
    )
    amount = MoneyField(label=_("Budgeted"), unit="wan")

    def __init__(self, schemes: Any, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"year": clock.today().year, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = schemes  # type: ignore[attr-defined]


class ApproveForm(MoneyForm):
    """From which budget line is paid."""

    line = forms.ModelChoiceField(label=_("Budget line"), queryset=BudgetLine.objects.none())

    def __init__(self, lines: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]


class ReceiptForm(MoneyForm):
    """The receipt of a payment."""

    number = forms.CharField(label=_("Number of the receipt"), max_length=80)
    on = DateField(label=_("Day of the receipt"))


class StopForm(MoneyForm):
    """Why a payment is stopped."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The applicant reads this. Say what happened and what can be done."),
    )


class RecoverForm(ReceiptForm):
    """What was paid back."""

    amount = MoneyField(label=_("Recovered"))
    reason = StopForm.base_fields["reason"]
    field_order = ("amount", "number", "on", "reason")


class RequestForm(MoneyForm):
    """Who asks whom for the approved payments of a line."""

    issuer = forms.CharField(label=_("Issuing office"), max_length=80, min_length=2)
    addressee = forms.CharField(label=_("Addressee"), max_length=80)


class PayeeForm(MoneyForm):
    """A bank account in the organisation's name."""

    account_name = forms.CharField(
        label=_("Name of the account"), max_length=120, help_text=_("Exactly the organisation's name.")
    )
    bank = forms.CharField(label=_("Bank and branch"), max_length=120)
    number = forms.CharField(
        label=_("Number of the account"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
