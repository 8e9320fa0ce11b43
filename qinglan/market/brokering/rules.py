"""Who may do what with mandates and introductions: one table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer, is_the_system
from qinglan.parties import holding
from qinglan.parties.models.broker import BrokerState


def broker_of(user: Any) -> Any:
    """The user's own record as a broker on the list; None without one."""
    found = getattr(user, "broker", None) if getattr(user, "pk", None) else None
    return found if found is not None and found.state == BrokerState.ACTIVE else None


@predicate  # type: ignore[untyped-decorator]
def is_broker(user: Any) -> bool:
    """A broker on the public list."""
    return broker_of(user) is not None


@predicate  # type: ignore[untyped-decorator]
def is_its_own_broker(user: Any, one: Any) -> bool:
    """The broker whose mandate or introduction it is, on the list still or not."""
    return (
        one is not None and one.broker.user_id is not None and one.broker.user_id == getattr(user, "pk", None)
    )


@predicate  # type: ignore[untyped-decorator]
def is_the_client(user: Any, one: Any) -> bool:
    """Does business for the client of a mandate."""
    return one is not None and holding.represents(user, one.client_id)


@predicate  # type: ignore[untyped-decorator]
def owns_a_side(user: Any, one: Any) -> bool:
    """Does business for the owner of one of the two that were introduced."""
    return one is not None and (
        holding.represents(user, one.need.owner_id) or holding.represents(user, one.technology.owner_id)
    )


declare(
    "brokering.work",
    is_active & is_broker,
    refusal=_("Only a technology broker on the public list does this. Apply under “Technology brokers”."),
)
declare(
    "brokering.draft_need",
    is_active & is_broker & is_its_own_broker,
    refusal=_("Only the broker who wrote the note drafts a need from it."),
)
declare(
    "brokering.see_mandate",
    is_active & (is_its_own_broker | is_the_client | is_officer),
    refusal=_("A mandate is seen by its broker, its client and officers."),
)
declare(
    "brokering.answer_mandate",
    is_active & is_the_client,
    refusal=_("Only those who do business for the client answer a mandate."),
)
declare(
    "brokering.end_mandate",
    is_active & (is_its_own_broker | is_the_client),
    refusal=_("Only the broker or the client ends a mandate."),
)
declare(
    "brokering.see_introduction",
    is_active & (is_its_own_broker | owns_a_side | is_officer),
    refusal=_("An introduction is seen by its broker, both sides and officers."),
)
declare(
    "brokering.confirm_introduction",
    is_active & owns_a_side,
    refusal=_("Only the two sides confirm that a broker acts for both."),
)
declare(
    "brokering.withdraw_introduction",
    is_active & is_its_own_broker,
    refusal=_("Only its broker withdraws an introduction."),
)
declare("brokering.lapse", is_the_system, refusal=_("Protection ends by itself."))
