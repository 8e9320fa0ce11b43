"""Who may see what of this app."""

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, is_superuser

from qinglan.kernel import permissions
from qinglan.kernel.roles import is_administrator

SEE_STATUS = permissions.declare(
    "web.see_status",
    (is_active & is_superuser) | is_administrator,
    refusal=_("Only administrators may see the state of the system."),
)
