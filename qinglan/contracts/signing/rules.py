"""Who puts a contract to signature, brings and compares scans, signs, and takes it back."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.contracts.models import Contract, PartySignature, SignatureState, SigningState
from qinglan.contracts.rules import acts_for_a_party
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer, is_the_system
from qinglan.parties import holding
from qinglan.parties.models import Membership, MembershipRole


@predicate  # type: ignore[untyped-decorator]
def needs_an_officer(user: Any, contract: Any) -> bool:
    """A scan waits that no other side on record can compare."""
    return isinstance(contract, Contract) and any(
        not comparing_units(contract, one)
        for one in PartySignature.objects.filter(
            signing__contract=contract, signing__state=SigningState.OPEN, state=SignatureState.BROUGHT
        ).select_related("brought_by")
    )


def comparing_units(contract: Contract, brought: PartySignature) -> set[int]:
    """The organisations among the parties whose people may compare a scan: those for which its bringer doesn't act."""
    units = {one.organisation_id for one in contract.parties.all() if one.organisation_id is not None}
    return {unit for unit in units if not holding.represents(brought.brought_by, unit)}


@predicate  # type: ignore[untyped-decorator]
def binds_this_party(user: Any, signature: Any) -> bool:
    """May bind the party whose signature it is, by a paper of that organisation."""
    return signing_paper(user, getattr(signature, "organisation_id", None)) != ""


@predicate  # type: ignore[untyped-decorator]
def waits_for_the_provider(user: Any, signature: Any) -> bool:
    """Does business for the party whose seal was ordered and is not there yet: the order binds, not the bringing."""
    unit = getattr(signature, "organisation_id", None)
    return (
        unit is not None and signature.state == SignatureState.ASKED and bool(holding.represents(user, unit))
    )


def signing_paper(user: Any, unit: int | None) -> str:
    """The paper by which an organisation named `user` its signatory, "" where there is none.

    What was delegated does not count: an authority to bind can't be passed on.
    """
    if unit is None or getattr(user, "pk", None) is None:
        return ""
    named = (
        Membership.objects.in_force()
        .filter(user_id=user.pk, organisation_id=unit, role=MembershipRole.SIGNATORY)
        .first()
    )
    return _now("authorised signatory: %(basis)s") % {"basis": named.basis} if named is not None else ""


declare(
    "contracts.put_to_signature",
    is_active & acts_for_a_party,
    refusal=_("A contract is put to signature by those who do business for one of its parties."),
)
declare(
    "contracts.bring_scan",
    is_active & acts_for_a_party,
    refusal=_("The signed and stamped scan is brought by those who do business for one of the parties."),
)
declare(
    "contracts.compare_scan",
    is_active & (acts_for_a_party | (is_officer & needs_an_officer)),
    refusal=_("A scan is compared by another party; by an officer where no other party is on record."),
)
declare(
    "contracts.sign",
    is_active & binds_this_party,
    refusal=_(
        "Only an authorised signatory of the party signs electronically. Its administrator names one on the page of the organisation, by a paper that says so; or have the contract signed on paper."
    ),
)
declare(
    "contracts.take_back",
    is_active & acts_for_a_party,
    refusal=_("A contract is taken back from signing by those who do business for one of its parties."),
)
declare(
    "contracts.bring_seal",
    is_active & (binds_this_party | waits_for_the_provider),
    refusal=_(
        "What a provider of seals made is brought by the authorised signatory of the party; what he ordered, by those who do business for the party as well."
    ),
)
declare(
    "contracts.answer_order",
    is_the_system,
    refusal=_("What a provider sends is taken by the system itself."),
)
