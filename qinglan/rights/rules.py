"""Who may do what with rights: one table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer, is_the_system
from qinglan.parties import holding


@predicate  # type: ignore[untyped-decorator]
def keeps(user: Any, right: Any) -> bool:
    """Does business for the organisation in whose ledger it stands."""
    return right is not None and holding.represents(user, right.keeper_id)


@predicate  # type: ignore[untyped-decorator]
def is_registered(user: Any, right: Any) -> bool:
    """A national register shows it to everybody."""
    return right is not None and right.is_on_a_register


@predicate  # type: ignore[untyped-decorator]
def represents_it(user: Any, organisation: Any) -> bool:
    """Does business for this organisation."""
    return organisation is not None and holding.represents(user, organisation)


@predicate  # type: ignore[untyped-decorator]
def represents_somebody(user: Any) -> bool:
    """Does business for some organisation."""
    return getattr(user, "is_authenticated", False) and holding.organisations_represented_by(user).exists()


is_inside = is_active & (keeps | is_officer)

declare(
    "rights.view",
    is_registered | is_inside,
    refusal=_("This right stands on no public register; only its owner and officers see it."),
)
declare(
    "rights.enter",
    (is_active & represents_it) | is_officer | is_the_system,
    refusal=_("Rights are entered by those who do business for the organisation, or by an officer."),
)
declare(
    "rights.edit",
    is_inside | is_the_system,
    refusal=_("Only those who do business for its owner, or an officer, change a right."),
)
declare(
    "rights.use",
    is_inside | is_the_system,
    refusal=_("A listing rests on rights of its own owner."),
)
declare(
    "rights.ledger",
    (is_active & represents_somebody) | is_officer,
    refusal=_("Claim your organisation first: a ledger of rights belongs to one."),
)
