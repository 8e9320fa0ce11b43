"""Where places and roles stand in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation

navigation.register(
    "people:own",
    _("My places and roles"),
    order=8,
    visible=lambda user: user is not None and bool(permissions.answer(user, "people.see_own")),
    place="account",
)
navigation.register(
    "people:assignments",
    _("Roles of the office"),
    order=69,
    visible=lambda user: user is not None and bool(permissions.answer(user, "people.see_assignments")),
    place="account",
)
