"""Who may do what at the counter."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer

ONLY_OFFICERS = _("Only an officer at the counter types for others. Log in with an officer's account.")


@predicate  # type: ignore[untyped-decorator]
def typed_it(user: Any, entry: Any) -> bool:
    """The officer who typed the entry."""
    return entry is not None and entry.officer_id == user.pk


declare("counter.type", is_officer, refusal=ONLY_OFFICERS)
declare("counter.see", is_officer, refusal=ONLY_OFFICERS)
declare(
    "counter.withdraw",
    is_officer & typed_it,
    refusal=_("Only the officer who typed an entry takes it back."),
)
