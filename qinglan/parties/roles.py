"""The roles that an account may hold, and predicates on them."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import in_role

OFFICER = "officer"
ADMINISTRATOR = "administrator"

ROLES = {
    OFFICER: _("Officer"),
    ADMINISTRATOR: _("Administrator"),
}

is_officer = in_role(OFFICER)
is_administrator = in_role(ADMINISTRATOR)
