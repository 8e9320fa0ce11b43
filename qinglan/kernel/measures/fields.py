"""Form fields for what officers type: amounts in an indicator's unit, and codes of organisations."""

import re
import unicodedata
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.uscc import BadCode, normalised, validated
from qinglan.kernel.measures.domain.checks import code_problem
from qinglan.kernel.measures.units import COUNTED, unit_words
from qinglan.kernel.web.forms import MoneyInput

PLAIN = re.compile(r"-?\d+(\.\d*)?|-?\.\d+", re.ASCII)
GROUPED = re.compile(r"-?(\d{1,3}(,\d{3})+|\d{1,4}(,\d{4})+)(\.\d*)?", re.ASCII)
DIGITS, PLACES = 16, 4
"""Digits before and after the point that the table keeps."""


class AmountInput(MoneyInput):
    """A text box for an amount with the unit printed behind it."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self.words = unit

    @property
    def unit_label(self) -> str:
        """The unit in the reader's language."""
        return unit_words(self.words)


class AmountField(forms.Field):
    """An amount as an exact Decimal, in `unit`.

    Accepts full-width characters and separators between groups of three or four digits. A comma
    that separates anything else is refused, since it may be meant as a decimal point.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Write the amount."),
        "invalid": _("Write the amount in digits, such as 12,600.5, without the unit."),
        "negative": _("The amount can't be below zero."),
        "whole": _("This is counted in whole numbers."),
        "places": _("Write at most 4 digits after the decimal point."),
        "digits": _("The amount has too many digits. Look at the unit again."),
    }

    def __init__(self, *, unit: str, **kwargs: Any) -> None:
        super().__init__(widget=AmountInput(unit), **kwargs)
        self.unit = unit

    def to_python(self, value: Any) -> Decimal | None:
        """The exact number; None for an empty box."""
        if isinstance(value, Decimal):
            return value
        if value in self.empty_values:
            return None
        text = (
            unicodedata.normalize("NFKC", str(value)).replace("。", ".").replace("−", "-").replace("、", ",")
        )
        text = "".join(text.split())
        if not (PLAIN.fullmatch(text) or GROUPED.fullmatch(text)):
            raise self._error("invalid")
        whole, _point, fraction = text.replace(",", "").lstrip("-").partition(".")
        if len(fraction.rstrip("0")) > PLACES:
            raise self._error("places")
        if len(whole.lstrip("0")) > DIGITS:
            raise self._error("digits")
        number = Decimal(text.replace(",", ""))
        if number < 0:
            raise self._error("negative")
        if self.unit in COUNTED and number != number.to_integral_value():
            raise self._error("whole")
        return number

    def prepare_value(self, value: Any) -> Any:
        """A Decimal without trailing zeros; what was typed stays as typed."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def _error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


class CodeField(forms.CharField):
    """A unified social credit code with its check character; small, full-width and spaced are fine."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        )
        super().__init__(widget=widget, max_length=60, **kwargs)

    def to_python(self, value: Any) -> str:
        """The code in 18 half-width capitals; "" for an empty box."""
        text = normalised(super().to_python(value) or "")
        if not text:
            return ""
        try:
            return validated(text)
        except BadCode as error:
            raise ValidationError(code_problem(error), code=error.reason) from error
