"""Who may see what of this app."""

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, is_superuser

from qinglan.kernel import permissions

ADMINISTRATOR = "administrator"
"""The role (kept on the floor above) of those who look after this installation."""

SEE_STATUS = permissions.declare(
    "web.see_status",
    (is_active & is_superuser) | permissions.in_role(ADMINISTRATOR),
    refusal=_("Only administrators may see the state of the system."),
)
