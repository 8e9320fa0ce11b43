"""Where the tax aids stand in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web import navigation

navigation.register("contracts:aids", _("Tax aids"), order=34, group="market")
