"""Where accounts stand in the menus."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation


def _may(name: str) -> Any:
    return lambda user: bool(user is not None and permissions.answer(user, name))


navigation.register(
    "account:own",
    _("My account"),
    order=7,
    visible=lambda user: user is not None and user.is_authenticated,
    place="account",
)
navigation.register(
    "accounts:list", _("Accounts"), order=70, visible=_may("parties.see_accounts"), place="account"
)
navigation.register(
    "accounts:locks", _("Locks"), order=71, visible=_may("parties.see_locks"), place="account"
)
navigation.register(
    "accounts:logins", _("Login log"), order=72, visible=_may("parties.see_logins"), place="account"
)
