"""Where awards stand in the menus."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation
from qinglan.parties.holding import organisations_represented_by


def _keeps(user: Any) -> bool:
    return user.is_authenticated and (
        bool(permissions.answer(user, "programmes.follow_awards"))
        or organisations_represented_by(user).exists()
    )


navigation.register("awards:register", _("Register of awards"), order=27, place="footer")
navigation.register("awards:kept", _("Awards to look after"), order=32, place="account", visible=_keeps)
navigation.register("awards:money", _("Payments"), order=34, place="account", visible=_keeps)
