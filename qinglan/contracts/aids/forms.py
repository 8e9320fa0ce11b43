"""What the aids ask. Nothing that is entered is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.web.forms import DateField, MoneyField

_SAID = [("", pgettext_lazy("tax aid", "not known")), ("yes", _("yes")), ("no", _("no"))]
WAYS = [
    ("", pgettext_lazy("tax aid", "not known")),
    ("transfer", pgettext_lazy("tax aid", "Transfer")),
    ("licence", pgettext_lazy("tax aid", "Licence")),
    ("equity", pgettext_lazy("tax aid", "Contribution as equity")),
]
KINDS = [
    ("", pgettext_lazy("tax aid", "not known")),
    ("transfer", pgettext_lazy("tax aid", "Transfer")),
    ("licence", pgettext_lazy("tax aid", "Licence")),
    ("development", pgettext_lazy("tax aid", "Development")),
    ("service", pgettext_lazy("tax aid", "Service")),
    ("consulting", pgettext_lazy("tax aid", "Consulting")),
]


class Said(forms.TypedChoiceField):
    """Yes, no or not known (None)."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label, choices=_SAID, required=False, coerce=lambda value: value == "yes", empty_value=None
        )


class RewardForm(forms.Form):
    """A cash reward in a year."""

    reward = MoneyField(label=_("Cash reward (yuan)"))
    month = forms.IntegerField(label=_("Month in which it is paid"), min_value=1, max_value=12)
    salary = MoneyField(label=_("Salary of a month (yuan)"))
    social = MoneyField(label=_("Social insurance and housing fund of a month (yuan)"), initial=0)
    additional = MoneyField(label=_("Special additional deductions of a month (yuan)"), initial=0)
    other = MoneyField(label=_("Other deductions of a month (yuan)"), initial=0)
    paid_on = DateField(label=_("Day of payment"))
    received_on = DateField(label=_("Day on which the income was received"), required=False)
    mode = forms.ChoiceField(label=_("Way of the transfer"), choices=WAYS, required=False)
    unit_qualifies = Said(_("Non-profit research institute or university?"))
    kind_qualifies = Said(
        _(
            "Is the result a patent, software, layout, plant or biological variety, or confirmed by the ministry?"
        )
    )
    is_contributor = Said(_("Did the person contribute essentially?"))
    was_noticed = Said(_("Was there a public notice of name, post and contribution?"))
    is_registered = Said(_("Is the technology contract registered?"))
    kept_apart = Said(_("Are rewards kept apart in the books?"))

    def clean(self) -> dict[str, Any]:
        """The month is that of the day of payment; what was not received yet is not shared out."""
        data = super().clean() or self.cleaned_data
        paid_on, received_on = data.get("paid_on"), data.get("received_on")
        if paid_on and data.get("month") and data["month"] != paid_on.month:
            text = _now("The day of payment lies in month {number}.").format(number=paid_on.month)
            self.add_error("month", text)
        if paid_on and received_on and received_on > paid_on:
            self.add_error("received_on", _now("This day lies after the day of payment."))
        return data


class TransferForm(forms.Form):
    """Income of a company from a transfer of technology in a year."""

    day = DateField(label=_("Day of the contract"))
    income = MoneyField(label=_("Income from the transfer (yuan)"))
    costs = MoneyField(label=_("Costs (yuan)"), initial=0)
    taxes = MoneyField(label=_("Taxes and fees (yuan)"), initial=0)
    mode = forms.ChoiceField(label=_("Way of the transfer"), choices=WAYS[1:3])
    licence_years = forms.IntegerField(label=_("Years of the licence"), min_value=0, required=False)
    is_registered = Said(_("Is the technology contract registered?"))
    is_related = Said(_("Is one side wholly owned by the other?"))


class VatForm(forms.Form):
    """A contract, for VAT."""

    day = DateField(label=_("Day of the contract"))
    kind = forms.ChoiceField(label=_("Kind of contract"), choices=KINDS, required=False)
    belongs_to_exempt = Said(_("Does the service belong to a transfer, licence or development?"))
    same_invoice = Said(_("Does it stand on the same invoice?"))
    is_written = Said(_("Is there a written contract?"))
    has_opinion = Said(_("Is there an opinion of the competent department?"))


class StampForm(forms.Form):
    """A contract, for stamp duty."""

    day = DateField(label=_("Day of the contract"))
    price = MoneyField(label=_("Price of the contract (yuan)"))


class SharesForm(forms.Form):
    """Technology brought into a company."""

    day = DateField(label=_("Day of the contribution"))
    is_resident = Said(_("Is the company resident in China?"))
    only_shares = Said(_("Is the technology paid for by shares alone?"))
    is_filed = Said(_("Is the choice filed with the tax office?"))
