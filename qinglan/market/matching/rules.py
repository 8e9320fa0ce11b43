"""Who may do what with matches."""

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer, is_the_system
from qinglan.market.rules import is_its_broker, is_owner

declare(
    "market.see_matches",
    is_active & (is_owner | is_its_broker | is_officer),
    refusal=_("Matches are seen by the owner of the listing, its broker and officers."),
)
declare(
    "market.judge_match",
    is_active & (is_owner | is_its_broker),
    refusal=_("Only the owner of the listing or its broker says whether a match is relevant."),
)
declare("market.refresh_matches", is_the_system, refusal=_("Matches are found by themselves."))
