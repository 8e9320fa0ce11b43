"""Who may do what with the market's figures."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer

declare(
    "market.see_figures",
    is_officer,
    refusal=_("Only market officers see all figures of the market; everybody reads what they published."),
)
declare(
    "market.publish_figures",
    is_officer,
    refusal=_("Only a market officer decides which figures of the market become public."),
)
declare(
    "market.invite_suppliers",
    is_officer,
    refusal=_("Only a market officer asks organisations about a need that has no supply."),
)
