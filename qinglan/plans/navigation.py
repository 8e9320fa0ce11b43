"""Where this app stands in the menus, and which part of the system it is."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.parts import announce
from qinglan.kernel.web import navigation

announce("plans")
navigation.register("plans:list", _("Plans and targets"), order=20)
