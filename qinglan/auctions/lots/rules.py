"""Who may see a lot, write it and see it through: the owner, then the organiser, then everybody."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.auctions.models.choices import LotState
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_the_system
from qinglan.market.rules import is_market_member
from qinglan.parties import holding

HANDED_IN = frozenset(LotState) - {LotState.DRAFT}
"""States in which the organiser knows of a lot."""


@predicate  # type: ignore[untyped-decorator]
def lot_is_public(user: Any, lot: Any) -> bool:
    """It was disclosed."""
    return lot is not None and lot.is_public


@predicate  # type: ignore[untyped-decorator]
def is_owner_of_lot(user: Any, lot: Any) -> bool:
    """Does business for who sells, or for who buys where the object is a need."""
    return lot is not None and holding.represents(user, lot.owner_id)


@predicate  # type: ignore[untyped-decorator]
def is_organiser_of_lot(user: Any, lot: Any) -> bool:
    """Does business for the organiser, once the lot was handed in."""
    return lot is not None and lot.state in HANDED_IN and holding.represents(user, lot.organiser_id)


declare(
    "auctions.view_lot",
    lot_is_public | (is_active & (is_owner_of_lot | is_organiser_of_lot)),
    refusal=_("This lot is not disclosed yet; until then its owner and its organiser see it."),
)


@predicate  # type: ignore[untyped-decorator]
def represents_unit(user: Any, unit: Any) -> bool:
    """Does business for the organisation itself, or, where none is named yet, for some verified one."""
    return is_market_member(user) if unit is None else holding.represents(user, unit)


@predicate  # type: ignore[untyped-decorator]
def reserve_is_open(user: Any, lot: Any) -> bool:
    """The reserve price was disclosed with the lot."""
    return lot is not None and lot.is_public and lot.reserve_is_public


@predicate  # type: ignore[untyped-decorator]
def may_ask_about(user: Any, lot: Any) -> bool:
    """The lot is public, and he acts for neither of those who answer."""
    return (
        lot is not None
        and lot.is_public
        and not is_owner_of_lot(user, lot)
        and not is_organiser_of_lot(user, lot)
    )


declare(
    "auctions.begin_lot",
    is_active & represents_unit,
    refusal=_("A lot is offered in the name of a verified organisation, by those who do business for it."),
)
declare(
    "auctions.edit_lot",
    is_active & is_owner_of_lot,
    refusal=_("Only those who do business for its owner write a lot."),
)
declare(
    "auctions.see_lot_papers",
    is_active & (is_owner_of_lot | is_organiser_of_lot),
    refusal=_("Papers that are not disclosed are seen by the owner and the organiser of the lot."),
)
declare(
    "auctions.see_reserve",
    reserve_is_open | (is_active & (is_owner_of_lot | is_organiser_of_lot)),
    refusal=_("The reserve price is known to the owner and the organiser alone until the bids are closed."),
)
declare(
    "auctions.organise",
    is_active & is_organiser_of_lot,
    refusal=_("Only the organiser of the lot does this."),
)
declare(
    "auctions.ask",
    is_active & ~is_the_system & may_ask_about,
    refusal=_("Log in to ask about a disclosed lot. Its owner and organiser answer, they don't ask."),
)
declare(
    "auctions.run_moments",
    is_the_system,
    refusal=_("Bids begin and end by the clock."),
)
