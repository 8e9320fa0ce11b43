"""Who may report figures."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer

declare(
    "measures.report",
    is_officer,
    refusal=_("Only an officer may report figures. Log in with an officer's account."),
)
declare(
    "measures.see_withheld",
    is_officer,
    refusal=_("Figures of single organisations are shown to officers only."),
)
declare(
    "measures.define",
    is_officer,
    refusal=_("Only an officer may define an indicator. Log in with an officer's account."),
)
