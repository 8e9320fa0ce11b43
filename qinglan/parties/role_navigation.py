"""Where experts, brokers and declared interests stand in the menus."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.web import navigation


def _may(name: str) -> Any:
    return lambda user: bool(user is not None and permissions.answer(user, name))


navigation.register("brokers:list", _("Brokers"), order=45)
navigation.register("experts:list", _("Experts"), order=62, visible=_may("experts.list"), place="account")
navigation.register(
    "experts:mine", _("My record as an expert"), order=22, visible=_may("experts.apply"), place="account"
)
navigation.register(
    "interests:own", _("Declared interests"), order=24, visible=_may("interests.declare"), place="account"
)
