"""Where messages stand in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation

navigation.register(
    "messaging:inbox",
    _("Messages"),
    order=8,
    visible=lambda user: bool(permissions.answer(user, "messaging.inbox")),
    place="account",
)
navigation.register(
    "messaging:log",
    _("Sent messages"),
    order=80,
    visible=lambda user: bool(permissions.answer(user, "messaging.operate")),
    place="account",
)
