"""Who may do what with personal data, consents, and the log of looks: one table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_administrator, is_auditor, is_officer, is_security, is_the_system
from qinglan.parties.organisation_rules import is_person


@predicate  # type: ignore[untyped-decorator]
def is_about_him(user: Any, request: Any) -> bool:
    """The request is the user's own."""
    return request is not None and request.user_id == getattr(user, "pk", None)


declare("personal.own", is_person, refusal=_("Log in first: everybody sees his own data."))
declare(
    "personal.see_readings", is_auditor, refusal=_("Only the audit administrator reads the log of looks.")
)
declare(
    "personal.settle",
    (is_officer | is_administrator) & ~is_about_him,
    refusal=_("Only officers and the system administrator answer requests, and nobody his own."),
)
declare("personal.keep_time", is_the_system, refusal=_("Only the system itself erases what is due."))
declare(
    "personal.reset_factor",
    is_security,
    refusal=_("Only a security administrator, who is not the person himself, resets a second factor."),
)
