"""Where this app stands in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import is_administrator
from qinglan.kernel.web import navigation

navigation.register("outbox:lag", _("Change log"), order=91, visible=is_administrator.test, place="account")
navigation.register("outbox:lag", _("Change log"), order=10, visible=is_administrator.test, place="status")
