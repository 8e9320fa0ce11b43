"""Who may see what changed."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare, in_role

declare(
    "history.see",
    in_role("officer") | in_role("auditor") | in_role("administrator"),
    refusal=_("Only officers see what was changed by whom."),
)
