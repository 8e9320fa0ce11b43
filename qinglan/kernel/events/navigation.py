"""Where this app stands in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import in_role
from qinglan.kernel.web import navigation

navigation.register(
    "events:list",
    _("Event streams"),
    order=80,
    visible=(in_role("officer") | in_role("auditor")).test,
    place="account",
)
navigation.register("events:anchors", _("Signed anchors"), order=80, place="footer")
