"""Who may load code lists."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from qinglan.kernel.permissions import declare, in_role


def _acts_for_the_system(user: Any) -> bool:
    """The account under which the system itself and its commands act."""
    return bool(getattr(user, "is_system", False))


declare(
    "codes.load",
    in_role("administrator") | Predicate(_acts_for_the_system),
    refusal=_("Only an administrator may load code lists."),
)
