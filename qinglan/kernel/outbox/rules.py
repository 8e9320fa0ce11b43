"""Who may look at the change log."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_administrator

declare(
    "outbox.look",
    is_administrator,
    refusal=_("Only administrators may see the state of the system."),
)
