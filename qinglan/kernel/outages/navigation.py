"""Where outages stand in the menus: at the foot for everybody, and on the status page."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web import navigation

navigation.register("outages:list", _("Certified outages"), order=60, place="footer")
navigation.register("outages:list", _("Certified outages"), order=45, place="status")
