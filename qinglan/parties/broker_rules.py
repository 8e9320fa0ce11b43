"""Who may do what with brokers: one table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer
from qinglan.parties.models.broker import BrokerState
from qinglan.parties.organisation_rules import is_person


@predicate  # type: ignore[untyped-decorator]
def is_the_broker(user: Any, broker: Any) -> bool:
    """The broker's own account."""
    return broker is not None and broker.user_id is not None and broker.user_id == getattr(user, "pk", None)


@predicate  # type: ignore[untyped-decorator]
def is_on_the_list(user: Any, broker: Any) -> bool:
    """On the public list."""
    return broker is not None and broker.state == BrokerState.ACTIVE


declare(
    "brokers.view",
    is_on_the_list | is_officer | (is_active & is_the_broker),
    refusal=_("This broker is not on the public list."),
)
declare(
    "brokers.see_record",
    is_officer | (is_active & is_the_broker),
    refusal=_("The record is shown to the broker himself and to officers."),
)
declare("brokers.apply", is_person, refusal=_("Log in first: the application belongs to your account."))
declare(
    "brokers.edit",
    is_officer | (is_active & is_the_broker),
    refusal=_("Only the broker himself or an officer changes the record."),
)
declare(
    "brokers.settle",
    is_officer & ~is_the_broker,
    refusal=_("Only an officer decides on brokers, and never on himself."),
)
declare("brokers.import", is_officer, refusal=_("Only an officer brings brokers in."))
