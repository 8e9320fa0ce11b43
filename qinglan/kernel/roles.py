"""The roles that every floor asks about, and the predicates on them. Who gives them: `qinglan.parties.roles`."""

from typing import Any

from rules.predicates import predicate

from qinglan.kernel.permissions import in_role

OFFICER = "officer"
ADMINISTRATOR = "administrator"
SECURITY = "security"
AUDITOR = "auditor"

is_officer = in_role(OFFICER)
is_administrator = in_role(ADMINISTRATOR)
is_security = in_role(SECURITY)
is_auditor = in_role(AUDITOR)


@predicate  # type: ignore[untyped-decorator]
def is_the_system(user: Any) -> bool:
    """The one account under which start-up, background work and the command line act."""
    return bool(getattr(user, "is_system", False))
