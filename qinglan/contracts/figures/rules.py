"""Who may keep the sums over registered contracts, and see them whole."""

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_administrator, is_auditor, is_officer, is_the_system

declare(
    "contracts.keep_figures",
    is_the_system | (is_active & is_administrator),
    refusal=_("Sums over contracts are kept by the system; an administrator may have them made anew."),
)
declare(
    "contracts.see_figures",
    is_active & (is_officer | is_auditor),
    refusal=_(
        "Figures that might tell a single enterprise's are for officers; the public table leaves them out."
    ),
)
