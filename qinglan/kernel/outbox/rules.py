"""Who may look at the change log."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare, in_role

declare(
    "outbox.look",
    in_role("administrator"),
    refusal=_("Only administrators may see the state of the system."),
)
