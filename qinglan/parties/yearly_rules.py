"""Who may do what with yearly figures of organisations: one table. The subject is the organisation."""

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer
from qinglan.parties.organisation_rules import is_member

declare(
    "yearly.view",
    is_officer | (is_active & is_member),
    refusal=_("Yearly figures are confidential: members of the organisation and officers see them."),
)
declare(
    "yearly.report",
    is_active & is_member,
    refusal=_("Only members of the organisation report its figures."),
)
declare(
    "yearly.settle",
    is_officer & ~is_member,
    refusal=_("Only an officer who is no member of the organisation accepts or returns its figures."),
)
declare("yearly.list", is_officer, refusal=_("Only officers see the yearly figures of all organisations."))
