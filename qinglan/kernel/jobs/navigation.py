"""Where jobs stand in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation

navigation.register(
    "jobs:list",
    _("Background jobs"),
    order=85,
    visible=lambda user: bool(permissions.answer(user, "jobs.operate")),
    place="account",
)
navigation.register(
    "jobs:list",
    _("Background jobs"),
    order=20,
    visible=lambda user: bool(permissions.answer(user, "jobs.operate")),
    place="status",
)
