"""Who may do what with moves of researchers, shares held and proofs of results."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.contracts.models import MobilityState
from qinglan.kernel.history import withheld
from qinglan.kernel.permissions import Answer, answer, declare
from qinglan.kernel.roles import is_the_system
from qinglan.parties import holding

_UNSEEN_BY_FIRM = frozenset({MobilityState.DRAFT, MobilityState.RETURNED, MobilityState.WITHDRAWN})


@predicate  # type: ignore[untyped-decorator]
def is_the_person(user: Any, row: Any) -> bool:
    """The arrangement is his own."""
    return row is not None and row.person_id is not None and row.person_id == getattr(user, "pk", None)


@predicate  # type: ignore[untyped-decorator]
def is_of_the_unit(user: Any, row: Any) -> bool:
    """Does business for the unit that decides."""
    return row is not None and holding.represents(user, row.unit_id)


@predicate  # type: ignore[untyped-decorator]
def is_of_the_firm(user: Any, row: Any) -> bool:
    """Does business for the firm, once the arrangement was handed in."""
    return (
        row is not None
        and row.firm_id is not None
        and row.state not in _UNSEEN_BY_FIRM
        and holding.represents(user, row.firm_id)
    )


@predicate  # type: ignore[untyped-decorator]
def acts_for(user: Any, unit: Any) -> bool:
    """Does business for this organisation."""
    return unit is not None and holding.represents(user, unit)


@predicate  # type: ignore[untyped-decorator]
def is_the_holder(user: Any, row: Any) -> bool:
    """The shares are his own."""
    return row is not None and row.holder_id is not None and row.holder_id == getattr(user, "pk", None)


is_person = is_active & ~is_the_system
_SIDES = _("Only the person, the unit and the firm see an arrangement.")
_WRITES = _("The person and the unit write an arrangement.")
_DECIDES = _("The unit decides, and nobody on an arrangement of his own.")
declare("contracts.begin_mobility", is_person, refusal=_("Log in to apply for an arrangement."))
declare(
    "contracts.record_mobility",
    is_active & acts_for,
    refusal=_("Only the unit records an arrangement of somebody else."),
)
declare(
    "contracts.view_mobility", is_active & (is_the_person | is_of_the_unit | is_of_the_firm), refusal=_SIDES
)
declare("contracts.write_mobility", is_active & (is_the_person | is_of_the_unit), refusal=_WRITES)
declare("contracts.decide_mobility", is_active & is_of_the_unit & ~is_the_person, refusal=_DECIDES)
declare("contracts.expire_mobilities", is_the_system, refusal=_("Arrangements run out by themselves."))
declare(
    "contracts.see_personnel",
    is_active & acts_for,
    refusal=_("Only the unit sees the table of its personnel."),
)
declare(
    "contracts.record_shares",
    is_active & acts_for,
    refusal=_("Only the unit records shares that its people hold."),
)
declare(
    "contracts.see_shares",
    is_active & (is_the_holder | is_of_the_unit),
    refusal=_("Only the holder and the unit see shares held."),
)
declare(
    "contracts.issue_proof",
    is_active & acts_for,
    refusal=_("Only the unit gives proof of its people's results."),
)
declare(
    "contracts.view_proof",
    is_active & (is_the_person | is_of_the_unit),
    refusal=_("Only the person and the unit see a proof of results."),
)


def _mobility(user: Any, row: Any) -> Answer:
    return answer(user, "contracts.view_mobility", row)


def _part(user: Any, row: Any) -> Answer:
    return answer(user, "contracts.view_mobility", row and row.mobility)


def _shares(user: Any, row: Any) -> Answer:
    return answer(user, "contracts.see_shares", row)


def _proof(user: Any, row: Any) -> Answer:
    return answer(user, "contracts.view_proof", row)


withheld.register("contracts.mobility", _mobility)
withheld.register("contracts.mobilityextension", _part)
withheld.register("contracts.mobilityreport", _part)
withheld.register("contracts.shareholding", _shares)
withheld.register("contracts.resultproof", _proof)
