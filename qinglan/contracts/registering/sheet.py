"""填报单: every field of the national form in its order, as it would be typed there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from qinglan.contracts.models import PartySide, Registration, RegistrationSide
from qinglan.contracts.registering.pack import FormField, code_words, registration, words
from qinglan.kernel.web.money import in_unit

PERSONAL = frozenset({"representative", "contact", "telephone"})
"""Fields about persons."""
_ROW_SIDE = frozenset({"name", "code", "country", "territory", "type"})


@dataclass(frozen=True)
class Filled:
    """A field of the form: what is copied into it, and how it reads here where that differs."""

    field: FormField
    label: str
    value: str
    side: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether nothing is said for it."""
        return not self.value


def filled(row: Registration, *, persons: bool = True) -> list[Filled]:
    """All fields in the order of the national form, those about persons only where the reader sees them.

    Values are Chinese, whatever the reader's language.
    """
    sides = {one.side: one for one in row.sides.all()}
    found = []
    for field in registration().fields:
        if field.value in PERSONAL and not persons:
            continue
        raw = _raw(row, sides, field)
        with override("zh-hans"):
            value = _written(field, raw)
        found.append(Filled(field, words(field.label), value, field.side))
    return found


def grouped(found: list[Filled]) -> list[tuple[str, list[Filled]]]:
    """The same under headings: the project, the buyer, the seller."""
    titles = {
        "": _("The project"),
        PartySide.BUYER: pgettext("registration heading", "The buyer"),
        PartySide.SELLER: pgettext("registration heading", "The seller"),
    }
    groups: dict[str, list[Filled]] = {}
    for one in found:
        groups.setdefault(one.side, []).append(one)
    return [(titles[side], rows) for side, rows in groups.items()]


def values(row: Registration) -> dict[str, str]:
    """National field names and what stands in them."""
    return {one.field.key: one.value for one in filled(row)}


def values_to_keep(row: Registration) -> dict[str, str]:
    """The same without persons: what was filed is kept for good, and people may ask to be forgotten."""
    return {one.field.key: one.value for one in filled(row) if one.field.value not in PERSONAL}


def _raw(row: Registration, sides: dict[str, RegistrationSide], field: FormField) -> Any:
    if not field.side:
        return getattr(row, field.value)
    if field.value in _ROW_SIDE:
        return getattr(row, f"{field.side}_{field.value}")
    side = sides.get(field.side)
    return None if side is None else getattr(side, field.value)


def in_wan(fen: int) -> str:
    """An amount in 万元 to the 分, with two places at least: what is typed there must come back the same."""
    whole, places = f"{in_unit(fen, 'wan', 6):f}".split(".")
    return f"{whole}.{places[:2]}{places[2:].rstrip('0')}"


def _written(field: FormField, raw: Any) -> str:
    if raw is None or raw == "":
        return ""
    if field.kind == "money":
        return _ten_thousands(raw)
    if field.kind == "flag":
        return "是" if raw else "否"
    if isinstance(raw, date):
        return raw.isoformat()
    return code_words(field.codes, raw) if field.codes else str(raw)


def _ten_thousands(fen: int) -> str:
    """In 万元 to the last 分, with two decimal places at least: what is copied is what the contract says."""
    whole, rest = f"{in_unit(fen, 'wan', 6):f}".split(".")
    return f"{whole}.{rest.rstrip('0').ljust(2, '0')}"
