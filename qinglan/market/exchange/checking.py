"""From a row of a file to the values of a listing, or to the reasons why it is refused."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel.codes import ipc
from qinglan.kernel.codes.models import Code, Territory
from qinglan.kernel.disclosure.scanning import scan_text
from qinglan.kernel.web import pasted
from qinglan.kernel.web.money import FEN
from qinglan.market.anonymity import alias_for, gives_away
from qinglan.market.exchange.columns import Column, by_name
from qinglan.market.models import ADMITS_ABROAD, ExportClass, PriceKind
from qinglan.parties.models import Organisation

_PARTED = re.compile(r"[;；\n]")
_YES = {
    "是": True,
    "yes": True,
    "true": True,
    "1": True,
    "否": False,
    "no": False,
    "false": False,
    "0": False,
}
ESSENTIAL = {
    "technology": (
        "title",
        "problem",
        "effect",
        "trl",
        "modes",
        "contact_name",
        "secrecy_on",
        "secrecy_basis",
    ),
    "need": ("title", "kind", "problem", "modes", "deadline", "contact_name", "secrecy_on", "secrecy_basis"),
}
"""Columns without which nothing is published."""
PUBLIC_TEXTS = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "problem",
    "problem_en",
    "effect",
    "effect_en",
    "description",
    "description_en",
    "advantage",
    "advantage_en",
    "scope",
    "scope_en",
)


@dataclass
class Record:
    """A row that can be written: values of the listing, and its parts."""

    number: int
    owner: int
    territory: str
    values: dict[str, Any]
    external_id: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    contact: tuple[str, str, str] = ("", "", "")
    differs: str = ""
    """What sets it apart from those that say nearly the same, where the file says so."""


class Refused(Exception):
    """A row that is not written: the column, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class Checker:
    """Checks rows of one file; what is looked up is read once.

    `owner` stands for rows that name none; with `may_own` only these organisations are accepted.
    """

    def __init__(
        self, side: str, *, owner: Organisation | None, publishes: bool, may_own: frozenset[int] | None
    ) -> None:
        self.side = side
        self.columns = by_name(side)
        self.owner = owner
        self.publishes = publishes
        self.may_own = may_own
        self.territories = {row.pk: row.pk for row in Territory.objects.all()}
        self.territories |= {row.name_zh: row.pk for row in Territory.objects.all()}
        self.codes = set(
            Code.objects.filter(
                code_list__family__in=["key-fields", "green-catalogue", "industries"]
            ).values_list("code_list__family", "code")
        )
        self._owners: dict[str, Organisation | None] = {}

    def record(self, number: int, row: dict[str, Any]) -> Record:
        """The record of a row. Raises Refused."""
        values: dict[str, Any] = {}
        for name, cell in row.items():
            column = self.columns.get(name)
            if column is None or cell is None or cell == "":
                continue
            found = self._cell(column, cell)
            if found not in (None, "", []):
                values[column.key] = found
        if not values.get("title"):
            raise Refused("title", _("It has no title."))
        owner = self._owner(str(values.pop("owner_code", "")))
        territory = owner.territory_id
        place = values.pop("territory", "")
        if place:
            territory = self.territories.get(place, "")
            if not territory:
                raise Refused("territory", _("“{value}” is no territory here.").format(value=place))
        self._together(values)
        self._anonymous(values, owner)
        if self.publishes:
            self._publishable(values)
        rows = values.pop("parameters" if self.side == "technology" else "indicators", [])
        contact = tuple(str(values.pop(f"contact_{name}", "")) for name in ("name", "telephone", "email"))
        return Record(
            number,
            owner.pk,
            territory,
            external_id=str(values.pop("external_id", "")),
            differs=str(values.pop("differs", "")),
            fields=values.pop("fields", []),
            rows=rows,
            contact=contact,  # type: ignore[arg-type]
            values=values,
        )

    def _cell(self, column: Column, cell: Any) -> Any:
        reader = _READERS.get(column.kind)
        if reader is not None:
            return reader(self, column, cell)
        text = cell.strip() if isinstance(cell, str) else str(cell).strip()
        if "\0" in text:
            text = text.replace("\0", "")
        if column.longest and len(text) > column.longest:
            raise Refused(
                column.key,
                _("The text has {length} characters; at most {longest} are taken.").format(
                    length=len(text), longest=column.longest
                ),
            )
        return text

    def _owner(self, code: str) -> Organisation:
        code = code.strip().upper()
        if not code:
            if self.owner is None:
                raise Refused(
                    "owner_code", _("It names no owner. Fill in the code, or name an owner for the file.")
                )
            return self.owner
        if code not in self._owners:
            rows = Organisation.objects.select_related("territory").filter(code=code, ended_on__isnull=True)
            self._owners[code] = rows.first()
        found = self._owners[code]
        if found is None:
            raise Refused("owner_code", _("No organisation on record has the code {code}.").format(code=code))
        if self.may_own is not None and found.pk not in self.may_own:
            raise Refused(
                "owner_code",
                _("You don't do business for the organisation with the code {code}.").format(code=code),
            )
        return found

    def _anonymous(self, values: dict[str, Any], owner: Organisation) -> None:
        """The alias of a unit that is not to be named, which none of the texts may name."""
        if not values.get("is_anonymous"):
            return
        if not values.get("alias"):
            values["alias"], values["alias_en"] = alias_for(owner)
        texts = {name: values[name] for name in PUBLIC_TEXTS if name in values}
        if place := gives_away(owner, texts):
            raise Refused(place, _("The unit wants not to be named, but this text names it."))

    def _together(self, values: dict[str, Any]) -> None:
        """What several columns say together."""
        if self.side == "need":
            values.setdefault("kind", "problem")
            low, high = values.get("budget_min"), values.get("budget_max")
            if low is not None and high is not None and low > high:
                raise Refused("budget_max", _("Write the lowest and the highest amount, the lower first."))
            return
        if values.get("export_class") and not values.get("export_basis"):
            raise Refused("export_basis", _("Say on what the class of export rests."))
        if values.get("export_class") == ExportClass.PROHIBITED and values.get("abroad") in ADMITS_ABROAD:
            raise Refused("abroad", _("What may not be exported is not offered to partners abroad."))
        kind = values.get("price_kind", "")
        low, high = values.get("price_min"), values.get("price_max")
        if not kind and low is not None:
            kind = values["price_kind"] = PriceKind.RANGE if high is not None else PriceKind.FIXED
        if kind in ("", PriceKind.NEGOTIABLE):
            values.pop("price_min", None)
        if kind != PriceKind.RANGE:
            values.pop("price_max", None)
        if kind in (PriceKind.FIXED, PriceKind.RESERVE, PriceKind.RANGE) and low is None:
            raise Refused("price_min", _("Write the amount, or choose “negotiable”."))
        if kind == PriceKind.RANGE and (high is None or high < low):
            raise Refused("price_max", _("Write the lowest and the highest amount, the lower first."))

    def _publishable(self, values: dict[str, Any]) -> None:
        for name in ESSENTIAL[self.side]:
            if name not in values:
                raise Refused(name, _("Without it nothing is published."))
        for name in PUBLIC_TEXTS:
            if name in values and (found := scan_text(values[name])):
                raise Refused(
                    name,
                    _("A number of a person ({number}) stands in the public part.").format(
                        number=found[0].masked
                    ),
                )


