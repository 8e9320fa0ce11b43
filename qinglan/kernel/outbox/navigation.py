"""Where this app stands in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.permissions import in_role
from qinglan.kernel.web import navigation

navigation.register(
    "outbox:lag", _("Change log"), order=91, visible=in_role("administrator").test, place="account"
)
