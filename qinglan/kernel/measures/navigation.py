"""Where measures and figures stand in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.parts import announce
from qinglan.kernel.web import navigation

announce("measures")
navigation.register("measures:list", _("Measures"), order=30)
navigation.register(
    "measures:figures",
    _("Reported figures"),
    order=60,
    visible=lambda user: bool(permissions.answer(user, "measures.report")),
    place="account",
)
