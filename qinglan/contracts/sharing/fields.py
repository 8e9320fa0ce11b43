"""Fields and beginnings that forms of service inventions share."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.sharing.arithmetic import WHOLE
from qinglan.kernel.web.forms import (
    NumberField,
)
from qinglan.parties.models import Organisation

SCANS = (".pdf", ".png", ".jpg", ".jpeg", ".ofd")
ATTACHED = (".pdf", ".docx", ".xlsx", ".png", ".jpg", ".jpeg", ".zip")


class PercentField(NumberField):
    """A share typed in percent, as ten-thousandths; more than two decimal places are refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 100, "decimal_places": 2, **kwargs})

    def clean(self, value: Any) -> Any:
        """The integer; None for an empty box."""
        found = super().clean(value)
        return None if found is None else int(found * (WHOLE // 100))


def shown_percent(share: int | None) -> Decimal | None:
    """Ten-thousandths for the box.

    >>> str(shown_percent(7000)), str(shown_percent(4762))
    ('70', '47.62')
    """
    if share is None:
        return None
    whole, rest = divmod(share, 100)
    return Decimal(whole) if not rest else Decimal(f"{whole}.{rest:02d}")


class Titled(forms.Form):
    """A form whose labels begin with a capital, whatever the word is called elsewhere."""

    def __getitem__(self, name: str) -> forms.BoundField:
        """The field with its label as a heading."""
        field = super().__getitem__(name)
        field.label = capfirst(str(field.label))
        return field


class UnitForm(Titled):
    """Asks for the unit where somebody acts for several; one alone is not asked for."""

    def __init__(self, *args: Any, units: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = list(units)
        if len(self.units) > 1:
            field = forms.ChoiceField(label=_("Unit"), choices=[(one.pk, one.name) for one in self.units])
            self.fields = {"unit": field, **self.fields}

    @property
    def unit(self) -> Organisation:
        """The one chosen."""
        if len(self.units) == 1:
            return self.units[0]
        return next(one for one in self.units if str(one.pk) == self.cleaned_data["unit"])
