"""Who may do what with bidders. Who stands behind a number is known to the organiser alone until the result."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.auctions.lots.rules import is_organiser_of_lot, is_owner_of_lot
from qinglan.kernel.history import withheld
from qinglan.kernel.permissions import Answer, answer, declare
from qinglan.kernel.roles import is_administrator, is_auditor, is_officer, is_security, is_the_system
from qinglan.parties import holding


@predicate  # type: ignore[untyped-decorator]
def lot_is_open(user: Any, lot: Any) -> bool:
    """The lot is public."""
    return lot is not None and lot.is_public


@predicate  # type: ignore[untyped-decorator]
def is_bidder(user: Any, bidder: Any) -> bool:
    """Applied himself, and still does business for the bidder or holds its power of attorney."""
    return (
        bidder is not None
        and bidder.person_id == getattr(user, "pk", None)
        and (bidder.power_of_attorney_id is not None or holding.represents(user, bidder.organisation_id))
    )


@predicate  # type: ignore[untyped-decorator]
def belongs_to_bidder(user: Any, bidder: Any) -> bool:
    """Administers the organisation that applied."""
    return bidder is not None and holding.administers(user, bidder.organisation_id)


@predicate  # type: ignore[untyped-decorator]
def organises_for_bidder(user: Any, bidder: Any) -> bool:
    """Does business for the organiser of the lot."""
    return bidder is not None and bool(is_organiser_of_lot.test(user, bidder.lot))


is_staff = is_officer | is_administrator | is_security | is_auditor
declare(
    "auctions.apply",
    is_active & ~is_the_system & ~is_staff & lot_is_open & ~is_owner_of_lot & ~is_organiser_of_lot,
    refusal=_(
        "Log in to apply for a public lot. Its owner, its organiser and the staff of this system don't bid."
    ),
)
declare(
    "auctions.see_bidders",
    is_active & is_organiser_of_lot,
    refusal=_("Who applied to bid is known to the organiser of the lot alone until the result."),
)
declare(
    "auctions.see_bidder",
    is_active & (is_bidder | belongs_to_bidder | organises_for_bidder),
    refusal=_("Who applied to bid is known to the organiser of the lot alone until the result."),
)
declare(
    "auctions.act_as_bidder",
    is_active & is_bidder,
    refusal=_("Only the person who applied acts for this bidder."),
)
declare(
    "auctions.settle_bidder",
    is_active & organises_for_bidder,
    refusal=_("Only the organiser of the lot admits bidders and enters receipts of deposits."),
)


def _history(user: Any, bidder: Any) -> Answer:
    return answer(user, "auctions.see_bidder", bidder)


withheld.register("auctions.bidder", _history)
