"""The roles that an account may hold, and predicates on them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import in_role

OFFICER = "officer"
ADMINISTRATOR = "administrator"
SECURITY = "security"
AUDITOR = "auditor"

ROLES = {
    OFFICER: _("Officer"),
    ADMINISTRATOR: _("System administrator"),
    SECURITY: _("Security administrator"),
    AUDITOR: _("Audit administrator"),
}
KEEPERS = (ADMINISTRATOR, SECURITY, AUDITOR)
"""The three administrators: three people, none of whom does the business of the office."""
GIVES = {
    ADMINISTRATOR: (ADMINISTRATOR,),
    SECURITY: (OFFICER, SECURITY),
    AUDITOR: (AUDITOR,),
}
"""Who gives and takes which roles: each administrator his own kind, the security administrator the rest."""

is_officer = in_role(OFFICER)
is_administrator = in_role(ADMINISTRATOR)
is_security = in_role(SECURITY)
is_auditor = in_role(AUDITOR)


def roles_of(user: Any) -> list[str]:
    """The roles that `user` holds, in the order of `ROLES`."""
    held = {group.name for group in user.groups.all()}
    return [role for role in ROLES if role in held]


def gives(user: Any) -> tuple[str, ...]:
    """The roles that `user` may give to others; all of them for the system itself."""
    if getattr(user, "is_system", False):
        return tuple(ROLES)
    if not getattr(user, "is_active", False):
        return ()
    return tuple(role for held in roles_of(user) for role in GIVES.get(held, ()))
