"""Who may clear something for publication."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import predicate

from qinglan.kernel.permissions import declare, in_role

is_officer = in_role("officer")
is_administrator = in_role("administrator")


@predicate  # type: ignore[untyped-decorator]
def is_the_system(user: Any) -> bool:
    """Start-up and background work."""
    return bool(getattr(user, "is_system", False))


declare(
    "disclosure.clear",
    is_officer | is_administrator | is_the_system,
    refusal=_("Only an officer may clear something for publication."),
)
declare(
    "disclosure.override",
    is_officer,
    refusal=_("Numbers of persons were found. Only an officer may let them become public, with a reason."),
)
declare(
    "disclosure.see",
    is_officer | is_administrator,
    refusal=_("Only officers see what was checked before publication."),
)
