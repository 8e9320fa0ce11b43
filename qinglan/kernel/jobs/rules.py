"""Who may look after background jobs."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_administrator

declare(
    "jobs.operate",
    is_administrator,
    refusal=_("Only an administrator sees background jobs and starts them again."),
)
