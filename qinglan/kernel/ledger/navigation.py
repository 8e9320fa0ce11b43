"""Where the ledger stands in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation

navigation.register(
    "ledger:list",
    _("Ledger"),
    order=82,
    visible=lambda user: bool(permissions.answer(user, "ledger.look")),
    place="account",
)
