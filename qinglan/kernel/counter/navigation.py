"""Where the counter stands in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation

navigation.register(
    "counter:entries",
    _("Counter"),
    order=45,
    visible=lambda user: bool(permissions.answer(user, "counter.see")),
    place="account",
)
