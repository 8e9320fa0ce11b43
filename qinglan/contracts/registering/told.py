"""What the unit is told about its registration."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Registration, RegistrationState
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.parties.holding import ACTS, people_of

TEMPLATES = {
    RegistrationState.RETURNED: register(
        "contracts.registration_returned",
        _("To be corrected: registration of %(title)s"),
        _(
            "The registration of %(title)s is to be corrected: %(words)s. The day on which the corrected papers come in counts as accepted."
        ),
    ).name,
    RegistrationState.PASSED: register(
        "contracts.registration_passed",
        _("Passed the pre-check: %(title)s"),
        _(
            "%(title)s passed the pre-check as %(words)s. That is no registration: file it in the national system now, the fill-in sheet is on its page."
        ),
    ).name,
    RegistrationState.REFUSED: register(
        "contracts.registration_refused",
        _("Not registered: %(title)s"),
        _("%(title)s is not registered: %(words)s. Correct it and hand it in again, or ask for a re-check."),
    ).name,
    RegistrationState.REGISTERED: register(
        "contracts.registration_registered",
        _("Registered: %(title)s"),
        _("%(title)s is registered under %(words)s."),
    ).name,
}


def tell_unit(acting_user: Any, row: Registration, words: str) -> None:
    """Tell all who act for the unit that keeps it of its new state, within the caller's transaction."""
    template = TEMPLATES.get(RegistrationState(row.state))
    if template is None or row.keeper is None:
        return
    send_message(
        acting_user=acting_user,
        recipients=people_of(row.keeper, *ACTS),
        template=template,
        values={"title": row.title, "words": words},
        url=row.get_absolute_url(),
    )
