"""Where papers stand in the menus."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation

navigation.register(
    "documents:papers",
    _("Official papers"),
    order=50,
    visible=lambda user: bool(permissions.answer(user, "documents.see_papers")),
    place="account",
)
navigation.register("documents:verify", _("Verify a certificate"), order=20, place="footer")
