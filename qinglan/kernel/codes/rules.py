"""Who may load code lists."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_administrator, is_the_system

declare(
    "codes.load",
    is_administrator | is_the_system,
    refusal=_("Only an administrator may load code lists."),
)
