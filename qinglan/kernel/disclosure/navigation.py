"""Where the clearances stand in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation

navigation.register(
    "disclosure:list",
    _("Checks before publication"),
    order=55,
    visible=lambda user: bool(permissions.answer(user, "disclosure.see")),
    place="account",
)
