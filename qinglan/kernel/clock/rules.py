"""Who may change the clock."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from qinglan.kernel.permissions import declare, in_role


def _is_the_system(user: Any) -> bool:
    """The account under which commands act."""
    return bool(getattr(user, "is_system", False))


declare(
    "clock.change",
    in_role("administrator") | Predicate(_is_the_system),
    refusal=_("Only an administrator may change the clock of a training site."),
)
