"""What a version still lacks before it can be put to signature, and what had better be said."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts.domain.milestone_plan import check_plan
from qinglan.contracts.drafting.facts import facts_of
from qinglan.contracts.drafting.pack import contract_rules, law
from qinglan.contracts.models import Contract, ContractVersion, PartySide
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import in_reader_language


@dataclass(frozen=True)
class Lack:
    """Something that is missing: in words, and whether it must be there."""

    text: str
    must: bool = True


def lacks(contract: Contract, version: ContractVersion | None) -> list[Lack]:
    """What hinders the signature of `version` (None: nothing is written yet), then what had better be said."""
    if version is None:
        return [Lack(_("No version is written yet: write the clauses."))]
    found = [*_clauses(contract, version), *_head(contract)]
    if is_stale(contract, version):
        found.insert(
            0,
            Lack(
                _(
                    "The particulars of the contract changed after version {number} was written: save the next version."
                ).format(number=version.number)
            ),
        )
    return sorted(found, key=lambda one: not one.must)


def is_stale(contract: Contract, version: ContractVersion) -> bool:
    """Whether the particulars changed after the version was written."""
    return bool(version.facts != facts_of(contract))


def require_complete(contract: Contract, version: ContractVersion) -> None:
    """Raise Impossible with all that hinders the signature."""
    missing = [one.text for one in lacks(contract, version) if one.must]
    if missing:
        raise Impossible(" ".join(missing))


def _clauses(contract: Contract, version: ContractVersion) -> list[Lack]:
    said = {one.code for one in version.clauses.all()}
    return [
        Lack(
            _("Clause “{title}” is empty ({articles}).").format(
                title=in_reader_language(row.title), articles=law(row.articles)
            )
        )
        for row in contract_rules().clauses_for(contract.kind, contract.form)
        if row.essential and row.code not in said
    ]


def _head(contract: Contract) -> list[Lack]:
    found: list[Lack] = []
    try:
        check_plan(contract)
    except Impossible as refusal:
        found.append(Lack(refusal.message))
    if contract.form not in {row.code for row in contract_rules().kind(contract.kind).forms}:
        found.append(Lack(_("Choose the sub-kind: it is registered with the contract.")))
    parties: list[Any] = list(contract.parties.all())
    found += [
        Lack(_("Nobody stands on the side “{side}”.").format(side=side.label))
        for side in PartySide
        if not any(one.side == side for one in parties)
    ]
    if not contract.ends_on:
        found.append(Lack(_("No end of the term is set; the registration asks for it."), must=False))
    if contract.is_related is None:
        found.append(
            Lack(_("Say whether the parties are related; registration and subsidies ask for it."), must=False)
        )
    found += [
        Lack(_("“{name}” has no legal representative.").format(name=one.name), must=False)
        for one in parties
        if not one.representative
    ]
    return found
