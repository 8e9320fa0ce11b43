"""Where this app stands in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import is_auditor, is_officer
from qinglan.kernel.web import navigation

navigation.register(
    "events:list",
    _("Event streams"),
    order=80,
    visible=(is_officer | is_auditor).test,
    place="account",
)
navigation.register("events:anchors", _("Signed anchors"), order=80, place="footer")
