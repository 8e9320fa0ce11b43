"""Where public notices stand in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web import navigation

navigation.register("notices:list", _("Public notices"), order=29)
