"""Who may write into the ledger: officers, and the system on behalf of a verb that checked its own rule."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from qinglan.kernel.permissions import declare, in_role


def _acts_for_the_system(user: Any) -> bool:
    """The account under which the system itself acts."""
    return bool(getattr(user, "is_system", False))


declare(
    "ledger.post",
    in_role("officer") | Predicate(_acts_for_the_system),
    refusal=_("Only an officer may write into the ledger."),
)
declare(
    "ledger.look",
    in_role("officer") | in_role("auditor") | Predicate(_acts_for_the_system),
    refusal=_("The ledger is open to officers and to the audit administrator."),
)
