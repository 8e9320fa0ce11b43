"""Where the pages of those who handle cases stand in the menus."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation


def _may(name: str) -> Any:
    return lambda user: bool(permissions.answer(user, name))


navigation.register(
    "handling:queue", _("Cases on your desk"), order=28, visible=_may("programmes.see_desk"), place="account"
)
navigation.register(
    "handling:replies", _("Questions to departments"), order=29, visible=_may("programmes.see_replies"),
    place="account",
)  # fmt: skip
