"""Where figures over contracts stand in the menus: for everybody."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web import navigation

navigation.register("contracts:figures", _("Contract statistics"), order=33, group="market")
