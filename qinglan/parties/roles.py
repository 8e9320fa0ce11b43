"""The roles that an account may hold: their names, and who gives them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import ADMINISTRATOR, AUDITOR, OFFICER, SECURITY, is_the_system

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


def roles_of(user: Any) -> list[str]:
    """The roles that `user` holds, in the order of `ROLES`."""
    held = {group.name for group in user.groups.all()}
    return [role for role in ROLES if role in held]


def gives(user: Any) -> tuple[str, ...]:
    """The roles that `user` may give to others; all of them for the system itself."""
    if is_the_system.test(user):
        return tuple(ROLES)
    if not getattr(user, "is_active", False):
        return ()
    return tuple(role for held in roles_of(user) for role in GIVES.get(held, ()))
