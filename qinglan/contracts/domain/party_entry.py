"""A party as it is entered into a contract. Parts of verbs."""

import re
from dataclasses import dataclass, fields, replace

from django.db.models import Max
from django.utils.translation import gettext as _

from qinglan.contracts.models import Contract, ContractParty, PartySide
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models import Organisation
from qinglan.parties.organisation_codes import checked_code

HOME = "中国"


_DIVISION = re.compile(r"\d{6}")


def division_of(territory: Territory) -> str:
    """The six digits of GB/T 2260 that a territory has, or the one in which it lies; "" where there is none."""
    place: Territory | None = territory
    while place is not None:
        if _DIVISION.fullmatch(place.code):
            return place.code
        place = place.parent
    return ""


@dataclass(frozen=True)
class Particulars:
    """A party as it is entered: on record (`organisation`), or by name and code."""

    organisation: Organisation | None = None
    name: str = ""
    code: str = ""
    country: str = HOME
    territory: str = ""
    address: str = ""
    representative: str = ""
    agent: str = ""
    telephone: str = ""
    bank_name: str = ""
    bank_account: str = ""

    @classmethod
    def of(cls, unit: Organisation) -> "Particulars":
        """What is on record of an organisation."""
        contact = getattr(unit, "contact", None)
        return cls(
            organisation=unit,
            name=unit.name,
            code=unit.code if unit.has_national_code else "",
            territory=division_of(unit.territory),
            address=unit.address,
            representative=contact.legal_representative if contact else "",
            agent=contact.contact_name if contact else "",
            telephone=unit.telephone,
        )


def enter(contract: Contract, side: PartySide, particulars: Particulars, position: int = 1) -> ContractParty:
    """Write the party at a place of a locked draft, within the caller's transaction. Raises Impossible."""
    found = _checked(particulars)
    twice = ContractParty.objects.filter(contract=contract).exclude(side=side, position=position)
    if found.organisation is not None:
        twice = twice.filter(organisation=found.organisation)
    elif found.code:
        twice = twice.filter(code=found.code)
    else:
        twice = twice.filter(name=found.name)
    if twice.exists():
        raise Impossible(
            _("“{name}” is a party of this contract already.").format(name=found.name), field="name"
        )
    values = {one.name: getattr(found, one.name) for one in fields(found)}
    last = (
        ContractParty.objects.filter(contract=contract, side=side).aggregate(last=Max("position"))["last"]
        or 0
    )
    party, _created = ContractParty.objects.update_or_create(
        contract=contract, side=side, position=min(position, last + 1), defaults=values
    )
    return party


def _checked(given: Particulars) -> Particulars:
    unit = given.organisation
    name = " ".join((unit.name if unit else given.name).split())
    if not name:
        raise Impossible(_("A party has a name: choose one on record, or write name and code."), field="name")
    code = (unit.code if unit and unit.has_national_code else given.code).strip().upper()
    if code and given.country == HOME:
        code = checked_code(code)
    if not code and unit is None and given.country == HOME:
        raise Impossible(
            _("Write the unified social credit code; a party abroad names its country instead."), field="code"
        )
    return replace(given, name=name, code=code)
