"""Who may see a contract, read what it says, write it: its parties and keeper; officers see that it exists."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.contracts.models import Contract
from qinglan.kernel.history import withheld
from qinglan.kernel.permissions import Answer, answer, declare
from qinglan.kernel.roles import is_auditor, is_officer
from qinglan.market.rules import is_market_member
from qinglan.parties import holding


def units_of(contract: Contract) -> set[int]:
    """The organisations on record that are its parties, and its keeper."""
    return {contract.keeper_id} | {
        one.organisation_id for one in contract.parties.all() if one.organisation_id is not None
    }


@predicate  # type: ignore[untyped-decorator]
def acts_for_a_party(user: Any, contract: Any) -> bool:
    """Does business for one of the parties or the keeper."""
    return contract is not None and any(holding.represents(user, unit) for unit in units_of(contract))


@predicate  # type: ignore[untyped-decorator]
def represents_keeper(user: Any, unit: Any) -> bool:
    """Does business for the organisation, or, where none is named yet, for some verified one."""
    return is_market_member(user) if unit is None else holding.represents(user, unit)


declare(
    "contracts.begin",
    is_active & represents_keeper,
    refusal=_("A contract is begun in the name of a verified organisation, by those who do business for it."),
)
declare(
    "contracts.view",
    is_active & (acts_for_a_party | is_officer | is_auditor),
    refusal=_("A contract is seen by its parties; officers see its number and how it stands."),
)
declare(
    "contracts.read",
    is_active & (acts_for_a_party | is_auditor),
    refusal=_("What a contract says is read by its parties."),
)
declare(
    "contracts.write",
    is_active & acts_for_a_party,
    refusal=_("A contract is written by those who do business for one of its parties."),
)
declare(
    "contracts.give_up",
    is_active & acts_for_a_party,
    refusal=_("Only a party gives a contract up."),
)
declare(
    "contracts.perform",
    is_active & acts_for_a_party,
    refusal=_("What is delivered, accepted, amended or ended is said by the parties of the contract."),
)


def _says(user: Any, row: Any) -> Answer:
    """What a contract says is read by its parties; so is how it was changed."""
    return answer(user, "contracts.read", getattr(row, "contract", row))


for _name in (
    "contract",
    "contractparty",
    "contractright",
    "milestone",
    "amendment",
    "ending",
    "matter",
    "signing",
):
    withheld.register(f"contracts.{_name}", _says)
withheld.register(
    "contracts.partysignature",
    lambda user, row: _says(user, None if row is None else row.signing),
)
