"""What a certified outage does to registrations: an office that was to decide in it, or soon after, has longer."""

from typing import Any

from qinglan.contracts.domain.registration_desk import extend_after_outage
from qinglan.contracts.domain.registration_state import locked_now
from qinglan.contracts.models import Registration, RegistrationState
from qinglan.kernel.outages.domain.outage import EXTENDS
from qinglan.kernel.outages.rule import rule_in_force
from qinglan.kernel.periods import Outage
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.periods.length import ONE_DAY


def extend_registrations(acting_user: Any, outage: Outage, what: str) -> int:
    """Those whose end lies in the reach of the outage; how many were extended. One after another, by their keys."""
    first = legal_day(outage.began) - ONE_DAY
    last = legal_day(outage.ended + rule_in_force().within)
    rows = Registration.objects.filter(
        state__in=[RegistrationState.ACCEPTED, RegistrationState.REVIEW], due_on__gte=first, due_on__lte=last
    ).order_by("pk")
    return sum(
        extend_after_outage(acting_user, locked_now(key), outage, what)
        for key in rows.values_list("pk", flat=True)
    )


EXTENDS.append(extend_registrations)
