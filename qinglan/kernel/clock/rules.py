"""Who may change the clock."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare, in_role

declare(
    "clock.change",
    in_role("administrator"),
    refusal=_("Only an administrator may change the clock of a training site."),
)
