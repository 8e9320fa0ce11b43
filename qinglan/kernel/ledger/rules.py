"""Who may write into the ledger: officers, and the system on behalf of a verb that checked its own rule."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_auditor, is_officer, is_the_system

declare(
    "ledger.post",
    is_officer | is_the_system,
    refusal=_("Only an officer may write into the ledger."),
)
declare(
    "ledger.look",
    is_officer | is_auditor | is_the_system,
    refusal=_("The ledger is open to officers and to the audit administrator."),
)
