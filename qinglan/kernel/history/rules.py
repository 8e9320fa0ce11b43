"""Who may see what changed."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_administrator, is_auditor, is_officer

declare(
    "history.see",
    is_officer | is_auditor | is_administrator,
    refusal=_("Only officers see what was changed by whom."),
)
