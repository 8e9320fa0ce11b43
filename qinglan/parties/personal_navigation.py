"""Where personal data stands in the menus."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation


def _may(name: str) -> Any:
    return lambda user: bool(user is not None and permissions.answer(user, name))


navigation.register("personal:mine", _("My data"), order=8, visible=_may("personal.own"), place="account")
navigation.register(
    "personal:requests",
    _("Requests about personal data"),
    order=66,
    visible=_may("personal.settle"),
    place="account",
)
navigation.register(
    "personal:readings",
    _("Looks at personal data"),
    order=73,
    visible=_may("personal.see_readings"),
    place="account",
)
navigation.register(
    "accounts:resets",
    _("Lost second factors"),
    order=71,
    visible=_may("personal.reset_factor"),
    place="account",
)
navigation.register(
    "yearly:list",
    _("Yearly figures of organisations"),
    order=63,
    visible=_may("yearly.list"),
    place="account",
)
