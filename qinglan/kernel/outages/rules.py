"""Who certifies outages."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_administrator

declare(
    "outages.certify",
    is_administrator,
    refusal=_("Only the system administrator certifies outages."),
)
