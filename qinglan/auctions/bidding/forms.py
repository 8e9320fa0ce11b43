"""What a live page sends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web.forms import MoneyField

KINDS = ("own", "limit", "accept")


class BidForm(forms.Form):
    """An amount in yuan, what it is meant for, and the key that the page made for this request."""

    amount = MoneyField(label=_("Amount of the bid"), required=False, min_fen=1)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    key = forms.RegexField(r"^[A-Za-z0-9_-]{8,64}$")

    def clean(self) -> dict[str, Any]:
        """An amount is there, but where a limit is taken back."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("amount") is None and values.get("kind") != "limit" and "amount" not in self.errors:
            self.add_error("amount", _("Write the amount that you bid."))
        return values
