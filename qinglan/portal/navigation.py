"""Where this app stands in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.roles import is_administrator
from qinglan.kernel.web import navigation

navigation.register_search("portal:search", _("Search everything that you may see"))
navigation.register("portal:home", _("Home"), order=1)
navigation.register(
    "portal:desk",
    _("My desk"),
    order=5,
    visible=lambda user: user is not None and user.is_authenticated,
    place="account",
)
navigation.register(
    "web:status", _("System status"), order=90, visible=is_administrator.test, place="account"
)
navigation.register(
    "web:clock",
    _("Clock"),
    order=40,
    visible=lambda user: bool(permissions.answer(user, "clock.change")),
    place="status",
)
navigation.register("events:anchors", _("Signed anchors"), order=50, place="status")
