"""Where this app stands in the menus, and which part of the system it is."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.parts import announce
from qinglan.kernel.web import navigation
from qinglan.parties.roles import is_officer

announce("plans")
announce("measures")
navigation.register("plans:list", _("Plans and targets"), order=20)
navigation.register(
    "measures:figures", _("Reported figures"), order=60, visible=is_officer.test, place="account"
)
navigation.register("measures:list", _("Measures"), order=30)
