"""Who may look after background jobs."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare, in_role

declare(
    "jobs.operate",
    in_role("administrator"),
    refusal=_("Only an administrator sees background jobs and starts them again."),
)
