"""What a contract already says of its registration: 一数一源. Parts of verbs."""

from typing import Any

from qinglan.contracts.models import Contract, ContractParty, PartySide, Registration, RegistrationSide
from qinglan.contracts.registering.pack import registration
from qinglan.kernel.clock import SHANGHAI
from qinglan.parties.models import Organisation, OrganisationKind

_TYPES = {
    OrganisationKind.UNIVERSITY: "022",
    OrganisationKind.VOCATIONAL_COLLEGE: "022",
    OrganisationKind.INSTITUTE: "021",
    OrganisationKind.ASSOCIATION: "030",
}
"""What the kind of an organisation tells of its type; an enterprise may be any of several."""
COPIED = ("title", "kind", "amount", "payment_mode", "pricing_way", "begins_on", "ends_on", "signed_on", "is_related", "related_note")  # fmt: skip
"""Fields of the contract that the registration takes over."""


def form_of(contract: Contract) -> str:
    """The national form of a contract's sub-kind; "" where it fits none."""
    below = [one for one in registration().lists["form"].codes if one.above == contract.kind]
    found = [one.code for one in below if contract.form in one.matches or contract.form == one.code]
    return found[0] if found else below[0].code if len(below) == 1 else ""


def country_of(name: str) -> str:
    """The customs code of a country by its code or name; that of one not known where the list lacks it, never home's."""
    rules = registration()
    for one in rules.lists["country"].codes:
        if name in (one.code, one.name.zh, one.name.en):
            return one.code
    return rules.unknown_country


def side_values(party: ContractParty | None, side: PartySide) -> dict[str, Any]:
    """What the row says of a party."""
    if party is None:
        return {}
    unit = party.organisation
    home = registration().home
    country = country_of(party.country)
    return {
        f"{side}_name": party.name,
        f"{side}_code": party.code,
        f"{side}_country": country,
        f"{side}_territory": party.territory if country == home else "",
        f"{side}_type": _TYPES.get(OrganisationKind(unit.kind), "")
        if unit is not None
        else ""
        if country == home
        else "700",
        f"{side}_unit": unit,
    }


def copied(contract: Contract) -> dict[str, Any]:
    """All that the contract says already, but for who keeps the registration."""
    values = {name: getattr(contract, name) for name in COPIED}
    values |= {"form": form_of(contract), "listed_on": _listed_on(contract)}
    values |= side_values(contract.seller, PartySide.SELLER) | side_values(contract.buyer, PartySide.BUYER)
    return values


def keeper_of(contract: Contract) -> Organisation:
    """Who registers: the seller at home, for an import the buyer; else who keeps the contract."""
    home = registration().home
    for party in (contract.seller, contract.buyer):
        if party is not None and party.organisation is not None and country_of(party.country) == home:
            return party.organisation
    return contract.keeper


def particulars(row: Registration, contract: Contract) -> list[RegistrationSide]:
    """The further particulars of both sides, unsaved."""
    found = []
    for side, party in ((PartySide.SELLER, contract.seller), (PartySide.BUYER, contract.buyer)):
        said = party and {
            "address": party.address,
            "representative": party.representative,
            "contact": party.agent,
            "telephone": party.telephone,
        }
        found.append(RegistrationSide(registration=row, side=side, **(said or {})))
    return found


def with_keys(row: Registration) -> Registration:
    """Set what tells its parties apart."""
    for side in PartySide.values:
        name, code = getattr(row, f"{side}_name"), getattr(row, f"{side}_code")
        setattr(row, f"{side}_key", code or "".join(name.split()))
    return row


def _listed_on(contract: Contract) -> Any:
    """The day on which the technology, the need or the lot was first offered to all."""
    offered = [one for one in (contract.technology, contract.need) if one is not None]
    moments = [getattr(one, "published_at", None) for one in offered]
    if contract.result is not None:
        moments.append(contract.result.lot.disclosed_at)
    known = [one for one in moments if one is not None]
    return min(known).astimezone(SHANGHAI).date() if known else None
