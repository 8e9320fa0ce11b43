"""Who may do what in the market: one table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, is_authenticated, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer, is_the_system
from qinglan.market.models import ListingState
from qinglan.market.models.brokering import MandateState, VisitNote
from qinglan.parties import holding
from qinglan.parties.models import MembershipRole
from qinglan.parties.models.organisation_kind import OrganisationState

DECLINED, ENDED = MandateState.DECLINED, MandateState.ENDED


def is_market_member(user: Any) -> bool:
    """Whether `user` does business for a verified organisation."""
    return (
        getattr(user, "is_authenticated", False)
        and holding.organisations_represented_by(user).filter(state=OrganisationState.VERIFIED).exists()
    )


@predicate  # type: ignore[untyped-decorator]
def is_published(user: Any, listing: Any) -> bool:
    """Everybody may open it."""
    return listing is not None and listing.is_public


@predicate  # type: ignore[untyped-decorator]
def is_owner(user: Any, listing: Any) -> bool:
    """Does business for the owner."""
    return listing is not None and holding.represents(user, listing.owner_id)


@predicate  # type: ignore[untyped-decorator]
def is_owner_manager(user: Any, listing: Any) -> bool:
    """Administrator of the owner."""
    return listing is not None and holding.member_of(user, listing.owner_id, MembershipRole.ADMINISTRATOR)


@predicate  # type: ignore[untyped-decorator]
def is_its_broker(user: Any, listing: Any) -> bool:
    """The broker whom the owner mandated."""
    return (
        listing is not None
        and listing.broker_id is not None
        and listing.broker.user_id is not None
        and listing.broker.user_id == getattr(user, "pk", None)
    )


@predicate  # type: ignore[untyped-decorator]
def drafted_it(user: Any, listing: Any) -> bool:
    """The broker who drafted a need after a visit, until its owner answered his mandate or handed it in."""
    if getattr(listing, "SIDE", "") != "need" or listing.state != ListingState.DRAFT:
        return False
    if listing.created_by_id != getattr(user, "pk", None):
        return False
    notes = VisitNote.objects.filter(need=listing, broker__user=user)
    return notes.exists() and not listing.mandates.filter(state__in=(DECLINED, ENDED)).exists()


@predicate  # type: ignore[untyped-decorator]
def took_part(user: Any, listing: Any) -> bool:
    """Wrote it, or made the first check: he may not make the second."""
    if listing is None:
        return False
    return bool(
        listing.created_by_id == user.pk or is_owner.test(user, listing) or is_its_broker.test(user, listing)
    )


@predicate  # type: ignore[untyped-decorator]
def represents_somebody(user: Any) -> bool:
    """Does business for some organisation."""
    return getattr(user, "is_authenticated", False) and holding.organisations_represented_by(user).exists()


@predicate  # type: ignore[untyped-decorator]
def represents_it(user: Any, organisation: Any) -> bool:
    """Does business for this organisation."""
    return organisation is not None and holding.represents(user, organisation)


is_person = is_authenticated & is_active & ~is_the_system
is_inside = is_active & (is_owner | is_its_broker | is_officer | drafted_it)
"""Sees everything of a listing."""

declare(
    "market.add",
    (is_active & represents_it) | is_officer | is_the_system,
    refusal=_(
        "Technologies and needs are entered by those who do business for the organisation, or by an officer."
    ),
)
declare(
    "market.begin",
    (is_active & represents_somebody) | is_officer,
    refusal=_("Claim your organisation first: technologies and needs belong to one."),
)
declare(
    "market.view",
    is_published | is_inside,
    refusal=_("This is not published; only its owner, its broker and officers see it."),
)
declare(
    "market.edit",
    is_inside,
    refusal=_("Only the owner, its broker or an officer may change this."),
)
declare(
    "market.hand_in",
    is_active & (is_owner | is_its_broker | is_officer),
    refusal=_("The owner hands it in. Its broker may, as soon as the owner has accepted the mandate."),
)
declare(
    "market.check_first",
    is_active & (is_owner_manager | is_its_broker),
    refusal=_("The first check is made by an administrator of the organisation or its broker."),
)
declare(
    "market.check_second",
    is_officer & ~took_part,
    refusal=_("The second check is made by a market officer who has neither written nor checked it before."),
)
declare(
    "market.queue",
    is_officer,
    refusal=_("Only market officers see what waits for a check."),
)
declare(
    "market.confirm_application",
    is_officer,
    refusal=_("Only an officer confirms applications, after looking at the evidence."),
)
declare(
    "market.save_search",
    is_person,
    refusal=_("Log in first: a saved search belongs to an account."),
)
declare(
    "market.import",
    (is_active & represents_somebody) | is_officer | is_the_system,
    refusal=_("Files are brought in by those who do business for an organisation, or by an officer."),
)
declare(
    "market.import_published",
    is_officer | is_the_system,
    refusal=_("Only an officer brings in what is published at once; others bring in drafts."),
)
declare("market.expire", is_the_system, refusal=_("Listings expire by themselves."))
