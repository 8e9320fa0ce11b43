"""Who may do what with plans: one table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer, is_the_system


@predicate  # type: ignore[untyped-decorator]
def is_public(user: Any, version: Any) -> bool:
    """The version is published, or was and says now that it is withdrawn."""
    return version is not None and version.is_public


ONLY_OFFICERS = _("Only an officer may work on plans. Log in with an officer's account.")

declare("plans.upload", is_officer | is_the_system, refusal=ONLY_OFFICERS)
declare("plans.confirm", is_officer, refusal=ONLY_OFFICERS)
declare("plans.link", is_officer, refusal=ONLY_OFFICERS)
declare("plans.attach", is_officer | is_the_system, refusal=ONLY_OFFICERS)
declare("plans.publish", is_officer | is_the_system, refusal=ONLY_OFFICERS)
declare("plans.withdraw", is_officer, refusal=ONLY_OFFICERS)
declare("plans.load_pack", is_the_system, refusal=_("Packs are loaded by the system itself."))
declare("plans.view", is_public | is_officer, refusal=_("This version of the plan is not published."))
