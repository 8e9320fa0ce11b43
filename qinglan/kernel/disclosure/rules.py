"""Who may clear something for publication."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_administrator, is_officer, is_the_system

declare(
    "disclosure.clear",
    is_officer | is_administrator | is_the_system,
    refusal=_("Only an officer may clear something for publication."),
)
declare(
    "disclosure.override",
    is_officer,
    refusal=_("Numbers of persons were found. Only an officer may let them become public, with a reason."),
)
declare(
    "disclosure.see",
    is_officer | is_administrator,
    refusal=_("Only officers see what was checked before publication."),
)