def _several(cell: Any) -> list[Any]:
    if isinstance(cell, list):
        return cell
    return [part.strip() for part in _PARTED.split(str(cell)) if part.strip()]


def _choice(_checker: Checker, column: Column, cell: Any) -> str:
    assert column.choices is not None
    text = str(cell).strip()
    if text in column.choices:
        return text
    for value, word in column.choices.items():
        if word == text:
            return value
    raise Refused(column.key, _("“{value}” is not in the list.").format(value=text))


def _choices(checker: Checker, column: Column, cell: Any) -> list[str]:
    return list(dict.fromkeys(_choice(checker, column, one) for one in _several(cell)))


def _level(_checker: Checker, column: Column, cell: Any) -> int:
    text = str(cell).strip().upper().removeprefix("TRL").strip()
    if text not in {"1", "2", "3", "4", "5", "6", "7", "8", "9"}:
        raise Refused(column.key, _("“{value}” is no level from 1 to 9.").format(value=cell))
    return int(text)


def _date(_checker: Checker, column: Column, cell: Any) -> date:
    text = str(cell).strip()
    try:
        return pasted.day(text) or date.fromisoformat(text)
    except ValueError:
        raise Refused(
            column.key, _("“{value}” is no day. Write it as 2026-11-21.").format(value=cell)
        ) from None


def _money(_checker: Checker, column: Column, cell: Any) -> int:
    yuan = pasted.money(str(cell), FEN["wan"] // FEN["yuan"])
    fen = None if yuan is None else yuan * FEN["yuan"]
    if fen is None or fen < 0 or fen != fen.to_integral_value() or fen > 10**17:
        raise Refused(column.key, _("“{value}” is no amount in 10,000 yuan.").format(value=cell))
    return int(fen)


def _yes(_checker: Checker, column: Column, cell: Any) -> bool:
    found = cell if isinstance(cell, bool) else _YES.get(str(cell).strip().lower())
    if found is None:
        raise Refused(column.key, _("Write yes or no, not “{value}”.").format(value=cell))
    return found


def _fields(checker: Checker, column: Column, cell: Any) -> list[tuple[str, str]]:
    found = []
    for one in _several(cell):
        family, colon, code = str(one).partition(":")
        if not colon:
            family, code = "ipc", family
        if family == "ipc":
            try:
                code = str(ipc.symbol(code))
            except ipc.BadSymbol:
                raise Refused(
                    column.key, _("“{value}” is no IPC symbol. Write it as H01M 10/0525.").format(value=code)
                ) from None
        elif (family, code) not in checker.codes:
            raise Refused(
                column.key,
                _("“{value}” stands in no list of fields today. Choose from the list.").format(value=one),
            )
        found.append((family, code))
    return list(dict.fromkeys(found))


_LONGEST_PART = (80, 60, 60, 200)


def _rows(_checker: Checker, column: Column, cell: Any) -> list[list[str]]:
    found = []
    for one in _several(cell):
        parts = [str(part).strip() for part in (one if isinstance(one, list) else str(one).split("|"))]
        parts = [*parts, "", "", "", ""][:4]
        if not parts[0] or not parts[1 if column.key == "parameters" else 2]:
            raise Refused(column.key, _("Write {hint}, not “{value}”.").format(hint=column.hint, value=one))
        if any(len(part) > most for part, most in zip(parts, _LONGEST_PART, strict=True)):
            raise Refused(column.key, _("“{value}” is too long.").format(value=str(one)[:40]))
        found.append(parts)
    return found


_READERS: dict[str, Any] = {
    "choice": _choice,
    "choices": _choices,
    "level": _level,
    "date": _date,
    "money": _money,
    "yes": _yes,
    "fields": _fields,
    "rows": _rows,
}
