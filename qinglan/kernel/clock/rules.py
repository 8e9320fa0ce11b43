"""Who may change the clock."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_administrator, is_the_system

declare(
    "clock.change",
    is_administrator | is_the_system,
    refusal=_("Only an administrator may change the clock of a training site."),
)
