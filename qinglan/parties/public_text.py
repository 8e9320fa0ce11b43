"""The check before something that everybody may read is stored: no identity or bank card number in it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.disclosure.scanning import Kind, scan_text

_REFUSED = (Kind.IDENTITY, Kind.CARD)


def number_in(text: str) -> str:
    """The first identity or bank card number in `text`, masked; "" where there is none."""
    return next((found.masked for found in scan_text(text) if found.kind in _REFUSED), "")


def without_numbers(values: Mapping[str, str]) -> None:
    """Raise Impossible, with the field, where a public text holds an identity or bank card number."""
    for field, text in values.items():
        if masked := number_in(text or ""):
            raise Impossible(
                _(
                    "An identity or bank card number ({number}) stands in this text, and everybody could read it. Take it out; such numbers are never published."
                ).format(number=masked),
                field=field,
            )
