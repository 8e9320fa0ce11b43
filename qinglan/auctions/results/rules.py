"""Who may do what after the bids."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.auctions.lots.rules import is_organiser_of_lot, is_owner_of_lot
from qinglan.auctions.models import MemberState
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer, is_the_system


@predicate  # type: ignore[untyped-decorator]
def sits_on_committee(user: Any, lot: Any) -> bool:
    """Was named to the committee and did not decline."""
    return (
        lot is not None
        and lot.committee.filter(person_id=getattr(user, "pk", None))
        .exclude(state=MemberState.DECLINED)
        .exists()
    )


@predicate  # type: ignore[untyped-decorator]
def is_winner_of_lot(user: Any, lot: Any) -> bool:
    """Does business for the organisation that won."""
    from qinglan.auctions.results.queries import result_in_force  # noqa: PLC0415 - reads models of the results
    from qinglan.parties import holding  # noqa: PLC0415 - only here

    found = None if lot is None else result_in_force(lot)
    return (
        found is not None
        and found.organisation_id is not None
        and holding.represents(user, found.organisation_id)
    )


is_person = is_active & ~is_the_system
declare(
    "auctions.determine",
    is_the_system | (is_active & is_organiser_of_lot),
    refusal=_("The organiser of the lot determines its result."),
)
declare(
    "auctions.post_result",
    is_active & is_organiser_of_lot,
    refusal=_("The organiser of the lot puts its result on public notice."),
)
declare(
    "auctions.close_result_notices",
    is_the_system,
    refusal=_("Notices of results close by themselves."),
)
declare(
    "auctions.object_to_result",
    is_person & ~is_organiser_of_lot,
    refusal=_("Log in to object to a result. Who organised the lot does not object to it."),
)
declare(
    "auctions.rule_on_result",
    is_active & is_organiser_of_lot,
    refusal=_("The organiser of the lot rules on objections to its result."),
)
declare(
    "auctions.read_objections",
    is_active & (is_organiser_of_lot | is_officer),
    refusal=_("The organiser of the lot and officers read objections to its result."),
)
declare(
    "auctions.settle_signing",
    is_active & is_organiser_of_lot,
    refusal=_("The organiser of the lot records whether the winner signed."),
)
declare(
    "auctions.see_signing",
    is_active & (is_organiser_of_lot | is_owner_of_lot | is_winner_of_lot | is_officer),
    refusal=_("The two sides of the deal, the organiser and officers see how it is signed."),
)
declare(
    "auctions.name_committee",
    is_active & is_organiser_of_lot,
    refusal=_("The organiser of the lot names its committee."),
)
declare(
    "auctions.judge",
    is_active & sits_on_committee,
    refusal=_("Only members of the committee of this lot give points."),
)
declare(
    "auctions.fix_scores",
    is_active & is_organiser_of_lot,
    refusal=_("The organiser of the lot fixes the points of the committee."),
)
